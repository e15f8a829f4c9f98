import type { SettlementMethod } from '../../domain/records.js';
import { SettlementError } from '../../domain/settlement-error.js';
import { termOn } from '../../domain/workspace-terms.js';
import type { AccountDocument, CloudAccountDocument, WorkspaceDocument } from '../documents.js';
import type { Ledger } from '../ledger-context.js';
import type { WorkspaceTransaction } from './run-workspace-command.js';

/**
 * Whether an account may pay a workspace's bills so: to a cloud account of its own that is subscribed,
 * and not while it owes something (domain rules 12 and 18).
 * @throws SettlementError `not-found` or `refused`
 */
export async function checkJoining(
  { collections }: Ledger,
  { account, settlement }: { account: AccountDocument; settlement: SettlementMethod },
  { session, published }: WorkspaceTransaction,
): Promise<void> {
  if (settlement.method === 'enterprise') return;
  if (account.arrearsSince !== undefined)
    throw new SettlementError(
      'refused',
      `account ${account._id} owes something: it settles with no further cloud account until it is paid`,
    );
  const { cloudAccount: _id } = settlement;
  const found = await collections.cloudAccounts.findOne(
    { _id, account: account._id, import: { $lte: published } },
    { session },
  );
  if (!found)
    throw new SettlementError('not-found', `account ${account._id} has no cloud account ${_id}`);
  if (!isSubscribed(found))
    throw new SettlementError('refused', `cloud account ${_id} is not subscribed`);
}

/**
 * A cloud account can only be left once it is unsubscribed (domain rule 12).
 * @param settlement undefined where the workspace leaves the account altogether
 * @throws SettlementError `refused`
 */
export async function checkLeaving(
  { collections }: Ledger,
  { workspace, settlement }: { workspace: WorkspaceDocument; settlement?: SettlementMethod },
  { session, asked }: WorkspaceTransaction,
): Promise<void> {
  const _id = termOn(workspace.terms, asked.on)?.cloudAccount;
  if (_id === undefined) return;
  if (settlement?.method === 'cloud' && settlement.cloudAccount === _id) return;
  const found = await collections.cloudAccounts.findOne({ _id }, { session });
  if (found && isSubscribed(found))
    throw new SettlementError(
      'refused',
      `workspace ${workspace._id} leaves cloud account ${_id} only once that is unsubscribed`,
    );
}

function isSubscribed({ subscribed, subscribedUntil }: CloudAccountDocument): boolean {
  return subscribed && subscribedUntil === undefined;
}
