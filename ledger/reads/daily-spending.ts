import type { Decimal128 } from 'mongodb';
import { addDays, type Currency, type Day } from '../../domain/billing-cycle.js';
import { addPaid, nothingPaid, type PaidAmounts } from '../../domain/line-amounts.js';
import { add, roundBillLine, sum, type Amount } from '../../domain/money.js';
import { totalOf } from '../../domain/statement.js';
import { fromDecimal128 } from '../decimal128.js';
import type { Ledger } from '../ledger-context.js';
import { headProjection, totalsOf, type SettlementHead } from './bill-totals.js';
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

interface ItemLine {
  item: string;
  amount: Decimal128;
}

type HeadWithItems = SettlementHead & { parts: number; lines: ItemLine[] };

/** Not who paid which line: a settlement's totals tell that of all of them, and lines are many. */
const projection = { ...headProjection, parts: 1, 'lines.item': 1, 'lines.amount': 1 } as const;
const daysAtOnce = 100;

/** Every day from `from` to `to`, also those that cost nothing. */
export async function readDailySpending(
  ledger: Ledger,
  wanted: { account: string; currency: Currency; from: Day; to: Day },
): Promise<DaySpending[]> {
  const { account, from, to } = wanted;
  const days = new Map<Day, Collected>();
  for (let day = from; day <= to; day = addDays(day, 1))
    days.set(day, { paid: nothingPaid(), items: new Map() });
  const [settled, unsettled] = await Promise.all([
    ledger.collections.settlements
      .find({ account, cycle: { $gte: from, $lte: to } }, { batchSize: daysAtOnce })
      .sort({ account: 1, cycle: 1, n: 1 })
      .project<HeadWithItems>(projection)
      .toArray(),
    findUnclaimedBills(ledger, wanted).then((bills) => bills.toArray()),
  ]);
  for (const head of settled) {
    const day = days.get(head.cycle);
    if (!day) continue;
    addPaid(day.paid, (await totalsOf(ledger, head)).paid);
    addItems(day, head.lines);
    if (head.parts > 0) addItems(day, await furtherLines(ledger, head));
    if (head.step === 0) addItems(day, await unopenedLines(ledger, head));
  }
  for (const { day: of, lines, rounded } of unsettled) {
    const day = days.get(of);
    if (!day) continue;
    addPaid(day.paid, { ...nothingPaid(), due: fromDecimal128(rounded) });
    addItems(day, lines);
  }
  return [...days].map(([day, collected]) => daySpending(day, collected));
}

function daySpending(day: Day, { paid, items }: Collected): DaySpending {
  return {
    day,
    total: add(totalOf(paid), paid.due),
    ...paid,
    items: [...items]
      .toSorted(([a], [b]) => (a < b ? -1 : 1))
      .map(([item, amounts]) => ({ item, amount: sum(amounts) })),
  };
}

/** Lines of bills are rounded here as their settlement will (domain rule 2); settled ones are already. */
function addItems({ items }: Collected, lines: readonly ItemLine[]): void {
  for (const { item, amount: stored } of lines) {
    const amount = roundBillLine(fromDecimal128(stored));
    const known = items.get(item);
    if (known) known.push(amount);
    else items.set(item, [amount]);
  }
}

async function furtherLines(
  { collections: { settlementParts } }: Ledger,
  { _id, account }: HeadWithItems,
): Promise<ItemLine[]> {
  const parts = await settlementParts
    .find({ account, settlement: _id })
    .project<{ lines: ItemLine[] }>({ 'lines.item': 1, 'lines.amount': 1 })
    .toArray();
  return parts.flatMap(({ lines }) => lines);
}

async function unopenedLines(
  { collections: { bills } }: Ledger,
  { account, cycle: day, n }: HeadWithItems,
): Promise<ItemLine[]> {
  const claimed = await bills.find({ account, day, settlement: n }).toArray();
  return claimed.flatMap(({ lines }) => lines);
}
