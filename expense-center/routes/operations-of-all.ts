import type { Operation } from '../operation.js';
import { accountOperations } from './account.js';
import { billOperations } from './bills.js';
import { cloudAccountOperations } from './cloud-accounts.js';
import { exportOperations } from './exports.js';
import { instrumentOperations } from './instruments.js';
import { messageOperations } from './messages.js';
import { operatorOperations } from './operations.js';
import { rechargeOperations } from './recharges.js';
import { tokenOperations } from './tokens.js';
import { workspaceOperations } from './workspaces.js';

/** Everything that the API can do. */
export const operations: readonly Operation[] = [
  ...accountOperations,
  ...rechargeOperations,
  ...instrumentOperations,
  ...billOperations,
  ...workspaceOperations,
  ...cloudAccountOperations,
  ...exportOperations,
  ...tokenOperations,
  ...messageOperations,
  ...operatorOperations,
];
