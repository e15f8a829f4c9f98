import type { InstrumentKind } from './deduction-order.js';
import { add, sum, zero, type Amount } from './money.js';
import type { Deduction } from './settlement.js';

/** The six amounts of a statement's row, in the order of the deductions; their sum is its total. */
export const statementColumns = [
  'ordinaryVouchers',
  'fullReductionVouchers',
  'storedValueCards',
  'cash',
  'cloudAccount',
  'arrears',
] as const;

export type StatementColumn = (typeof statementColumns)[number];
export type StatementAmounts = Record<StatementColumn, Amount>;

export const columnOf: Readonly<Record<InstrumentKind, StatementColumn>> = {
  'ordinary-voucher': 'ordinaryVouchers',
  'full-reduction-voucher': 'fullReductionVouchers',
  'stored-value-card': 'storedValueCards',
  cash: 'cash',
  'cloud-account': 'cloudAccount',
};

export function noAmounts(): StatementAmounts {
  return {
    ordinaryVouchers: zero,
    fullReductionVouchers: zero,
    storedValueCards: zero,
    cash: zero,
    cloudAccount: zero,
    arrears: zero,
  };
}

export function totalOf(amounts: StatementAmounts): Amount {
  return sum(statementColumns.map((column) => amounts[column]));
}

export function addAmounts(a: StatementAmounts, b: StatementAmounts): StatementAmounts {
  const total = noAmounts();
  for (const column of statementColumns) total[column] = add(a[column], b[column]);
  return total;
}

/**
 * The six amounts of some deductions.
 * @param refused cloud accounts whose charge was refused for good: theirs is owed, not paid.
 */
export function amountsOf(
  deductions: readonly Deduction[],
  refused: ReadonlySet<string> = new Set(),
): StatementAmounts {
  const amounts = noAmounts();
  for (const { kind, id, amount } of deductions) {
    const column = kind === 'cloud-account' && refused.has(id) ? 'arrears' : columnOf[kind];
    amounts[column] = add(amounts[column], amount);
  }
  return amounts;
}
