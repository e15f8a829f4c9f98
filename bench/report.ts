import { writeFileSync } from 'node:fs';
import { cpus } from 'node:os';
import { join } from 'node:path';
import Table from 'cli-table3';
import { projectRoot } from '../configuration/project-root.js';
import type { Ledger } from '../ledger/ledger-context.js';
import { armNames, armTitles, type ArmName, type Measured } from './arms.js';
import { budgetTable } from './budget.js';
import { quickCohorts, type Comparison } from './compare-arms.js';
import type { Large } from './large.js';
import type { PlansMeasured } from './numscript.js';

export interface Benchmark {
  quick: boolean;
  seed: number;
  day: string;
  versions: Record<string, string>;
  /** The plain script's transactions side by side: the best, and the seconds of each that was tried. */
  tuning: { atOnce: number; tried: Record<number, number> };
  /** The arms that settle many accounts, a few, and each account in a workflow of its own. */
  main: Comparison;
  small: Comparison;
  one: Comparison;
  plans: PlansMeasured | undefined;
  large: Large | undefined;
}

type Ratios = Record<
  'plainScript' | 'medici' | 'cohortOfOne' | 'numscript' | 'flatness',
  number | null
>;

/** Prints the rounds, and writes bench/results.json and docs/benchmarks.md. */
export function report(benchmark: Benchmark, say: (line: string) => void): void {
  const ratios = ratiosOf(benchmark);
  const table = new Table({ head: headings, style: { head: [], border: [] } });
  for (const row of rowsOf(benchmark)) table.push(row);
  say(table.toString());
  for (const [name, ratio] of Object.entries(ratios)) say(`${name}: ${ratio ?? 'not measured'}`);
  write('bench/results.json', `${JSON.stringify({ ratios, ...benchmark }, undefined, 2)}\n`);
  write('docs/benchmarks.md', page(benchmark, ratios));
}

/** How many times as long an arm took as ours: the median of the rounds. */
function ratioOf({ rounds }: Comparison, arm: ArmName): number | undefined {
  const ratios = rounds.flatMap(({ arms }) => {
    const other = arms[arm];
    return other && arms.ours ? [other.seconds / arms.ours.seconds] : [];
  });
  return ratios.length === 0 ? undefined : median(ratios);
}

export async function versionsOf({ client }: Ledger): Promise<Record<string, string>> {
  const { version } = await client.db('admin').command({ buildInfo: 1 });
  return {
    node: process.versions.node,
    mongodb: String(version),
    medici: '7.4.0',
    numscript: '0.0.16',
  };
}

function ratiosOf({ main, small, one, plans, large }: Benchmark): Ratios {
  const rateOfOurs = rateOf(main, 'ours');
  const many = large ? large.accounts / large.ours.seconds : rateOfOurs;
  return {
    plainScript: rounded(ratioOf(main, 'plainScript')),
    medici: rounded(ratioOf(main, 'medici')),
    cohortOfOne: rounded(rateOfOurs / rateOf(one, 'cohortOfOne')),
    numscript: rounded(plans && plans.numscript / plans.ours),
    flatness: rounded(many / rateOf(small, 'ours')),
  };
}

function rounded(ratio: number | undefined): number | null {
  return ratio === undefined ? null : Number(ratio.toFixed(2));
}

/** Accounts a second, the median of the rounds. */
function rateOf({ rounds, accounts }: Comparison, arm: ArmName): number {
  return median(rounds.flatMap(({ arms }) => (arms[arm] ? [accounts / arms[arm].seconds] : [])));
}

const headings = [
  'accounts',
  'round',
  'arm',
  'seconds',
  'accounts/s',
  'client ms',
  'mongod ms',
  'temporal ms',
  'requests',
  'kB to and from MongoDB',
  'events',
  'history bytes',
  'MB client, Temporal',
  'load',
];

/** CPU milliseconds, requests, bytes and events are of one account. */
function rowsOf({ main, small, one, large }: Benchmark): string[][] {
  const rows = [main, small, one].flatMap(({ rounds, accounts }) =>
    rounds.flatMap(({ arms, loadBefore, loadAfter }, index) =>
      Object.entries(arms).map(([name, measured]) =>
        rowOf(measured, {
          accounts,
          round: String(index + 1),
          name,
          load: `${loadBefore.toFixed(1)}–${loadAfter.toFixed(1)}`,
        }),
      ),
    ),
  );
  if (!large) return rows;
  return [
    ...rows,
    rowOf(large.ours, { accounts: large.accounts, round: '1', name: 'ours', load: '' }),
  ];
}

function rowOf(
  { seconds, cpu, requests, bytes, events, historyBytes, peakMegabytes }: Measured,
  { accounts, round, name, load }: { accounts: number; round: string; name: string; load: string },
): string[] {
  const asked = Object.values(requests).reduce((sum, count) => sum + count, 0);
  return [
    String(accounts),
    round,
    name,
    seconds.toFixed(1),
    (accounts / seconds).toFixed(0),
    ...['client', 'mongod', 'temporal'].map((each) => ((cpu[each] ?? 0) / accounts).toFixed(2)),
    (asked / accounts).toFixed(2),
    ((bytes.in + bytes.out) / 1024 / accounts).toFixed(1),
    (events / accounts).toFixed(2),
    (historyBytes / accounts).toFixed(0),
    `${peakMegabytes['client'] ?? 0}, ${peakMegabytes['temporal'] ?? 0}`,
    load,
  ];
}

function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = Math.floor(sorted.length / 2);
  const [low = 0, high = low] =
    sorted.length % 2 === 1 ? [sorted[middle]] : [sorted[middle - 1], sorted[middle]];
  return (low + high) / 2;
}

