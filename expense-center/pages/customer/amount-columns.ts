import { isZero, sum, type Amount } from '../../../domain/money.js';
import type { PaidAmounts } from '../../../domain/line-amounts.js';
import { statementColumns } from '../../../domain/statement.js';
import { moneyText } from '../parts/money.js';
import type { Column } from '../parts/table.js';
import type { Say } from '../texts/say.js';

type Totalled = PaidAmounts & { total: Amount };

/** The total and who paid it: only the payers that paid anything in these rows, or they would not fit. */
export function amountColumns<Row extends Totalled>(say: Say, rows: readonly Row[]): Column<Row>[] {
  const column = (name: keyof Totalled, title: string): Column<Row> => ({
    title,
    number: true,
    cell: (row) => (isZero(row[name]) && name !== 'total' ? '–' : moneyText(row[name])),
    total: moneyText(sum(rows.map((row) => row[name]))),
  });
  const used = [...statementColumns, 'due' as const].filter((name) =>
    rows.some((row) => !isZero(row[name])),
  );
  return [
    column('total', say('table.total')),
    ...used.map((name) => column(name, say(`payer.${name}`))),
  ];
}
