import type { Currency, Day } from '../../domain/billing-cycle.js';
import { addPaid, lineAmounts, nothingPaid, type PaidAmounts } from '../../domain/line-amounts.js';
import { add } from '../../domain/money.js';
import type { SettlementLine } from '../../domain/settlement.js';
import { totalOf } from '../../domain/statement.js';
import { settlementLines } from '../bill-lines.js';
import type { Ledger } from '../ledger-context.js';
import { foremostOf, headProjection, stateOf, type SettlementHead } from './bill-totals.js';
import type { BillsRow } from './list-bills.js';
import { SettledCache } from './settled-cache.js';
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

/** Of a settlement that is done no amount changes any more: a repayment changes its state alone. */
const doneOnes = {
  workspace: new SettledCache<SpendRow>({ mostRows: 100_000 }),
  item: new SettledCache<SpendRow>({ mostRows: 100_000 }),
};

/** What the workspaces or the items of an account cost over some days, and who paid. */
export async function spendBy(ledger: Ledger, wanted: SpendOf): Promise<SpendRow[]> {
  const { account, by, from, to } = wanted;
  const total = new Map<string, SpendRow>();
  const heads = await ledger.collections.settlements
    .find({ account, cycle: { $gte: from, $lte: to } })
    .sort({ account: 1, cycle: 1, n: 1 })
    .project<SettlementHead>(headProjection)
    .toArray();
  for (const head of heads) addRows(total, await rowsOfSettlement(ledger, head, by));
  for await (const bill of await findUnclaimedBills(ledger, wanted)) {
    const lines = settlementLines([bill]);
    const paid = lineAmounts(lines, [], { refused: new Set(), ended: false });
    addRows(total, rowsOf({ by, lines, paid, state: 'unsettled' }));
  }
  for (const row of total.values()) row.total = add(totalOf(row), row.due);
  return [...total].toSorted(([a], [b]) => (a < b ? -1 : 1)).map(([, row]) => row);
}

async function rowsOfSettlement(
  ledger: Ledger,
  head: SettlementHead,
  by: SpendOf['by'],
): Promise<readonly SpendRow[]> {
  const state = stateOf(head);
  const known = doneOnes[by].recall(ledger, head._id);
  if (known) return known.map((row) => ({ ...row, state }));
  const rows: SpendRow[] = [];
  const only = { account: head.account, from: head.cycle, to: head.cycle, n: head.n };
  for await (const { settlement, lines, deductions } of readSettledContent(ledger, only)) {
    const paid = lineAmounts(lines, deductions, endOf(settlement));
    rows.push(...rowsOf({ by, lines, paid, state }));
    if (settlement.state === 'done') doneOnes[by].keep(ledger, head._id, rows);
  }
  return rows;
}

function rowsOf({
  by,
  lines,
  paid,
  state,
}: {
  by: SpendOf['by'];
  lines: readonly SettlementLine[];
  paid: readonly PaidAmounts[];
  state: SpendRow['state'];
}): SpendRow[] {
  const rows = new Map<string, SpendRow>();
  lines.forEach(({ site, workspace, item }, index) => {
    const of = by === 'item' ? { of: item } : { of: workspace, site };
    const amounts = paid[index];
    const row = rows.get(of.of);
    if (!amounts) return;
    if (!row) rows.set(of.of, { ...of, total: amounts.due, bills: 1, state, ...amounts });
    else {
      addPaid(row, amounts);
      // Lines of an item; of a workspace it is one bill, whatever its lines.
      if (by === 'item') row.bills++;
    }
  });
  return [...rows.values()];
}

function addRows(total: Map<string, SpendRow>, rows: readonly SpendRow[]): void {
  for (const each of rows) {
    const key = `${each.site ?? ''}/${each.of}`;
    const row = total.get(key) ?? { ...each, ...nothingPaid(), bills: 0 };
    total.set(key, row);
    addPaid(row, each);
    row.bills += each.bills;
    row.state = foremostOf(row.state, each.state);
  }
}
