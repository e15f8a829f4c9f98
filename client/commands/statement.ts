import Table from 'cli-table3';
import {
  readStatement,
  readStatementColumns,
  type ColumnsRow,
} from '../../ledger/read-statement.js';
import { statementColumns } from '../../domain/statement.js';
import { exitStatus } from '../exit-status.js';
import { print, printEach, say } from '../say.js';
import { withLedger, type LocatedDatabase } from '../session.js';

export interface StatementOptions {
  cycle: string;
  account?: string;
  format: 'table' | 'ndjson' | 'csv';
}

const leftAligned: ReadonlySet<string> = new Set(['account', 'cycle', 'currency', 'state']);
const columns = ['account', 'cycle', 'currency', 'state', 'total', ...statementColumns] as const;

export async function statementCommand(
  located: LocatedDatabase,
  { cycle: day, account, format }: StatementOptions,
): Promise<number> {
  const of = { day, ...(account === undefined ? {} : { account }) };
  return withLedger(located, async (ledger) => {
    const count =
      format === 'ndjson'
        ? await printEach(readStatement(ledger, of), (row) => JSON.stringify(row))
        : format === 'csv'
          ? await printAsCsv(readStatementColumns(ledger, of))
          : await printAsTable(readStatementColumns(ledger, of));
    if (count === 0)
      say(`nothing was settled for ${day}${account === undefined ? '' : ` of ${account}`}`);
    return exitStatus.done;
  });
}

async function printAsCsv(rows: AsyncIterable<ColumnsRow>): Promise<number> {
  await print([...columns, 'reason'].join(','));
  return printEach(rows, (row) =>
    [...columns.map((column) => row[column]), csvCell(row.reason ?? '')].join(','),
  );
}

async function printAsTable(rows: AsyncIterable<ColumnsRow>): Promise<number> {
  const table = new Table({
    head: [...columns],
    style: { head: [], border: [] },
    colAligns: columns.map((column) => (leftAligned.has(column) ? 'left' : 'right')),
  });
  const reasons: string[] = [];
  for await (const row of rows) {
    table.push(columns.map((column) => row[column]));
    if (row.reason !== undefined) reasons.push(`${row.account}: ${row.reason}`);
  }
  if (table.length > 0) await print(table.toString());
  for (const reason of reasons) await print(reason);
  return table.length;
}

/** Quoted where it has to be; a cell that a spreadsheet would take for a formula is kept text. */
function csvCell(text: string): string {
  const safe = /^[=+\-@]/.test(text) ? `'${text}` : text;
  return /[",\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}
