import { stringify } from 'csv-stringify/sync';

export type ExportFormat = 'csv' | 'ndjson';

const rowsAtOnce = 200;

/**
 * Rows as text, some at a time: CSV with a line of column names and CRLF (RFC 4180), or a JSON object a
 * line. Who stops reading stops the reading of the rows.
 */
export async function* textOf<Column extends string>(
  rows: AsyncIterable<Record<Column, string>>,
  { format, columns }: { format: ExportFormat; columns: readonly Column[] },
): AsyncGenerator<string> {
  const write = format === 'csv' ? csvOf : ndjsonOf;
  if (format === 'csv') yield csvLines([[...columns]]);
  let waiting: Record<Column, string>[] = [];
  for await (const row of rows) {
    waiting.push(row);
    if (waiting.length < rowsAtOnce) continue;
    yield write(waiting, columns);
    waiting = [];
  }
  if (waiting.length > 0) yield write(waiting, columns);
}

function csvOf<Column extends string>(
  rows: readonly Record<Column, string>[],
  columns: readonly Column[],
): string {
  return csvLines(rows.map((row) => columns.map((column) => cellOf(row[column]))));
}

function csvLines(lines: string[][]): string {
  return stringify(lines, { record_delimiter: 'windows' });
}

/** A spreadsheet takes a text that begins like a formula for one; a negative amount is none. */
function cellOf(text: string): string {
  return /^[=+@\t\r]|^-(?!\d+(\.\d+)?$)/.test(text) ? `'${text}` : text;
}

/** Without what is empty. */
function ndjsonOf<Column extends string>(
  rows: readonly Record<Column, string>[],
  columns: readonly Column[],
): string {
  return rows
    .map((row) => {
      const said = columns.flatMap((column) =>
        row[column] === '' ? [] : [[column, row[column]] as const],
      );
      return `${JSON.stringify(Object.fromEntries(said))}\n`;
    })
    .join('');
}
