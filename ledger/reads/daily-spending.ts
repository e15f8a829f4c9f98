import { addDays, type Currency, type Day } from '../../domain/billing-cycle.js';
import {
  addPaid,
  lineAmounts,
  nothingPaid,
  type PaidAmounts,
  type SettlementEnd,
} from '../../domain/line-amounts.js';
import { add, sum, zero, type Amount } from '../../domain/money.js';
import type { Deduction, SettlementLine } from '../../domain/settlement.js';
import { totalOf } from '../../domain/statement.js';
import { settlementLines } from '../bill-lines.js';
import type { Ledger } from '../ledger-context.js';
import { amountsFromDocument } from '../settlement-totals.js';
import { endOf, readSettledContent } from './settled-content.js';
import { findUnclaimedBills } from './unclaimed-bills.js';

/** What a day cost: who paid it, and for what. */
export interface DaySpending extends PaidAmounts {
  day: Day;
  total: Amount;
  /** In the order of their names. */
  items: { item: string; amount: Amount }[];
}

interface Collected {
  paid: PaidAmounts;
  /** Amounts that are added up at the end, all of an item at once. */
  items: Map<string, Amount[]>;
}

/** Every day from `from` to `to`, also those that cost nothing. */
export async function readDailySpending(
  ledger: Ledger,
  wanted: { account: string; currency: Currency; from: Day; to: Day },
): Promise<DaySpending[]> {
  const days = new Map<Day, Collected>();
  for (let day = wanted.from; day <= wanted.to; day = addDays(day, 1))
    days.set(day, { paid: nothingPaid(), items: new Map() });
  for await (const { settlement, lines, deductions } of readSettledContent(ledger, wanted)) {
    const day = days.get(settlement.cycle);
    if (!day) continue;
    addItems(day, lines);
    // An ended settlement knows its totals; of any other the lines tell.
    const end = endOf(settlement);
    if (end.ended) addPaid(day.paid, { ...amountsFromDocument(settlement.totals), due: zero });
    else addUnended(day, { lines, deductions, end });
  }
  for await (const bill of await findUnclaimedBills(ledger, wanted)) {
    const day = days.get(bill.day);
    const lines = settlementLines([bill]);
    if (!day) continue;
    addItems(day, lines);
    addUnended(day, { lines, deductions: [], end: { refused: new Set(), ended: false } });
  }
  return [...days].map(([day, { paid, items }]) => ({
    day,
    total: add(totalOf(paid), paid.due),
    ...paid,
    items: [...items]
      .toSorted(([a], [b]) => (a < b ? -1 : 1))
      .map(([item, amounts]) => ({ item, amount: sum(amounts) })),
  }));
}

function addItems({ items }: Collected, lines: readonly SettlementLine[]): void {
  for (const { item, amount } of lines) {
    const known = items.get(item);
    if (known) known.push(amount);
    else items.set(item, [amount]);
  }
}

function addUnended(
  { paid }: Collected,
  {
    lines,
    deductions,
    end,
  }: { lines: readonly SettlementLine[]; deductions: readonly Deduction[]; end: SettlementEnd },
): void {
  for (const each of lineAmounts(lines, deductions, end)) addPaid(paid, each);
}
