import type { Decimal128 } from 'mongodb';
import { addDays, type Currency, type Day } from '../../domain/billing-cycle.js';
import { addPaid, nothingPaid, type PaidAmounts } from '../../domain/line-amounts.js';
import { add, roundBillLine, sum, type Amount } from '../../domain/money.js';
import { totalOf } from '../../domain/statement.js';
import { fromDecimal128 } from '../decimal128.js';
import type { Ledger } from '../ledger-context.js';
import { headProjection, totalsOf, type SettlementHead } from './bill-totals.js';
import { SettledCache } from './settled-cache.js';
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

type ItemAmount = DaySpending['items'][number];

/** The lines of a settlement never change once it is opened. */
const itemsOfSettled = new SettledCache<ItemAmount>({ mostRows: 100_000 });

/** Not who paid which line: a settlement's totals tell that of all of them, and lines are many. */
const itemProjection = { parts: 1, 'lines.item': 1, 'lines.amount': 1 } as const;
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
      .project<SettlementHead>(headProjection)
      .toArray(),
    findUnclaimedBills(ledger, wanted).then((bills) => bills.toArray()),
  ]);
  const items = await itemsOf(ledger, settled);
  for (const head of settled) {
    const day = days.get(head.cycle);
    if (!day) continue;
    addPaid(day.paid, (await totalsOf(ledger, head)).paid);
    addItems(day.items, items.get(head._id) ?? []);
  }
  for (const { day: of, lines, rounded } of unsettled) {
    const day = days.get(of);
    if (!day) continue;
    addPaid(day.paid, { ...nothingPaid(), due: fromDecimal128(rounded) });
    addItems(day.items, lines.map(lineAmount));
  }
  return [...days].map(([day, collected]) => daySpending(day, collected));
}

function daySpending(day: Day, { paid, items }: Collected): DaySpending {
  return { day, total: add(totalOf(paid), paid.due), ...paid, items: sumsOf(items) };
}

function sumsOf(items: Collected['items']): ItemAmount[] {
  return [...items]
    .toSorted(([a], [b]) => (a < b ? -1 : 1))
    .map(([item, amounts]) => ({ item, amount: sum(amounts) }));
}

function addItems(items: Collected['items'], amounts: readonly ItemAmount[]): void {
  for (const { item, amount } of amounts) {
    const known = items.get(item);
    if (known) known.push(amount);
    else items.set(item, [amount]);
  }
}

/** Lines of bills are rounded here as their settlement will (domain rule 2); settled ones are already. */
function lineAmount({ item, amount }: ItemLine): ItemAmount {
  return { item, amount: roundBillLine(fromDecimal128(amount)) };
}

/** What each item of these settlements costs, by settlement. */
async function itemsOf(
  ledger: Ledger,
  heads: readonly SettlementHead[],
): Promise<ReadonlyMap<string, readonly ItemAmount[]>> {
  const items = new Map<string, readonly ItemAmount[]>();
  const unknown: string[] = [];
  for (const head of heads) {
    const known = itemsOfSettled.recall(ledger, head._id);
    if (known) items.set(head._id, known);
    else if (head.step === 0) items.set(head._id, await unopenedItems(ledger, head));
    else unknown.push(head._id);
  }
  if (unknown.length === 0) return items;
  const read = ledger.collections.settlements
    .find({ _id: { $in: unknown } }, { batchSize: daysAtOnce })
    .project<{ _id: string; parts: number; lines: ItemLine[] }>(itemProjection);
  for await (const { _id, parts, lines } of read) {
    const collected: Collected['items'] = new Map();
    addItems(collected, lines.map(lineAmount));
    if (parts > 0) addItems(collected, await furtherLines(ledger, _id, heads));
    const sums = sumsOf(collected);
    items.set(_id, sums);
    itemsOfSettled.keep(ledger, _id, sums);
  }
  return items;
}

async function furtherLines(
  { collections: { settlementParts } }: Ledger,
  settlement: string,
  [head]: readonly SettlementHead[],
): Promise<ItemAmount[]> {
  const parts = await settlementParts
    .find({ account: head?.account ?? '', settlement })
    .project<{ lines: ItemLine[] }>({ 'lines.item': 1, 'lines.amount': 1 })
    .toArray();
  return parts.flatMap(({ lines }) => lines.map(lineAmount));
}

async function unopenedItems(
  { collections: { bills } }: Ledger,
  { account, cycle: day, n }: SettlementHead,
): Promise<ItemAmount[]> {
  const claimed = await bills.find({ account, day, settlement: n }).toArray();
  return claimed.flatMap(({ lines }) => lines.map(lineAmount));
}
