import Table from 'cli-table3';
import { readStatement } from '../../ledger/read-statement.js';
import { statementColumns } from '../../domain/statement.js';
import { exitStatus } from '../exit-status.js';
import { print, say } from '../say.js';
import { withLedger, type LocatedDatabase } from '../session.js';

export interface StatementOptions {
  cycle: string;
  account?: string;
  format: 'table' | 'ndjson' | 'csv';
}

const columns = ['account', 'cycle', 'currency', 'state', 'total', ...statementColumns] as const;

export async function statementCommand(
  located: LocatedDatabase,
  options: StatementOptions,
): Promise<number> {
  const { cycle, account, format } = options;
  return withLedger(located, async (ledger) => {
    const rows = readStatement(ledger, {
      day: cycle,
      ...(account === undefined ? {} : { account }),
    });
    const table = new Table({
      head: [...columns],
      style: { head: [], border: [] },
      colAligns: [
        'left',
        'left',
        'left',
        'left',
        ...statementColumns.map(() => 'right' as const),
        'right',
      ],
    });
    const reasons: string[] = [];
    let count = 0;
    if (format === 'csv') await print([...columns, 'reason'].join(','));
    for await (const row of rows) {
      count++;
      if (format === 'ndjson') await print(JSON.stringify(row));
      else if (format === 'csv') {
        await print([...columns.map((column) => row[column]), csvCell(row.reason ?? '')].join(','));
      } else {
        table.push(columns.map((column) => row[column]));
        if (row.reason !== undefined) reasons.push(`${row.account}: ${row.reason}`);
      }
    }
    if (format === 'table' && count > 0) await print(table.toString());
    for (const reason of reasons) await print(reason);
    if (count === 0)
      say(`nothing was settled for ${cycle}${account === undefined ? '' : ` of ${account}`}`);
    return exitStatus.done;
  });
}

/** Quoted where it has to be; a cell that a spreadsheet would take for a formula is kept text. */
function csvCell(text: string): string {
  const safe = /^[=+\-@]/.test(text) ? `'${text}` : text;
  return /[",\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}
