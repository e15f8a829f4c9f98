import type { AnyBulkWriteOperation, ClientSession } from 'mongodb';
import { dayAt, nextDay, type Day } from '../domain/billing-cycle.js';
import { invariant } from '../domain/settlement-error.js';
import { withoutCloudAccount } from '../domain/workspace-terms.js';
import type {
  AccountDocument,
  BillDocument,
  CloudAccountDocument,
  WorkspaceDocument,
} from './documents.js';
import type { Ledger } from './ledger-context.js';
import type { Instant } from '../domain/instant.js';

/** An unsubscription under the lock of its account. */
export interface UnsubscribingFacts {
  cloudAccount: CloudAccountDocument;
  account: AccountDocument;
  until: Instant;
  now: Instant;
}

/**
 * Switches the workspaces of an unsubscribed cloud account to enterprise settlement from the day
 * after its last one, or after the last day of theirs that was settled before anybody knew: what is
 * settled stays as it is. Bills that are there already and not opened get the terms of their day.
 */
export async function switchToEnterprise(
  ledger: Ledger,
  { cloudAccount: { _id: cloudAccount }, account, until }: UnsubscribingFacts,
  session: ClientSession,
): Promise<void> {
  const lastDay = dayAt(until, ledger.zones[account.currency]);
  const workspaces = await ledger.collections.workspaces
    // Also those that are another account's from a later day on.
    .find({ 'terms.account': account._id }, { session })
    .toArray();
  const settled = await lastSettledDays(ledger, { account: account._id, lastDay }, session);
  const terms: AnyBulkWriteOperation<WorkspaceDocument>[] = [];
  const bills: AnyBulkWriteOperation<BillDocument>[] = [];
  for (const workspace of workspaces) {
    const from = nextDay(settled.get(workspace._id) ?? lastDay);
    const changed = withoutCloudAccount(workspace.terms, { cloudAccount, from });
    if (changed.length === workspace.terms.length) continue;
    terms.push({
      updateOne: { filter: { _id: workspace._id }, update: { $set: { terms: changed } } },
    });
    const filter = {
      account: account._id,
      workspace: workspace._id,
      day: { $gte: from },
      cloudAccount,
    };
    const update = {
      $set: { method: 'enterprise' as const },
      $unset: { cloudAccount: '' as const },
    };
    bills.push({ updateMany: { filter, update } });
  }
  if (terms.length === 0) return;
  const { matchedCount } = await ledger.collections.workspaces.bulkWrite(terms, { session });
  invariant(matchedCount === terms.length, 'a workspace went away under the lock of its account');
  await ledger.collections.bills.bulkWrite(bills, { session });
}

/** The last day after `lastDay` of which a workspace's bill was opened; a bill set aside is not. */
async function lastSettledDays(
  { collections: { bills, settlements } }: Ledger,
  { account, lastDay }: { account: string; lastDay: Day },
  session: ClientSession,
): Promise<Map<string, Day>> {
  const claimed = await bills
    .find(
      { account, settlement: { $ne: null }, day: { $gt: lastDay } },
      { session, projection: { workspace: 1, day: 1, settlement: 1 } },
    )
    .sort({ day: 1 })
    .toArray();
  if (claimed.length === 0) return new Map();
  const unopened = await settlements
    .find(
      { account, cycle: { $gt: lastDay }, step: 0 },
      { session, projection: { cycle: 1, n: 1 } },
    )
    .toArray();
  const stubs = new Set(unopened.map(({ cycle, n }) => `${cycle}/${n}`));
  return new Map(
    claimed
      .filter(({ day, settlement }) => !stubs.has(`${day}/${settlement}`))
      .map(({ workspace, day }) => [workspace, day]),
  );
}

/** Which of these workspaces left the cloud account for enterprise settlement, and from which day on. */
export function switchesOf(
  workspaces: readonly WorkspaceDocument[],
  cloudAccount: string,
): { workspace: string; from: Day }[] {
  return workspaces.flatMap(({ _id, terms }) =>
    terms
      .filter(
        ({ cause }, index) =>
          cause !== undefined && terms[index - 1]?.cloudAccount === cloudAccount,
      )
      .map(({ from }) => ({ workspace: _id, from })),
  );
}
