import type { ClientSession } from 'mongodb';
import type { Instant } from '../domain/instant.js';
import { causesOf, type Lock, type LockCause } from '../domain/workspace-lock.js';
import type { AccountDocument, WorkspaceDocument } from './documents.js';
import type { Ledger } from './ledger-context.js';
import { storeMessages, type NewMessage } from './outbox.js';

interface LockChange {
  account: Pick<AccountDocument, '_id'>;
  before: readonly Lock[];
  after: readonly Lock[];
  /** Of the account, for which they open or close. */
  workspaces: readonly Pick<WorkspaceDocument, '_id' | 'site'>[];
  /** What changes them: the messages are keyed by it. */
  key: string;
  at: Instant;
}

/**
 * Gives an account other locks, in a transaction that has taken the account, and tells of each workspace
 * whose first cause came or whose last one went.
 */
export async function storeLocks(
  ledger: Ledger,
  change: LockChange,
  session: ClientSession,
): Promise<void> {
  const { account, before, after, workspaces, key, at } = change;
  await setLocks(ledger, { account: account._id, locks: after }, session);
  const messages = workspaces.flatMap((workspace) => {
    const was = causesOf(before, workspace._id);
    const is = causesOf(after, workspace._id);
    return lockMessages({ account: account._id, workspace, was, is, key });
  });
  await storeMessages(ledger, { messages, at }, session);
}

export async function setLocks(
  { collections: { accounts } }: Ledger,
  { account, locks }: { account: string; locks: readonly Lock[] },
  session: ClientSession,
): Promise<void> {
  const update =
    locks.length > 0 ? { $set: { locks: [...locks] } } : { $unset: { locks: '' as const } };
  await accounts.updateOne({ _id: account }, update, { session });
}

/** Those that are the account's from today or tomorrow on. */
export async function ownWorkspaces(
  { collections }: Ledger,
  { _id }: Pick<AccountDocument, '_id'>,
  session: ClientSession,
): Promise<WorkspaceDocument[]> {
  const found = await collections.workspaces
    .find({ account: _id }, { session })
    .sort({ _id: 1 })
    .toArray();
  return found.filter(({ terms }) => terms.at(-1)?.account === _id);
}

/** What is told where a workspace's first cause came or its last one went. */
export function lockMessages(of: {
  account: string;
  workspace: Pick<WorkspaceDocument, '_id' | 'site'>;
  was: readonly LockCause[];
  is: readonly LockCause[];
  key: string;
}): NewMessage[] {
  const { account, was, is, key } = of;
  const { _id: workspace, site } = of.workspace;
  if (was.length === 0 && is.length > 0) {
    const causes = [...is];
    const message = { type: 'workspace.locked', account, workspace, site, causes } as const;
    return [{ key: `${key}/locked/${workspace}`, message }];
  }
  if (was.length === 0 || is.length > 0) return [];
  const message = { type: 'workspace.unlocked', account, workspace, site } as const;
  return [{ key: `${key}/unlocked/${workspace}`, message }];
}
