import type { Instant } from '../../domain/instant.js';
import { unsubscriptionPolicies } from '../../domain/unsubscription.js';
import { causesOf, type Lock, type SubscriptionLock } from '../../domain/workspace-lock.js';
import { nobody, type WorkspaceTerm } from '../../domain/workspace-terms.js';
import { lockMessages, setLocks } from '../account-locks.js';
import type { WorkspaceDocument } from '../documents.js';
import type { Ledger } from '../ledger-context.js';
import { storeMessages } from '../outbox.js';
import type { WorkspaceTransaction } from './run-workspace-command.js';

const cause = 'cloud-account-unsubscribed';

/**
 * Locks follow the last term of a workspace at once. One that is to leave its unsubscribed cloud account
 * opens, one that is to stay with it after all is locked again (domain rule 13), and one that another
 * account is to pay for has the locks of that one.
 * @param change.workspace as it was before
 */
export async function followTerms(
  ledger: Ledger,
  { workspace, term }: { workspace: WorkspaceDocument; term: WorkspaceTerm },
  { account, asked, at, session }: WorkspaceTransaction,
): Promise<void> {
  const { _id, terms } = workspace;
  const { locks: before = [] } = account;
  const ofOthers = before.filter((lock) => lock.cause !== cause || lock.workspace !== _id);
  const lock = await subscriptionLock(ledger, { workspace: _id, term, at }, session);
  const after = lock && term.account === account._id ? [...ofOthers, lock] : ofOthers;
  if (before.length > 0 || after.length > 0)
    await setLocks(ledger, { account: account._id, locks: after }, session);
  const was = terms.at(-1)?.account === account._id ? causesOf(before, _id) : [];
  const payers = term.account === account._id ? after : await locksOfAccount(ledger, term, session);
  const is = causesOf(payers, _id);
  const payer = term.account === nobody ? account._id : term.account;
  const of = { account: payer, workspace, was, is, key: asked.command };
  await storeMessages(ledger, { messages: lockMessages(of), at }, session);
}

async function subscriptionLock(
  { collections: { cloudAccounts } }: Ledger,
  { workspace, term, at }: { workspace: string; term: WorkspaceTerm; at: Instant },
  session: WorkspaceTransaction['session'],
): Promise<SubscriptionLock | undefined> {
  const { cloudAccount } = term;
  if (cloudAccount === undefined) return undefined;
  const found = await cloudAccounts.findOne({ _id: cloudAccount }, { session });
  const isLeft = found?.subscribedUntil !== undefined;
  if (!isLeft || unsubscriptionPolicies[found.provider] !== 'lock') return undefined;
  return { cause, workspace, cloudAccount, since: at };
}

async function locksOfAccount(
  { collections: { accounts } }: Ledger,
  { account }: WorkspaceTerm,
  session: WorkspaceTransaction['session'],
): Promise<readonly Lock[]> {
  if (account === nobody) return [];
  return (await accounts.findOne({ _id: account }, { session }))?.locks ?? [];
}
