import type { Day } from '../../domain/billing-cycle.js';
import { invariant, SettlementError } from '../../domain/settlement-error.js';
import { comingTerm, type WantedTerm, withTerm } from '../../domain/workspace-changes.js';
import { nobody, type WorkspaceTerm } from '../../domain/workspace-terms.js';
import type { BillDocument, WorkspaceDocument } from '../documents.js';
import type { Ledger } from '../ledger-context.js';
import {
  changedWorkspace,
  firstDay,
  type ChangedWorkspace,
  type WorkspaceTransaction,
} from './run-workspace-command.js';
import { followTerms } from './workspace-locks.js';

/**
 * Gives a workspace a further term from the day after the request on. Bills that are there already for
 * such days get it too, and its locks follow it.
 * @throws SettlementError `refused` where such a bill cannot follow
 */
export async function storeTerm(
  ledger: Ledger,
  { workspace, wanted }: { workspace: WorkspaceDocument; wanted: WantedTerm },
  transaction: WorkspaceTransaction,
): Promise<ChangedWorkspace> {
  const { asked, session } = transaction;
  const { _id, account } = workspace;
  const terms = withTerm(workspace.terms, wanted, asked);
  const term = terms.at(-1);
  invariant(term !== undefined, `workspace ${_id} has no terms`);
  await restamp(ledger, { workspace, term }, transaction);
  // A workspace of nobody stays with whom it was last: every document is of some account.
  const owner = wanted.account === nobody ? account : wanted.account;
  const { matchedCount } = await ledger.collections.workspaces.updateOne(
    { _id },
    { $set: { terms, account: owner } },
    { session },
  );
  invariant(matchedCount === 1, `workspace ${_id} went away`);
  await followTerms(ledger, { workspace, term }, transaction);
  return changedWorkspace(_id, term);
}

async function restamp(
  ledger: Ledger,
  { workspace, term }: { workspace: WorkspaceDocument; term: WorkspaceTerm },
  transaction: WorkspaceTransaction,
): Promise<void> {
  const { bills } = ledger.collections;
  const { session, asked } = transaction;
  const account = comingTerm(workspace.terms, asked.on)?.account ?? nobody;
  const found = await billsFrom(ledger, { account, workspace: workspace._id }, transaction);
  if (found.length === 0) return;
  const [first] = found;
  if (term.account === nobody)
    throw new SettlementError(
      'refused',
      `bills of ${workspace._id} for ${first?.day} and later are there already`,
    );
  const taken = found.find(({ settlement }) => settlement !== null);
  if (taken)
    throw new SettlementError('refused', `the bill of ${taken.day} is being settled already`);
  const { method, cloudAccount } = term;
  const stamp = { account: term.account, method };
  const set =
    cloudAccount === undefined
      ? { $set: stamp, $unset: { cloudAccount: '' as const } }
      : { $set: { ...stamp, cloudAccount } };
  // One by one: a shard key changes in no other way.
  await bills.bulkWrite(
    found.map(({ _id }) => ({ updateOne: { filter: { _id, account }, update: set } })),
    { session },
  );
}

/** Bills for days that are not over, sent ahead: few, if any. */
async function billsFrom(
  { collections: { bills } }: Ledger,
  { account, workspace }: { account: string; workspace: string },
  transaction: WorkspaceTransaction,
): Promise<(Pick<BillDocument, '_id' | 'settlement'> & { day: Day })[]> {
  const { session } = transaction;
  return bills
    .find(
      { account, day: { $gte: firstDay(transaction) }, workspace },
      { session, projection: { day: 1, settlement: 1 } },
    )
    .sort({ day: 1 })
    .toArray();
}
