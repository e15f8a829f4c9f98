import { addDays, cycleEnd, type Day } from '../../domain/billing-cycle.js';
import { lineAmounts } from '../../domain/line-amounts.js';
import type { Amount } from '../../domain/money.js';
import { byLineOrder, type Deduction } from '../../domain/settlement.js';
import { settlementLines } from '../bill-lines.js';
import { fromDecimal128 } from '../decimal128.js';
import type { BillDocument } from '../documents.js';
import type { Ledger } from '../ledger-context.js';
import { accountOf } from './account-of.js';
import {
  billColumns,
  exportRows,
  type BillExportRow,
  type ExportedDay,
} from './bill-export-row.js';
import { stateOf } from './bill-totals.js';
import { textOf, type ExportFormat } from './export-text.js';
import { endOf, readSettledContent, type SettledContent } from './settled-content.js';
import { findUnclaimedBills } from './unclaimed-bills.js';

export interface BillsToExport {
  account: string;
  /** First and last day, both included. */
  from: Day;
  to: Day;
  format: ExportFormat;
  /** How the seller calls itself in the FOCUS columns. */
  provider?: string;
}

const usualProvider = 'Observability Cloud';

/**
 * The bills of an account as text, piece by piece: a settlement at a time is in memory. First what is
 * settled, in the order of days, supplements and lines; then what no settlement has taken.
 * @throws SettlementError `not-found`
 */
export async function* exportBills(
  ledger: Ledger,
  { format, ...wanted }: BillsToExport,
): AsyncGenerator<string> {
  yield* textOf(billRows(ledger, wanted), { format, columns: billColumns });
}

async function* billRows(
  ledger: Ledger,
  { account: id, from, to, provider = usualProvider }: Omit<BillsToExport, 'format'>,
): AsyncGenerator<BillExportRow> {
  const { currency, name } = await accountOf(ledger, id);
  const zone = ledger.zones[currency];
  const dayOf = (day: Day): ExportedDay => ({
    account: { id, name, currency },
    provider,
    day,
    start: cycleEnd(addDays(day, -1), zone),
    end: cycleEnd(day, zone),
  });
  for await (const content of readSettledContent(ledger, { account: id, from, to }))
    yield* settledRows(dayOf(content.settlement.cycle), content, await billedOf(ledger, content));
  const wanted = { account: id, currency, from, to };
  for await (const bill of await findUnclaimedBills(ledger, wanted))
    yield* unsettledRows(dayOf(bill.day), bill);
}

/** A line as its bill had it: the settlement keeps neither the quantity nor what was cut off in rounding. */
interface Billed {
  quantity?: string | undefined;
  unrounded: Amount;
}

async function billedOf(ledger: Ledger, { settlement, lines }: SettledContent): Promise<Billed[]> {
  const { account, cycle: day, n } = settlement;
  const bills = await ledger.collections.bills.find({ account, day, settlement: n }).toArray();
  const billed = bills.toSorted(byLineOrder).flatMap(billedLines);
  return billed.length === lines.length ? billed : [];
}

function billedLines({ lines }: BillDocument): Billed[] {
  return lines.map(({ quantity, amount }) => ({ quantity, unrounded: fromDecimal128(amount) }));
}

function* settledRows(
  day: ExportedDay,
  { settlement, lines, deductions }: SettledContent,
  billed: readonly Billed[],
): Generator<BillExportRow> {
  const paid = lineAmounts(lines, deductions, endOf(settlement));
  const vouchers = lines.map((): Deduction[] => []);
  for (const each of deductions) {
    if (each.kind === 'ordinary-voucher' || each.kind === 'full-reduction-voucher')
      vouchers[each.line]?.push(each);
  }
  const state = stateOf(settlement);
  for (const [index, line] of lines.entries()) {
    const of = paid[index];
    if (!of) continue;
    yield* exportRows(day, {
      line,
      n: settlement.n,
      index,
      ...billed[index],
      state,
      paid: of,
      vouchers: vouchers[index] ?? [],
    });
  }
}

function* unsettledRows(day: ExportedDay, bill: BillDocument): Generator<BillExportRow> {
  const lines = settlementLines([bill]);
  const paid = lineAmounts(lines, [], { refused: new Set(), ended: false });
  const billed = billedLines(bill);
  for (const [index, line] of lines.entries()) {
    const of = paid[index];
    if (!of) continue;
    const rest = { state: 'unsettled' as const, paid: of, vouchers: [] };
    yield* exportRows(day, { line, index, ...billed[index], ...rest });
  }
}
