import type { ComponentChildren, VNode } from 'preact';

export interface Column<Row> {
  title: string;
  /** Numbers stand at the right. */
  number?: boolean;
  /** The one that names the row. */
  heads?: boolean;
  cell: (row: Row) => ComponentChildren;
  /** In the last row. */
  total?: ComponentChildren;
}

export interface TableProps<Row> {
  caption: string;
  columns: readonly (Column<Row> | false)[];
  rows: readonly Row[];
  keyOf: (row: Row) => string;
  /** What stands in place of a table without rows. */
  empty: ComponentChildren;
}

export function Table<Row>({ caption, columns, rows, keyOf, empty }: TableProps<Row>): VNode {
  const shown = columns.filter((column) => column !== false);
  if (rows.length === 0) return <div class="empty">{empty}</div>;
  return (
    <div class="scroll" role="region" aria-label={caption} tabIndex={0}>
      <table>
        <caption class="visually-hidden">{caption}</caption>
        <thead>
          <tr>
            {shown.map(({ title, number }) => (
              <th key={title} scope="col" class={number ? 'number' : undefined}>
                {title}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <tr key={keyOf(row)}>
              {shown.map((column) => (
                <Cell key={column.title} column={column} row={row} />
              ))}
            </tr>
          ))}
        </tbody>
        <Totals columns={shown} />
      </table>
    </div>
  );
}

function Cell<Row>({ column, row }: { column: Column<Row>; row: Row }): VNode {
  const { number, heads, cell } = column;
  const kind = number ? 'number' : undefined;
  return heads ? (
    <th scope="row" class={kind}>
      {cell(row)}
    </th>
  ) : (
    <td class={kind}>{cell(row)}</td>
  );
}

function Totals<Row>({ columns }: { columns: readonly Column<Row>[] }): VNode | null {
  if (columns.every(({ total }) => total === undefined)) return null;
  return (
    <tfoot>
      <tr>
        {columns.map(({ title, number, total }) => (
          <td key={title} class={number ? 'number' : undefined}>
            {total}
          </td>
        ))}
      </tr>
    </tfoot>
  );
}
