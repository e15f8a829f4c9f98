import type { Comparison } from './compare-arms.js';
import type { ArmName, Measured } from './arms.js';

/** Of one account: CPU milliseconds of each part, and what went between them. */
interface Budget {
  worker: number;
  mongod: number;
  temporal: number;
  requests: number;
  kilobytes: number;
  events: number;
  historyBytes: number;
}

/** Of the same sample before it was tuned, with the plain script of the same run. */
const before: Record<'ours' | 'plainScript', Budget> = {
  ours: {
    worker: 2.2,
    mongod: 1.35,
    temporal: 0.83,
    requests: 0.45,
    kilobytes: 14.6,
    events: 0.13,
    historyBytes: 50,
  },
  plainScript: {
    worker: 3.62,
    mongod: 3.62,
    temporal: 0.06,
    requests: 10.25,
    kilobytes: 13.5,
    events: 0,
    historyBytes: 0,
  },
};

const rows: readonly (readonly [title: string, (budget: Budget) => string])[] = [
  ['worker, CPU ms', ({ worker }) => worker.toFixed(2)],
  ['mongod, CPU ms', ({ mongod }) => mongod.toFixed(2)],
  ['Temporal, CPU ms', ({ temporal }) => temporal.toFixed(2)],
  ['all, CPU ms', (budget) => allOf(budget).toFixed(2)],
  ['requests to MongoDB', ({ requests }) => requests.toFixed(2)],
  ['kB to and from MongoDB', ({ kilobytes }) => kilobytes.toFixed(1)],
  ['workflow events', ({ events }) => events.toFixed(2)],
  ['bytes of workflow history', ({ historyBytes }) => historyBytes.toFixed(0)],
];

/** A table of what an account costs, before the tuning and in this run. */
export function budgetTable(comparison: Comparison): string {
  const now = { ours: meanOf(comparison, 'ours'), plainScript: meanOf(comparison, 'plainScript') };
  const lines = rows.map(
    ([title, shown]) =>
      `| ${title} | ${shown(before.ours)} | ${shown(now.ours)} | ${shown(before.plainScript)} | ${shown(now.plainScript)} |`,
  );
  const share = ({ ours, plainScript }: typeof now): string =>
    `${((allOf(ours) / allOf(plainScript)) * 100).toFixed(0)} %`;
  return `| of an account | ours, before | ours, now | plain script, before | plain script, now |
| --- | --- | --- | --- | --- |
${lines.join('\n')}
| ours ÷ the script, CPU | ${share(before)} | ${share(now)} | | |

Before and now are runs on machines of different speed: what compares is the last line.`;
}

function allOf({ worker, mongod, temporal }: Budget): number {
  return worker + mongod + temporal;
}

function meanOf({ rounds, accounts }: Comparison, arm: ArmName): Budget {
  const measured = rounds.flatMap(({ arms }) => arms[arm] ?? []);
  const mean = (of: (each: Measured) => number): number =>
    measured.reduce((sum, each) => sum + of(each), 0) / measured.length / accounts;
  return {
    worker: mean(({ cpu }) => cpu['client'] ?? 0),
    mongod: mean(({ cpu }) => cpu['mongod'] ?? 0),
    temporal: mean(({ cpu }) => cpu['temporal'] ?? 0),
    requests: mean(({ requests }) => Object.values(requests).reduce((sum, n) => sum + n, 0)),
    kilobytes: mean(({ bytes }) => (bytes.in + bytes.out) / 1024),
    events: mean(({ events }) => events),
    historyBytes: mean(({ historyBytes }) => historyBytes),
  };
}
