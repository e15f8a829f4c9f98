import { add, compare, isZero, sum, zero, type Amount } from '../../../domain/money.js';
import { statementColumns } from '../../../domain/statement.js';
import type { DaySpending } from '../../../ledger/reads/daily-spending.js';

/** What one payer paid, or one item cost, on each of the days. */
export interface SpendingSeries {
  /** A payer or an item; `others` for all items that are not among the largest. */
  name: string;
  amounts: Amount[];
  total: Amount;
}

export const others = 'others';
const itemsShown = 6;

/** In the deduction order, those that paid anything. */
export function seriesByPayer(days: readonly DaySpending[]): SpendingSeries[] {
  return [...statementColumns, 'due' as const]
    .map((name) =>
      seriesOf(
        name,
        days.map((day) => day[name]),
      ),
    )
    .filter(({ total }) => !isZero(total));
}

/** The largest first, the rest together. */
export function seriesByItem(days: readonly DaySpending[]): SpendingSeries[] {
  const names = new Set(days.flatMap(({ items }) => items.map(({ item }) => item)));
  const all = [...names]
    .map((name) =>
      seriesOf(
        name,
        days.map(({ items }) => items.find(({ item }) => item === name)?.amount ?? zero),
      ),
    )
    .filter(({ total }) => !isZero(total))
    .toSorted((a, b) => compare(b.total, a.total) || (a.name < b.name ? -1 : 1));
  if (all.length <= itemsShown + 1) return all;
  const rest = all.slice(itemsShown);
  const amounts = days.map((_, day) =>
    rest.reduce((to, each) => add(to, each.amounts[day] ?? zero), zero),
  );
  return [...all.slice(0, itemsShown), seriesOf(others, amounts)];
}

function seriesOf(name: string, amounts: Amount[]): SpendingSeries {
  return { name, amounts, total: sum(amounts) };
}
