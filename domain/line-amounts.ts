import { add, subtract, zero, type Amount } from './money.js';
import type { Deduction, SettlementLine } from './settlement.js';
import { columnOf, noAmounts, statementColumns, type StatementAmounts } from './statement.js';

/** Who paid what of a line; with `due` the six amounts come to what the line costs. */
export interface PaidAmounts extends StatementAmounts {
  /** What nobody has paid and nobody owes yet. */
  due: Amount;
}

/** How far a settlement has come, as far as its amounts depend on it. */
export interface SettlementEnd {
  /** Cloud accounts whose charge was refused for good: their part is owed. */
  refused: ReadonlySet<string>;
  /** Whether every step was taken: what is left of a line then is the overdraft. */
  ended: boolean;
}

/** Who paid each line of a settlement, in the columns of its statement. */
export function lineAmounts(
  lines: readonly Pick<SettlementLine, 'amount'>[],
  deductions: readonly Deduction[],
  { refused, ended }: SettlementEnd,
): PaidAmounts[] {
  const paid = lines.map(({ amount }): PaidAmounts => ({ ...noAmounts(), due: amount }));
  for (const { line, kind, id, amount } of deductions) {
    const of = paid[line];
    if (!of) continue;
    const column = kind === 'cloud-account' && refused.has(id) ? 'arrears' : columnOf[kind];
    of[column] = add(of[column], amount);
    of.due = subtract(of.due, amount);
  }
  if (!ended) return paid;
  for (const of of paid) {
    of.arrears = add(of.arrears, of.due);
    of.due = zero;
  }
  return paid;
}

export function nothingPaid(): PaidAmounts {
  return { ...noAmounts(), due: zero };
}

/** Adds `more` to `total` in place: sums run over many lines. */
export function addPaid(total: PaidAmounts, more: PaidAmounts): void {
  for (const column of statementColumns) total[column] = add(total[column], more[column]);
  total.due = add(total.due, more.due);
}
