import type { ClientSession } from 'mongodb';
import { cycleId, type Day } from '../domain/billing-cycle.js';
import type { SettlementDocument } from './settlement-documents.js';
import { groupBy } from './group-by.js';
import { findHoldings, heldBy } from './holds.js';
import type { CohortWork, Ledger } from './ledger-context.js';
import { lockAccounts } from './lock-accounts.js';
import { inTransaction } from './transaction.js';

/** A list of settlements of one day that waited and that a new workflow owns now. */
export interface Adopted {
  day: Day;
  cut: number;
  owner: string;
  first: string;
  last: string;
  accounts: number;
}

type Waiting = Pick<SettlementDocument, '_id' | 'account' | 'cycle' | 'n' | 'owner'>;

/**
 * Gives the settlements that waited for this workflow's accounts to new workflows, one for each day
 * that can go on now. Called again it answers with those that it has given already.
 */
export async function adoptWaiting(
  ledger: Ledger,
  work: CohortWork,
  ownerFor: (day: Day) => string,
): Promise<Adopted[]> {
  const { settlements, cycles } = ledger.collections;
  const range = { account: { $gte: work.first, $lte: work.last }, currency: work.currency };
  const projection = { account: 1, cycle: 1, n: 1, owner: 1 } as const;
  const delayed = { ...range, delayed: true as const };
  const waiting = await settlements
    .find({ ...delayed, state: 'waiting' }, { projection })
    .toArray();
  if (waiting.length > 0) {
    await inTransaction(ledger.client, (session) =>
      take(ledger, work, { waiting, ownerFor }, session),
    );
  }
  const open = await settlements.find({ ...delayed, state: 'open' }, { projection }).toArray();
  const given = groupBy(
    open.filter(({ cycle, owner }) => owner !== work.owner && owner === ownerFor(cycle)),
    ({ cycle }) => cycle,
  );
  const ids = [...given.keys()].map((day) => cycleId({ currency: work.currency, day }));
  const started = ids.length > 0 ? await cycles.find({ _id: { $in: ids } }).toArray() : [];
  const cuts = new Map(started.map(({ day, cut }) => [day, cut]));
  return [...given].map(([day, ofDay]) => {
    const accounts = ofDay.map(({ account }) => account).toSorted();
    const [first = ''] = accounts;
    return {
      day,
      cut: cuts.get(day) ?? 0,
      owner: ownerFor(day),
      first,
      last: accounts.at(-1) ?? first,
      accounts: accounts.length,
    };
  });
}

async function take(
  ledger: Ledger,
  work: CohortWork,
  { waiting, ownerFor }: { waiting: readonly Waiting[]; ownerFor: (day: Day) => string },
  session: ClientSession,
): Promise<void> {
  const accounts = [...new Set(waiting.map(({ account }) => account))].toSorted();
  await lockAccounts(ledger, accounts, session);
  const day =
    waiting
      .map(({ cycle }) => cycle)
      .toSorted()
      .at(-1) ?? work.day;
  const holdings = groupBy(
    await findHoldings(ledger, { currency: work.currency, accounts, day }, session),
    ({ account }) => account,
  );
  const free = waiting.filter(
    ({ account, cycle, n }) => heldBy(holdings.get(account) ?? [], { day: cycle, n }) === undefined,
  );
  for (const [cycle, ofDay] of groupBy(free, (each) => each.cycle)) {
    await ledger.collections.settlements.updateMany(
      { _id: { $in: ofDay.map(({ _id }) => _id) }, state: 'waiting' },
      { $set: { state: 'open', owner: ownerFor(cycle) }, $unset: { reason: '' } },
      { session },
    );
  }
}
