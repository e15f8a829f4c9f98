import { faultCases } from './fault-cases.js';
import { cellsOf, headings, holds } from './outcome-cells.js';
import type { CaseOutcome } from './run-case.js';
import type { MatrixFacts } from './run-matrix.js';

const endings = {
  accepted: 'the vendor bills it',
  provisional: 'the vendor has taken it, and judges it out of sight',
  refused: 'refused for good: cloud arrears',
  'found by operator': 'parked; an operator found it on the vendor’s books',
  replaced:
    'parked; an operator did not find it there: another charge with an hour of its own takes its place, at once or with the next hour',
  'settlement parked': 'no charge came about; the settlement waits for an operator',
};

/** The page docs/fault-matrix.md. */
export function faultMatrix(
  { versions, seconds }: MatrixFacts,
  outcomes: readonly CaseOutcome[],
): string {
  const well = outcomes.filter(holds).length;
  return `# Fault matrix

Written by \`npm run fault-test\`; do not edit. ${well} of ${outcomes.length} cases held, in ${seconds.toFixed(0)} s.

Each row is a cycle of its own: a new database, a new Temporal server, a worker in a process of its own, the emulated vendors with the fault ordered; three customers of each
product pay a bill of 12.30, 22.31 and 32.32 by their cloud account. The cell says how their charges ended, and how long after the start of the cycle the last of them was decided:

${table([['ending', 'what it means'], ...Object.entries(endings)])}
What is parked is answered by an operator who looked it up on the vendor's books, some seconds later, when nothing of it can be on its way any more. Then the vendors' books must hold what the
ledger says: one record a charge, its units, nothing twice (Alibaba Cloud adds pushes up, so exactly one push a charge), nothing that was refused or replaced, no hour given twice, no more
requests than counted tries; statement rows must be the sum of their amounts, every settlement whose charges are decided be done, every workflow have ended, and the audit find nothing.

Two things no client can see, and the emulators' books show them alone: a request that Alibaba Cloud processes twice behind its gateway is billed twice, and a record that Huawei Cloud
rejects in its background is not billed although the answer was success.

${table([['case', 'what goes wrong'], ...faultCases.map(({ name, what }) => [name, what])])}
MongoDB ${versions.mongodb}, Temporal server ${versions.temporal}, Node ${versions.node}.

${table([headings, ...outcomes.map(cellsOf)])}`;
}

/** In the form that the project's formatter gives to tables; the first row is the head. */
function table(rows: readonly (readonly string[])[]): string {
  const [head = [], ...body] = rows.map((cells) => cells.map(escaped));
  const widths = head.map((_, column) =>
    Math.max(3, ...[head, ...body].map((cells) => cells[column]?.length ?? 0)),
  );
  const line = (cells: readonly string[]): string =>
    `| ${widths.map((width, column) => (cells[column] ?? '').padEnd(width)).join(' | ')} |\n`;
  return [head, widths.map((width) => '-'.repeat(width)), ...body].map(line).join('');
}

function escaped(cell: string): string {
  return cell.replaceAll('|', '\\|').replaceAll('\n', ' ');
}
