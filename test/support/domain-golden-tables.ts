/** A table of a case file: its header's cells in lower case, and its rows with their line numbers. */
export interface CaseTable {
  line: number;
  header: string[];
  rows: CaseRow[];
}

export interface CaseRow {
  line: number;
  cells: string[];
}

/** One step of a case: the tables under one heading. */
export interface CaseSection {
  line: number;
  /** The heading of the case: '12' and what follows it. */
  number: string;
  title: string;
  tables: CaseTable[];
}

export class CaseFileError extends Error {
  override readonly name = 'CaseFileError';
  readonly line: number;

  constructor(line: number, reason: string) {
    super(`line ${line}: ${reason}`);
    this.line = line;
  }
}

/** Cuts a case file into steps; whatever is neither a numbered heading, a step nor a table is prose. */
export function readSections(text: string): CaseSection[] {
  const sections: CaseSection[] = [];
  let inCase = false;
  let table: CaseTable | undefined;
  text.split(/\r?\n/).forEach((content, index) => {
    const line = index + 1;
    if (!content.startsWith('|')) table = undefined;
    const heading = /^##\s+(\d+)\.\s+(.*)$/.exec(content);
    const last = sections.at(-1);
    if (heading) {
      const [, number = '', title = ''] = heading;
      inCase = true;
      sections.push({ line, number, title, tables: [] });
    } else if (/^##?\s/.test(content)) {
      inCase = false;
    } else if (content.startsWith('### ') && inCase && last) {
      if (last.tables.length === 0) last.line = line;
      else sections.push({ ...last, line, tables: [] });
    } else if (content.startsWith('|') && inCase && last) {
      if (table) addRow(table, line, content);
      else last.tables.push((table = { line, header: cellsOf(content.toLowerCase()), rows: [] }));
    }
  });
  return sections;
}

function addRow(table: CaseTable, line: number, content: string): void {
  const cells = cellsOf(content);
  if (cells.every((each) => /^:?-+:?$/.test(each))) return;
  if (cells.length !== table.header.length)
    throw new CaseFileError(line, `${cells.length} cells under ${table.header.length} headings`);
  table.rows.push({ line, cells });
}

function cellsOf(content: string): string[] {
  return content
    .replace(/^\|/, '')
    .replace(/\|\s*$/, '')
    .split('|')
    .map((each) => each.trim());
}

/** The cell of a row under a heading; '' where the table has no such column. */
export function cell(table: CaseTable, row: CaseRow, heading: string): string {
  return row.cells[table.header.indexOf(heading)] ?? '';
}

/** Refuses headings that nothing reads: they would be figures that nobody compares. */
export function checkHeadings(table: CaseTable, known: readonly string[]): void {
  for (const heading of table.header) {
    if (!known.includes(heading))
      throw new CaseFileError(
        table.line,
        `unknown heading "${heading}"; known: ${known.join(', ')}`,
      );
  }
}

/** '30.00', or '0.00' where the cell is empty. */
export function amountCell(table: CaseTable, row: CaseRow, heading: string): string {
  const text = cell(table, row, heading);
  if (text === '') return '0.00';
  if (!/^\d+\.\d\d$/.test(text))
    throw new CaseFileError(
      row.line,
      `"${text}" under ${heading} is not an amount with two decimals`,
    );
  return text;
}
