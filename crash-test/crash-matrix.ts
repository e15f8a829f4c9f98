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

| where | when |
| --- | --- |
${Object.entries(places)
  .map(([place, meaning]) => `| ${place} | ${meaning} |\n`)
  .join('')}
MongoDB ${versions.mongodb}, Temporal server ${versions.temporal}, Node ${versions.node}; ${bills} bills of a sample of ${accounts} accounts in ${cohorts} cohorts, two at a time; undisturbed
the cycle took ${undisturbedSeconds.toFixed(1)} s.

${row(headings)}${row(headings.map(() => '---'))}${outcomes.map((each) => row(cellsOf(each))).join('')}`;
}

function row(cells: readonly string[]): string {
  return `| ${cells.map((cell) => cell.replaceAll('|', '\\|').replaceAll('\n', ' ')).join(' | ')} |\n`;
}
