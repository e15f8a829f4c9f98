import type { AccountTrouble } from '../domain/settlement-error.js';
import type { ClientSession } from 'mongodb';
import type { Day } from '../domain/billing-cycle.js';
import { findHoldings, heldBy } from './holds.js';
import type { CohortWork, Ledger } from './ledger-context.js';
import { lockAccounts } from './lock-accounts.js';
import { emptySettlement } from './settlement-opening.js';
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
    { $set: { state: 'parked', reason } },
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

/** The last account of the lower half of a range; undefined for a range of one account. */
export async function middleOf(ledger: Ledger, work: CohortWork): Promise<string | undefined> {
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
  return accounts.length < 2 ? undefined : accounts[Math.ceil(accounts.length / 2) - 1];
}

/** A list of waiting settlements of one day that a new workflow owns now. */
export interface Adopted {
  day: Day;
  cut: number;
  owner: string;
  first: string;
  last: string;
  accounts: number;
}

/**
 * Gives the settlements that waited for this workflow's accounts to new workflows, one for each day
 * that can go on now. Called again it finds those that it has given already.
 */
export async function adoptWaiting(
  ledger: Ledger,
  work: CohortWork,
  ownerFor: (next: { day: Day; accounts: readonly string[] }) => string,
): Promise<Adopted[]> {
  const { settlements, cycles } = ledger.collections;
  const waiting = await settlements
    .find(
      { account: { $gte: work.first, $lte: work.last }, currency: work.currency, state: 'waiting' },
      { projection: { _id: 1, account: 1, cycle: 1, n: 1 } },
    )
    .toArray();
  if (waiting.length === 0) return [];
  const accounts = [...new Set(waiting.map((each) => each.account))].toSorted();
  const lastDay =
    waiting
      .map((each) => each.cycle)
      .toSorted()
      .at(-1) ?? work.day;
  return inTransaction(ledger.client, async (session) => {
    await lockAccounts(ledger, accounts, session);
    const holdings = await findHoldings(
      ledger,
      { currency: work.currency, accounts, day: lastDay },
      session,
    );
    const free = waiting.filter(
      (each) =>
        heldBy(
          holdings.filter((holding) => holding.account === each.account),
          { day: each.cycle, n: each.n },
        ) === undefined &&
        holdings.some((h) => h.account === each.account && h.day === each.cycle && h.n === each.n),
    );
    const adopted: Adopted[] = [];
    for (const day of new Set(free.map((each) => each.cycle))) {
      const ofDay = free.filter((each) => each.cycle === day);
      const names = ofDay.map((each) => each.account).toSorted();
      const owner = ownerFor({ day, accounts: names });
      await settlements.updateMany(
        { _id: { $in: ofDay.map((each) => each._id) }, state: 'waiting' },
        { $set: { state: 'open', owner }, $unset: { reason: '' } },
        { session },
      );
      const cycle = await cycles.findOne({ _id: `${work.currency}/${day}` }, { session });
      const [first = ''] = names;
      adopted.push({
        day,
        cut: cycle?.cut ?? 0,
        owner,
        first,
        last: names.at(-1) ?? first,
        accounts: names.length,
      });
    }
    return adopted;
  });
}
