import { addDays, type BillingCycle, type Day } from '../domain/billing-cycle.js';
import type { Ledger } from './ledger-context.js';
import { unsettledDaysOf } from './unsettled-days.js';

/** More are named by the next run. */
const mostDaysNamed = 50;

/**
 * Earlier days that were never run: days with bills that nobody took, and days between the cycle
 * before and this one.
 */
export async function missedDays(ledger: Ledger, { currency, day }: BillingCycle): Promise<Day[]> {
  const { bills, cycles } = ledger.collections;
  const noted = await unsettledDaysOf(ledger.collections, { currency, to: addDays(day, -1) });
  const [before] = await cycles
    .find({ currency, day: { $lt: day } })
    .sort({ day: -1 })
    .limit(1)
    .toArray();
  const between: Day[] = [];
  for (let next = before ? addDays(before.day, 1) : day; next < day; next = addDays(next, 1)) {
    between.push(next);
    if (between.length === mostDaysNamed) break;
  }
  const days = [...new Set([...noted, ...between])].toSorted();
  const started = await cycles
    .find({ currency, day: { $in: days } }, { projection: { day: 1 } })
    .toArray();
  const ran = new Set(started.map((each) => each.day));
  const missed: Day[] = [];
  for (const each of days.filter((one) => !ran.has(one)).slice(-mostDaysNamed)) {
    // The import that noted it may have been given up.
    const isMissed =
      between.includes(each) ||
      (await bills.findOne({ currency, day: each, settlement: null }, { projection: { _id: 1 } }));
    if (isMissed) missed.push(each);
  }
  return missed;
}
