import type { Client } from '@temporalio/client';
import type { WorkerOptions } from '@temporalio/worker';
import type {
  CohortResult,
  CohortWork,
  CycleActivities,
  OpenResult,
} from '../activities/contract.js';
import { startCycleRun } from '../client/run-cycle.js';
import { withLedger, withTemporal } from '../client/session.js';
import { settlementSteps } from '../domain/deduction-order.js';
import { parseAmount, zero } from '../domain/money.js';
import { noAmounts } from '../domain/statement.js';
import { planCohorts } from '../ledger/cycles.js';
import { toDecimal128 } from '../ledger/decimal128.js';
import type { BillDocument } from '../ledger/documents.js';
import type { Ledger } from '../ledger/ledger-context.js';
import { startWorker } from '../worker/start-worker.js';
import type { Bench } from './bench.js';

const database = 'planner';
const currency = 'CNY';
const cohortSize = 500;
const cohortsAtOnce = 16;
const billsAtOnce = 20_000;
const hundredth = toDecimal128(parseAmount('0.01'));

/** What a cohort took: its range, and the accounts in it that nobody had taken. */
interface Taken {
  first: string;
  last: string;
  accounts: number;
}

/**
 * `npm run bench -- --planner --accounts 1000000`: the real cycle with its planner, its cohorts and its
 * survey over so many accounts. Only the steps are simulated: a cohort takes the bills of its range, as a
 * range, and pays none. Every account must be in one cohort, and no bill be left.
 */
export async function simulateCycle(bench: Bench, accounts: number): Promise<void> {
  const { day, say } = bench;
  const located = { ...bench.located, mongodbDatabase: database };
  await withLedger(located, async (ledger) => {
    try {
      await writeBills(ledger, day, accounts);
      say(`${accounts} accounts with a bill each`);
      const taken: Taken[] = [];
      const planning = { seconds: 0 };
      const worker = await startWorker({
        configuration: { ...located, cohortSize, cohortsAtOnce },
        log: say,
        adjust: (options) => simulated(options, ledger, { taken, planning }),
      });
      try {
        const start = performance.now();
        await withTemporal(located, async (client) => {
          const cycle = await startCycleRun(client, { currency, day });
          await cycle.result();
          const seconds = (performance.now() - start) / 1_000;
          const left = await ledger.collections.bills.countDocuments({ settlement: null });
          check(taken, { accounts, left });
          say(
            `${accounts} accounts in ${taken.length} cohorts, each in one: ${seconds.toFixed(0)} s, of which planning ${planning.seconds.toFixed(1)} s`,
          );
          await tellOfCycle(client, say);
        });
      } finally {
        worker.shutdown();
        await worker.stopped;
      }
    } finally {
      await ledger.client.db(database).dropDatabase();
    }
  });
}

async function tellOfCycle(client: Client, say: (line: string) => void): Promise<void> {
  say(`worker with its driver: ${(process.memoryUsage().rss / 2 ** 20).toFixed(0)} MB`);
  let runs = 0;
  let events = 0;
  const query = `WorkflowType = 'settleCycle'`;
  for await (const { historyLength } of client.workflow.list({ query })) {
    runs++;
    events += historyLength;
  }
  say(`the cycle's own workflow: ${events} events in ${runs} runs`);
}

function simulated(
  options: WorkerOptions,
  ledger: Ledger,
  { taken, planning }: { taken: Taken[]; planning: { seconds: number } },
): WorkerOptions {
  const nothing = { summary: 'simulated', took: 0, amount: zero };
  return {
    ...options,
    activities: {
      ...options.activities,
      async planCohorts({ cycle, ...page }: Parameters<CycleActivities['planCohorts']>[0]) {
        const start = performance.now();
        const cohorts = await planCohorts(ledger, cycle, page);
        planning.seconds += (performance.now() - start) / 1_000;
        return cohorts;
      },
      async openSettlements({ day, first, last }: CohortWork): Promise<OpenResult> {
        const { modifiedCount: count } = await ledger.collections.bills.updateMany(
          { currency, settlement: null, day, account: { $gte: first, $lte: last } },
          { $set: { settlement: 1 } },
        );
        taken.push({ first, last, accounts: count });
        const plan = settlementSteps.map(({ name }) => ({ step: name, accounts: 0, amount: zero }));
        return { ...nothing, accounts: count, waiting: [], waitingCount: 0, elsewhere: [], plan };
      },
      async recordArrears(): Promise<CohortResult> {
        const none = { amounts: noAmounts(), inArrears: 0, charging: 0, rows: [], waiting: false };
        return { ...nothing, accounts: cohortSize, ...none };
      },
    },
  };
}

/** A cohort that was planned when its cycle continued as new is planned again: what counts is who ran. */
function check(
  taken: readonly Taken[],
  { accounts, left }: { accounts: number; left: number },
): void {
  const ranges = taken.toSorted((a, b) => (a.first < b.first ? -1 : 1));
  const overlap = ranges.find(({ first }, index) => first <= (ranges[index - 1]?.last ?? ''));
  const total = ranges.reduce((sum, range) => sum + range.accounts, 0);
  if (total !== accounts || overlap || left > 0)
    throw new Error(
      `${total} accounts of ${accounts} in cohorts, ${left} bills left, two cohorts of ${overlap?.first ?? 'none'}`,
    );
}

async function writeBills(ledger: Ledger, day: string, accounts: number): Promise<void> {
  const { bills, imports } = ledger.collections;
  for (let from = 0; from < accounts; from += billsAtOnce) {
    const some = Array.from({ length: Math.min(billsAtOnce, accounts - from) }, (_, index) =>
      billOf(String(from + index).padStart(7, '0'), day),
    );
    await bills.insertMany(some, { ordered: false });
  }
  await imports.updateOne(
    { _id: 'imports' },
    { $set: { published: 1, posted: 1 } },
    { upsert: true },
  );
}

function billOf(number: string, day: string): BillDocument {
  const workspace = `wksp-${number}`;
  return {
    _id: `${workspace}/${day}`,
    account: `acct-${number}`,
    workspace,
    site: 'cn1',
    day,
    currency,
    method: 'enterprise',
    lines: [{ item: 'logs', amount: hundredth }],
    lineCount: 1,
    total: parseAmount('0.01'),
    rounded: hundredth,
    import: 1,
    settlement: null,
  };
}
