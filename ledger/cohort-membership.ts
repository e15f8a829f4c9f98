import type { AccountTrouble } from '../domain/settlement-error.js';
import type { ClientSession } from 'mongodb';
import type { CohortWork, Ledger } from './ledger-context.js';
import { lockAccounts } from './lock-accounts.js';
import { emptySettlement } from './empty-settlement.js';
import { inTransaction } from './transaction.js';

/**
 * Gives the settlement of one account of this cohort to the workflow `newOwner`, before that starts.
 * An account whose settlement is not open yet gets one that has only its bills and its owner, so
 * that nobody else takes them. What another workflow owns stays with it.
 * @returns whether `newOwner` owns it now, also when an earlier call has given it
 */
export async function setAside(
  ledger: Ledger,
  work: CohortWork,
  { account, newOwner }: { account: string; newOwner: string },
): Promise<boolean> {
  const { settlements } = ledger.collections;
  return inTransaction(ledger.client, async (session) => {
    await lockAccounts(ledger, [account], session);
    const mine = { account, cycle: work.day, owner: work.owner, state: 'open' as const };
    const moved = await settlements.updateOne(mine, { $set: { owner: newOwner } }, { session });
    if (moved.matchedCount === 1) return true;
    const given = { account, cycle: work.day, owner: newOwner };
    if (await settlements.findOne({ ...given, state: { $in: ['open', 'parked'] } }, { session }))
      return true;
    return claimUnopened(ledger, { ...work, owner: newOwner }, account, session);
  });
}

async function claimUnopened(
  ledger: Ledger,
  work: CohortWork,
  account: string,
  session: ClientSession,
): Promise<boolean> {
  const { settlements, bills } = ledger.collections;
  const known = await settlements
    .find({ account, cycle: work.day }, { session, projection: { n: 1 } })
    .toArray();
  const n = Math.max(0, ...known.map((each) => each.n)) + 1;
  const claimed = await bills.updateMany(
    {
      account,
      day: work.day,
      currency: work.currency,
      settlement: null,
      import: { $lte: work.cut },
    },
    { $set: { settlement: n } },
    { session },
  );
  if (claimed.modifiedCount === 0) return false;
  const stub = emptySettlement({ account, work, n, bills: claimed.modifiedCount });
  await settlements.insertOne({ ...stub, openedAt: ledger.now() }, { session });
  return true;
}

/** Marks the open settlement of this workflow as waiting for an operator. */
export async function parkSettlement(
  ledger: Ledger,
  work: CohortWork,
  { account, reason }: AccountTrouble,
): Promise<void> {
  await ledger.collections.settlements.updateOne(
    { owner: work.owner, account, state: 'open' },
    { $set: { state: 'parked', delayed: true, reason } },
  );
}

/** Lets a parked settlement of this workflow go on where it stood. */
export async function unparkSettlement(
  ledger: Ledger,
  work: CohortWork,
  account: string,
): Promise<void> {
  await ledger.collections.settlements.updateOne(
    { owner: work.owner, account, state: 'parked' },
    { $set: { state: 'open' }, $unset: { reason: '' } },
  );
}

/** The range cut in two halves of its accounts; empty for a range of one. */
export async function halvesOf(ledger: Ledger, work: CohortWork): Promise<CohortWork[]> {
  const { settlements, bills } = ledger.collections;
  const account = { $gte: work.first, $lte: work.last };
  const own = await settlements.distinct('account', { owner: work.owner, account, state: 'open' });
  const unclaimed = await bills.distinct('account', {
    currency: work.currency,
    day: work.day,
    settlement: null,
    account,
    import: { $lte: work.cut },
  });
  const accounts = [...new Set([...own, ...unclaimed])].toSorted();
  const half = Math.ceil(accounts.length / 2);
  const [middle, next] = [accounts[half - 1], accounts[half]];
  if (middle === undefined || next === undefined) return [];
  return [
    { ...work, last: middle },
    { ...work, first: next },
  ];
}
