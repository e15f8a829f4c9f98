import type { CrashOutcome } from './crash-outcome.js';
import { cellsOf, headings, mostSecondsToRecover, recovered } from './crash-outcome.js';
import { places } from './crash-points.js';
import type { Versions } from './read-versions.js';

export interface SweepFacts {
  versions: Versions;
  accounts: number;
  bills: number;
  cohorts: number;
  undisturbedSeconds: number;
}

/** The page docs/crash-matrix.md. */
export function crashMatrix(facts: SweepFacts, outcomes: readonly CrashOutcome[]): string {
  const { versions, accounts, bills, cohorts, undisturbedSeconds } = facts;
  const well = outcomes.filter(recovered).length;
  return `# Crash matrix

Written by \`npm run crash-test\`; do not edit. ${well} of ${outcomes.length} points recovered.

Each row is a cycle of its own: a new database, a new Temporal server, a worker in a process of its own. At the point the worker (or a server) is struck;
a healthy worker is started at once, as a supervisor would, and a killed server on the same port and the same disk. The cycle then has to end by itself.
Its statement and its balances are compared byte for byte with those of an undisturbed cycle, and the ledger is audited.
A killed worker must be made up for within ${mostSecondsToRecover} s, the rest of the cycle included. Whether the blow fell where it should is checked in the ledger: before a step's commit it
has no entry of that step, afterwards it has.

${table([['where', 'when'], ...Object.entries(places)])}
MongoDB ${versions.mongodb}, Temporal server ${versions.temporal}, Node ${versions.node}; ${bills} bills of a sample of ${accounts} accounts in ${cohorts} cohorts, two at a time; undisturbed
the cycle took ${undisturbedSeconds.toFixed(1)} s.

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
