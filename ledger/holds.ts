import type { ClientSession } from 'mongodb';
import { cycleId, type Currency, type Day } from '../domain/billing-cycle.js';
import type { SettlementState } from './settlement-documents.js';
import type { Ledger } from './ledger-context.js';
import { unsettledDaysOf } from './unsettled-days.js';
import { wholeList } from './whole-list.js';

/** In these states a settlement holds the account's next days; a cloud charge being decided does not. */
export const holdingStates: SettlementState[] = ['open', 'waiting', 'parked'];

/** What of an account is not settled yet, as far as it may hold a later settlement (domain rule 14). */
export interface Holding {
  account: string;
  day: Day;
  n: number;
}

/**
 * Unfinished settlements of these accounts up to `day`, and bills of earlier cycles that were started
 * and have not taken them. Bills of a day whose cycle nobody started hold nothing.
 */
export async function findHoldings(
  ledger: Ledger,
  wanted: { currency: Currency; accounts: readonly string[]; day: Day },
  session: ClientSession,
): Promise<Holding[]> {
  const { bills, settlements, cycles } = ledger.collections;
  const { currency } = wanted;
  const account = { $in: [...wanted.accounts] };
  const days = await unsettledDaysOf(ledger.collections, { currency, to: wanted.day }, session);
  const cycle = { $lte: wanted.day };
  const unfinished = await settlements
    .find(
      {
        $or: [
          { currency, account, delayed: true, state: { $in: holdingStates }, cycle },
          { currency, account, state: 'open', cycle: { $in: days } },
        ],
      },
      { ...wholeList(session), projection: { _id: 0, account: 1, cycle: 1, n: 1 } },
    )
    .toArray();
  const earlier = days.filter((day) => day < wanted.day);
  const unclaimed =
    earlier.length > 0
      ? await bills
          .find(
            { currency, account, settlement: null, day: { $in: earlier } },
            { ...wholeList(session), projection: { _id: 0, account: 1, day: 1, import: 1 } },
          )
          .toArray()
      : [];
  const ids = [...new Set(unclaimed.map(({ day }) => cycleId({ currency, day })))];
  const started =
    ids.length > 0
      ? await cycles
          .find({ _id: { $in: ids } }, { session, projection: { day: 1, cut: 1 } })
          .toArray()
      : [];
  const cuts = new Map(started.map(({ day, cut }) => [day, cut]));
  return [
    ...unfinished.map(({ account: owner, cycle: day, n }) => ({ account: owner, day, n })),
    ...unclaimed
      .filter((bill) => bill.import <= (cuts.get(bill.day) ?? -1))
      .map(({ account: owner, day }) => ({ account: owner, day, n: 0 })),
  ];
}

/**
 * The day that a settlement must wait for, if any: the first of a day waits for earlier days, a
 * supplement for the settlement of its day before it (domain rules 14 and 15).
 */
export function heldBy(
  holdings: readonly Holding[],
  settlement: { day: Day; n: number },
): Day | undefined {
  const before = holdings.filter(({ day, n }) =>
    day === settlement.day ? n < settlement.n : settlement.n === 1 && day < settlement.day,
  );
  return before.map(({ day }) => day).toSorted()[0];
}
