import { isDeepStrictEqual } from 'node:util';
import { noAmounts, statementColumns } from '../../domain/statement.js';
import type { Ledger } from '../../ledger/ledger-context.js';
import {
  readStatement,
  readStatementColumns,
  type ColumnsRow,
  type StatementOf,
  type StatementRow,
} from '../../ledger/read-statement.js';

/** The rows of a statement, whose columns are, whatever a test asks for, those of the sums kept beside them. */
export async function statementOf(ledger: Ledger, of: StatementOf): Promise<StatementRow[]> {
  for (let tries = 0; ; tries++) {
    const before = await collect(readStatementColumns(ledger, of));
    const rows = await collect(readStatement(ledger, of));
    const after = await collect(readStatementColumns(ledger, of));
    // Where something is settled meanwhile the two are of different moments.
    if (!isDeepStrictEqual(before, after) && tries < 20) continue;
    expect(after).toEqual(rows.map(columnsOf));
    return rows;
  }
}

function columnsOf(row: StatementRow): ColumnsRow {
  const { account, cycle, currency, state, total, reason } = row;
  const amounts = Object.fromEntries(statementColumns.map((column) => [column, row[column]]));
  return {
    ...noAmounts(),
    ...amounts,
    account,
    cycle,
    currency,
    state,
    total,
    ...(reason === undefined ? {} : { reason }),
  };
}

async function collect<T>(items: AsyncIterable<T>): Promise<T[]> {
  const collected: T[] = [];
  for await (const item of items) collected.push(item);
  return collected;
}
