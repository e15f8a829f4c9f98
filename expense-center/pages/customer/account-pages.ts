import type { PageDefinition } from '../page-definition.js';
import type { AccountVisit } from '../visit.js';
import { billPage } from './bill-page.js';
import { billsPage } from './bills-page.js';
import { cardsPage } from './cards-page.js';
import { linePage } from './line-page.js';
import { messagesPage } from './messages-page.js';
import { movementsPage } from './movements-page.js';
import { overviewPage } from './overview-page.js';
import { profilePage } from './profile-page.js';
import { rechargesPage } from './recharges-page.js';
import { vouchersPage } from './vouchers-page.js';
import { workspacePage } from './workspace-page.js';
import { workspacesPage } from './workspaces-page.js';

export const accountPages: readonly PageDefinition<AccountVisit>[] = [
  overviewPage,
  billsPage,
  billPage,
  linePage,
  rechargesPage,
  cardsPage,
  vouchersPage,
  workspacesPage,
  workspacePage,
  movementsPage,
  messagesPage,
  profilePage,
];
