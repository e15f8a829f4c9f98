import type { Currency, Day } from '../../domain/billing-cycle.js';
import {
  addPaid,
  lineAmounts,
  nothingPaid,
  type PaidAmounts,
  type SettlementEnd,
} from '../../domain/line-amounts.js';
import { add } from '../../domain/money.js';
import type { Deduction, SettlementLine } from '../../domain/settlement.js';
import { totalOf } from '../../domain/statement.js';
import { settlementLines } from '../bill-lines.js';
import type { Ledger } from '../ledger-context.js';
import { foremostOf, stateOf, type BillsState } from './bill-totals.js';
import type { BillsRow } from './list-bills.js';
import { endOf, readSettledContent } from './settled-content.js';
import { findUnclaimedBills } from './unclaimed-bills.js';

export type SpendRow = BillsRow;

export interface SpendOf {
  account: string;
  currency: Currency;
  by: 'workspace' | 'item';
  from: Day;
  to: Day;
}

/** What the workspaces or the items of an account cost over some days, and who paid. */
export async function spendBy(ledger: Ledger, wanted: SpendOf): Promise<SpendRow[]> {
  const { by } = wanted;
  const rows = new Map<string, SpendRow>();
  for await (const { settlement, lines, deductions } of readSettledContent(ledger, wanted)) {
    const state = stateOf(settlement);
    addLines(rows, { by, lines, deductions, state, end: endOf(settlement) });
  }
  const end = { refused: new Set<string>(), ended: false };
  for await (const bill of await findUnclaimedBills(ledger, wanted))
    addLines(rows, {
      by,
      lines: settlementLines([bill]),
      deductions: [],
      state: 'unsettled',
      end,
    });
  for (const row of rows.values()) row.total = add(totalOf(row), row.due);
  return [...rows].toSorted(([a], [b]) => (a < b ? -1 : 1)).map(([, row]) => row);
}

interface SomeLines {
  by: SpendOf['by'];
  lines: readonly SettlementLine[];
  deductions: readonly Deduction[];
  state: BillsState;
  end: SettlementEnd;
}

function addLines(
  rows: Map<string, SpendRow>,
  { by, lines, deductions, state, end }: SomeLines,
): void {
  const paid = lineAmounts(lines, deductions, end);
  let bill = '';
  lines.forEach((line, index) => {
    const row = rowOf(rows, by, line, state);
    addPaid(row, paid[index] ?? nothing);
    row.state = foremostOf(row.state, state);
    // The lines of a workspace's bill stand together.
    if (by === 'item' || line.workspace !== bill) row.bills++;
    bill = line.workspace;
  });
}

const nothing: Readonly<PaidAmounts> = nothingPaid();

function rowOf(
  rows: Map<string, SpendRow>,
  by: SpendOf['by'],
  { site, workspace, item }: SettlementLine,
  state: BillsState,
): SpendRow {
  const key = by === 'item' ? `/${item}` : `${site}/${workspace}`;
  const known = rows.get(key);
  if (known) return known;
  const of = by === 'item' ? { of: item } : { of: workspace, site };
  const row = { ...of, total: nothing.due, bills: 0, state, ...nothingPaid() };
  rows.set(key, row);
  return row;
}
