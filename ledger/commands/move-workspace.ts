import type { SettlementMethod } from '../../domain/records.js';
import { SettlementError } from '../../domain/settlement-error.js';
import type { AccountDocument } from '../documents.js';
import type { Ledger } from '../ledger-context.js';
import { lockAccounts } from '../lock-accounts.js';
import { checkJoining, checkLeaving } from './check-settlement-method.js';
import type { Command } from './run-command.js';
import {
  ownWorkspace,
  runWorkspaceCommand,
  type ChangedWorkspace,
  type WorkspaceTransaction,
} from './run-workspace-command.js';
import { storeTerm } from './store-terms.js';

export interface WorkspaceMove {
  workspace: string;
  /** The account that pays for it from tomorrow on. */
  to: string;
  /** Enterprise settlement without it; a cloud account is one of the new account. */
  settlement?: SettlementMethod | undefined;
}

/**
 * Moves a workspace to another account from tomorrow on, within one currency; older bills, charges and
 * arrears stay with the old one (domain rule 12). The other account is not asked: for operators, or for
 * whoever holds both; others unbind it here and bind it there, on the same day.
 * @throws SettlementError `not-found`, or `refused` with the reason in clear words
 */
export async function moveWorkspace(
  ledger: Ledger,
  command: Command,
  { workspace: id, to, settlement = { method: 'enterprise' } }: WorkspaceMove,
): Promise<ChangedWorkspace> {
  const content = { workspace: id, to, ...settlement };
  const said = { name: 'moveWorkspace', change: 'move', content } as const;
  return runWorkspaceCommand(ledger, command, said, async (transaction) => {
    const workspace = await ownWorkspace(ledger, id, transaction);
    const receiver = await lockReceiver(ledger, to, transaction);
    await checkLeaving(ledger, { workspace }, transaction);
    await checkJoining(ledger, { account: receiver, settlement }, transaction);
    return storeTerm(ledger, { workspace, wanted: { account: to, settlement } }, transaction);
  });
}

async function lockReceiver(
  ledger: Ledger,
  to: string,
  { account, published, session }: WorkspaceTransaction,
): Promise<AccountDocument> {
  if (to === account._id)
    throw new SettlementError('refused', `the workspace belongs to account ${to} already`);
  const receiver = (await lockAccounts(ledger, [to], session)).get(to);
  if (!receiver || receiver.import > published)
    throw new SettlementError('not-found', `no account ${to}`);
  if (receiver.currency !== account.currency)
    throw new SettlementError(
      'refused',
      `account ${to} is in ${receiver.currency}, account ${account._id} in ${account.currency}`,
    );
  return receiver;
}