function page(benchmark: Benchmark, ratios: Ratios): string {
  const { seed, day, tuning, main, one, small, plans, large, versions, quick } = benchmark;
  const [model = 'unknown'] = cpus().map((each) => each.model);
  const names = armNames.filter((name) => main.rounds.some(({ arms }) => arms[name]));
  const bars = [
    ...names.map((name) => ({ name, rate: rateOf(main, name) })),
    { name: 'cohortOfOne', rate: rateOf(one, 'cohortOfOne') },
  ];
  const shown = bars.filter(({ name }) => !name.startsWith('floor'));
  const tried = Object.entries(tuning.tried).map(([atOnce, seconds]) => `${atOnce}: ${seconds} s`);
  return `# Benchmarks

Written by \`npm run bench${quick ? ' -- --quick' : ''}\`. The figures are of one machine and one run; what carries over are the ratios, because the arms ran in turn on the same servers, on fresh copies of the same bills, with the same durability (majority, journal), and settled the same amounts to the cent before any figure counted.

| ratio | measured | goal |
| --- | --- | --- |
| plainScript: seconds of the plain script ÷ ours | ${said(ratios.plainScript)} | 3 |
| medici: seconds of medici ÷ ours | ${said(ratios.medici)} | 8 |
| cohortOfOne: accounts a second of ours ÷ those of a workflow an account (${one.accounts} accounts) | ${said(ratios.cohortOfOne)} | 25 |
| numscript: time to plan a settlement in memory ÷ our engine's | ${said(ratios.numscript)} | 10 |
| flatness: accounts a second at ${large?.accounts ?? main.accounts} ÷ at ${small.accounts} | ${said(ratios.flatness)} | 0.9 |

\`\`\`mermaid
xychart-beta horizontal
    title "Accounts settled a second"
    x-axis [${shown.map(({ name }) => name).join(', ')}]
    y-axis "accounts a second"
    bar [${shown.map(({ rate }) => rate.toFixed(0)).join(', ')}]
\`\`\`

| arm | what it is |
| --- | --- |
${Object.entries(armTitles)
  .map(([name, title]) => `| ${name} | ${title} |`)
  .join('\n')}

Ours ran with ${Object.entries(quickCohorts)
    .map(([name, value]) => `${name}=${value}`)
    .join(
      ', ',
    )}. The scripts ran with ${tuning.atOnce} transactions side by side, the best of those tried (${tried.join(', ')}), a connection for each, and the worker's V8 flags. Sample of seed ${seed}, day ${day}.

${plansSaid(plans)}
${large ? largeSaid(large) : 'A hundred thousand accounts are part of the full run (`npm run bench`) only.'}

## Every round

| ${headings.join(' | ')} |
| ${headings.map(() => '---').join(' | ')} |
${rowsOf(benchmark)
  .map((row) => `| ${row.join(' | ')} |`)
  .join('\n')}

CPU milliseconds, requests to MongoDB, bytes and workflow events are those of one account; client is the worker or the script; memory is the most that the process had; load is the machine's, over one minute, before and after the round.

## Where the time goes

${budgetTable(main)}

All arms are bound by the processors. In the worker's main thread (V8's profile over one run of 10,000 accounts) reading and writing BSON takes 24 %, our rules and the ledger 18 %, garbage 13 %, MongoDB's driver 6 %, the sockets 4 %, Temporal 3 %, and it waits for 25 %; the workflows' own thread is idle for nine tenths. What mongod does most is updates. One by id costs it little; where a field of an index changes it costs five to eight times as much inside a transaction, because it reads the catalogue again for every index of the collection. So a step finds what it writes by its id alone, and what a settlement changes of bills, vouchers, cards and of itself is in no index ([docs/decisions/0013](decisions/0013-what-a-settlement-changes-is-in-no-index.md)). By MongoDB's own times (its command top) a write of a voucher took 2.4 times as long as one of an account in the same run, and half as long with the balance out of the index; MongoDB's processor time went from four fifths of the worker's to two thirds.

What the tuning took away: starting a workflow for each account that owes while the other currency still settled (now the last cycle does it); reading the settlements, their lines, the accounts and the instruments again for every step, locking them by an update of their own, and deciding anew what had been planned ([docs/decisions/0012](decisions/0012-a-worker-remembers-its-cohorts.md)).

${cpus().length} × ${model}; ${Object.entries(versions)
    .map(([name, version]) => `${name} ${version}`)
    .join(', ')}.
`;
}

function said(ratio: number | null): string {
  return ratio === null ? 'not measured' : String(ratio);
}

function plansSaid(plans: PlansMeasured | undefined): string {
  if (!plans) return 'Numscript was not measured: Go is not installed.\n';
  return `Planning ${plans.settlements} settlements in memory: our engine ${plans.ours.toFixed(1)} µs each, Numscript ${plans.numscript.toFixed(1)} µs, of which reading the script, which differs from settlement to settlement, is all but ${plans.numscriptRunOnly.toFixed(1)} µs. Both gave every kind of source the same sums.\n`;
}

function largeSaid({
  accounts,
  ours,
  importedRecords,
  statementRows,
  wholeStatementRows,
  auditSeconds,
}: Large): string {
  return `${accounts} accounts: settled in ${ours.seconds.toFixed(1)} s; imported at ${importedRecords.toFixed(0)} records a second; the statement read at ${statementRows.toFixed(0)} rows a second, with workspaces and deductions at ${wholeStatementRows.toFixed(0)}; audited in ${auditSeconds.toFixed(1)} s.`;
}

function write(path: string, text: string): void {
  writeFileSync(join(projectRoot(), path), text);
}
