import { writeFileSync } from 'node:fs';
import { cpus } from 'node:os';
import { join } from 'node:path';
import Table from 'cli-table3';
import { projectRoot } from '../embedded/project-root.js';
import type { Ledger } from '../ledger/ledger-context.js';
import type { ArmName, Measured } from './arms.js';

/** All arms on fresh copies of the same data, one after the other. */
export interface Round {
  arms: Record<ArmName, Measured>;
  loadBefore: number[];
  loadAfter: number[];
}

export interface Benchmark {
  ledger: Ledger;
  accounts: number;
  seed: number;
  day: string;
  /** Transactions of the plain script side by side: the best of those that were tried. */
  atOnce: number;
  /** The settings of `ours`. */
  quickCohorts: Record<string, string>;
  rounds: Round[];
}

/** Prints the rounds, and writes bench/results.json and docs/benchmarks.md. */
export async function report(benchmark: Benchmark, say: (line: string) => void): Promise<void> {
  const { ledger, rounds, accounts } = benchmark;
  const ratio = median(rounds.map(({ arms }) => arms.plainScript.seconds / arms.ours.seconds));
  const atDefault = median(
    rounds.map(({ arms }) => arms.plainScript.seconds / arms.oursDefault.seconds),
  );
  const { version } = await ledger.client.db('admin').command({ buildInfo: 1 });
  const versions = { node: process.versions.node, mongodb: String(version) };
  const table = new Table({ head: headings, style: { head: [], border: [] } });
  for (const row of rowsOf(rounds, accounts)) table.push(row);
  say(table.toString());
  say(
    `plain script ÷ ours: ${ratio.toFixed(2)}, with default settings ${atDefault.toFixed(2)} (medians of ${rounds.length} rounds)`,
  );
  const { ledger: _ledger, ...figures } = benchmark;
  const ratios = {
    plainScript: Number(ratio.toFixed(2)),
    plainScriptAtDefault: Number(atDefault.toFixed(2)),
  };
  const results = { ratios, versions, ...figures };
  write('bench/results.json', `${JSON.stringify(results, undefined, 2)}\n`);
  write('docs/benchmarks.md', page(benchmark, ratios, versions));
}

const headings = [
  'round',
  'arm',
  'seconds',
  'accounts/s',
  'client ms',
  'mongod ms',
  'temporal ms',
  'requests',
  'events',
  'load',
];

/** CPU milliseconds, requests to MongoDB and workflow events: of one account. */
function rowsOf(rounds: readonly Round[], accounts: number): string[][] {
  return rounds.flatMap(({ arms, loadBefore, loadAfter }, index) =>
    Object.entries(arms).map(([name, { seconds, cpu, requests, events }]) => [
      String(index + 1),
      name,
      seconds.toFixed(1),
      (accounts / seconds).toFixed(0),
      ...['client', 'mongod', 'temporal'].map((each) => ((cpu[each] ?? 0) / accounts).toFixed(2)),
      (Object.values(requests).reduce((sum, count) => sum + count, 0) / accounts).toFixed(2),
      (events / accounts).toFixed(2),
      `${(loadBefore[0] ?? 0).toFixed(1)}–${(loadAfter[0] ?? 0).toFixed(1)}`,
    ]),
  );
}

function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = Math.floor(sorted.length / 2);
  const [low = 0, high = low] =
    sorted.length % 2 === 1 ? [sorted[middle]] : [sorted[middle - 1], sorted[middle]];
  return (low + high) / 2;
}

function page(
  { accounts, seed, day, atOnce, quickCohorts, rounds }: Benchmark,
  ratios: { plainScript: number; plainScriptAtDefault: number },
  versions: Record<string, string>,
): string {
  const rows = rowsOf(rounds, accounts).map((row) => `| ${row.join(' | ')} |`);
  const [model = 'unknown'] = cpus().map((each) => each.model);
  return `# Benchmarks

Written by \`npm run bench\`. The figures are of one machine and one run; what carries over is the ratio, because the arms ran in turn on the same servers, on fresh copies of the same data, with the same durability (majority, journal), and settled the same amounts to the cent before any figure counted.

**${ratios.plainScript} times a plain script**, ${ratios.plainScriptAtDefault} times with default settings (medians of ${rounds.length} rounds; ${accounts} sample accounts, seed ${seed}, day ${day}).

| arm | what it is |
| --- | --- |
| ours | the real cycle: workflows on Temporal, cohorts, ledger, proof of completeness, in both currencies side by side, with one worker; ${Object.entries(
    quickCohorts,
  )
    .map(([name, value]) => `${name}=${value}`)
    .join(', ')} |
| oursDefault | the same with the default settings: cohorts of 200, which lose less work where a worker is killed |
| plainScript | no Temporal: one transaction an account that locks it, reads, settles with the same engine and writes each collection once; ${atOnce} side by side, the best of 8, 16, 24 and 32 |

| ${headings.join(' | ')} |
| ${headings.map(() => '---').join(' | ')} |
${rows.join('\n')}

CPU milliseconds, requests to MongoDB and workflow events are those of one account; client is the worker or the script; load is the machine's, over one minute, before and after the round.

## Where the time goes

All arms are bound by the CPU. Ours spends it in the worker, then in mongod; Temporal's part is small because the accounts of a cohort share its events. The worker's part is mostly writing and reading BSON and collecting garbage; the lines of a settlement are read from MongoDB once and remembered while it is under way. In mongod half goes to updates: in a transaction it reads the catalogue again for every index of a document whose indexed fields change, so a step finds what it writes by its id alone, and bills and settlements have few indexes.

${cpus().length} × ${model}; ${Object.entries(versions)
    .map(([name, version]) => `${name} ${version}`)
    .join(', ')}.
`;
}

function write(path: string, text: string): void {
  writeFileSync(join(projectRoot(), path), text);
}
