import { fork } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import type { Client } from '@temporalio/client';
import { z } from 'zod';
import { startCycleRun } from '../client/run-cycle.js';
import { withTemporal, type Located } from '../client/session.js';
import { settlingFlags, startWorkerProcess } from '../client/worker-process.js';
import type { Currency } from '../domain/billing-cycle.js';
import { followUpId } from '../domain/workflow-ids.js';
import type { Ledger } from '../ledger/ledger-context.js';
import { hasFollowUp } from '../ledger/outbox-queue.js';
import { difference, readCpuTimes, readPeakMegabytes, type CpuTimes } from './process-cpu.js';

export const armNames = [
  'ours',
  'oursDefault',
  'plainScript',
  'medici',
  'cohortOfOne',
  'floorTemporal',
  'floorMongod',
] as const;
export type ArmName = (typeof armNames)[number];

/** What each arm is; docs/benchmarks.md shows these words. */
export const armTitles: Record<ArmName, string> = {
  ours: 'the real cycle: workflows on Temporal, cohorts, ledger, statement, proof of completeness, both currencies side by side, one worker',
  oursDefault:
    'the same with the default settings: smaller cohorts, which lose less work where a worker is killed',
  plainScript:
    'no Temporal: one transaction an account that locks it, reads only what its lines can use, settles with the same engine and writes each collection once, in bulk',
  medici:
    'the same settlements as balanced journal entries of medici 7.4.0 by its API: balances from the book, one entry, write lock; it keeps no statement and no rest of a settlement',
  cohortOfOne: 'ours with COHORT_SIZE=1: a workflow an account',
  floorTemporal: 'workflows of the same shape whose activities do nothing',
  floorMongod: 'the documents that ours leaves, written in bulk, without rules, reads and steps',
};

export interface Arm {
  /** The database it settles, a copy of the imported one. */
  ledger: Ledger;
  located: Located;
  day: string;
  currencies: readonly Currency[];
  servers: { mongod: number; temporal: number };
}

/** What an arm took, from the first command to the last commit (for `ours`, to the cycles' reports). */
export interface Measured {
  seconds: number;
  /** Milliseconds of CPU: `client` is the worker or the script. */
  cpu: CpuTimes;
  /** Requests to MongoDB, by command. */
  requests: Record<string, number>;
  /** Bytes that MongoDB took in and gave out. */
  bytes: { in: number; out: number };
  /** Events in the histories of the workflows that settle, and their bytes. */
  events: number;
  historyBytes: number;
  /** The most memory each process had, in megabytes. */
  peakMegabytes: Record<string, number>;
}

/** The cycles of both currencies, as `settle run` starts them; the processor time is that of the first worker. */
export async function settleWithTemporal(
  arm: Arm,
  environment: Record<string, string> = {},
  workers = 1,
): Promise<Measured> {
  const { located, day, currencies } = arm;
  const worker = await startWorkerProcess(located, environment);
  const others: (typeof worker)[] = [];
  while (others.length < workers - 1) others.push(await startWorkerProcess(located, environment));
  try {
    if (worker.pid === undefined) throw new Error('the worker has no process');
    return await withTemporal(located, async (client) => {
      const measured = await measure(arm, worker.pid ?? 0, async () => {
        const runs = currencies.map(async (currency) => {
          const handle = await startCycleRun(client, { currency, day });
          return handle.result();
        });
        for (const { differences } of await Promise.all(runs)) {
          if (differences.length > 0) throw new Error(`not proved: ${differences.join('; ')}`);
        }
      });
      const histories = await historiesSince(client, measured.startedAt);
      await untilFollowedUp(arm, client);
      return { ...measured, ...histories };
    });
  } finally {
    await Promise.all([worker, ...others].map((each) => each.stop()));
  }
}

/** Who follows arrears begins after the cycles, so how much of it is done by now is chance. */
const settling = `WorkflowType NOT IN ('followUp', 'followArrears')`;

/** A workflow that has just ended may not be listed yet, so this waits until the list stands still. */
async function historiesSince(
  client: Client,
  startedAt: number,
): Promise<{ events: number; historyBytes: number }> {
  let last = -1;
  for (;;) {
    let events = 0;
    let historyBytes = 0;
    for await (const { historyLength, historySize, startTime, status } of client.workflow.list({
      query: settling,
    })) {
      if (startTime.getTime() < startedAt || status.name === 'RUNNING') continue;
      events += historyLength;
      historyBytes += historySize ?? 0;
    }
    if (events === last) return { events, historyBytes };
    last = events;
    await setTimeout(500);
  }
}

/** Whoever owes is told after the cycle has ended: the next arm is to have the machine for itself. */
async function untilFollowedUp({ ledger }: Arm, client: Client): Promise<void> {
  for (;;) {
    const isLeft = await hasFollowUp(ledger);
    const { status } = await client.workflow.getHandle(followUpId).describe();
    if (!isLeft && status.name !== 'RUNNING') return;
    await setTimeout(200);
  }
}

/** A script in a process of its own: `plain-script` or `medici-script`. */
export async function settleWithScript(
  arm: Arm,
  { script, atOnce }: { script: 'plain-script' | 'medici-script'; atOnce: number },
): Promise<Measured> {
  const { located, day } = arm;
  const child = fork(join(__dirname, `${script}.js`), [day, String(atOnce)], {
    execArgv: settlingFlags,
    env: {
      ...process.env,
      MONGODB_URI: located.mongodbUri,
      MONGODB_DATABASE: located.mongodbDatabase,
    },
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
  });
  const exited = once(child, 'exit');
  const nextMessage = async (): Promise<void> => {
    const ended = exited.then(([code, signal]) => {
      throw new Error(`${script} ended by itself: ${String(signal ?? code)}`);
    });
    await Promise.race([once(child, 'message'), ended]);
  };
  try {
    await nextMessage();
    const measured = await measure(arm, child.pid ?? 0, async () => {
      child.send('go');
      await nextMessage();
    });
    child.send('end');
    await exited;
    return { ...measured, events: 0, historyBytes: 0 };
  } finally {
    child.kill('SIGKILL');
  }
}

/** Of `work`: the time, the processors and what MongoDB was asked. */
export async function measure(
  { ledger, servers }: Arm,
  client: number,
  work: () => Promise<void>,
): Promise<Omit<Measured, 'events' | 'historyBytes'> & { startedAt: number }> {
  const pids = { client, ...servers };
  const before = await askedOf(ledger);
  const cpuBefore = readCpuTimes(pids);
  const startedAt = Date.now();
  const start = performance.now();
  await work();
  const seconds = (performance.now() - start) / 1000;
  const cpu = difference(readCpuTimes(pids), cpuBefore);
  const after = await askedOf(ledger);
  return {
    startedAt,
    seconds,
    cpu,
    requests: withoutZeros(difference(after.requests, before.requests)),
    bytes: {
      in: after.bytesIn - before.bytesIn,
      out: after.bytesOut - before.bytesOut,
    },
    peakMegabytes: readPeakMegabytes(pids),
  };
}

function withoutZeros(counts: Record<string, number>): Record<string, number> {
  return Object.fromEntries(Object.entries(counts).filter(([, count]) => count !== 0));
}

const serverStatus = z.object({
  metrics: z.object({
    commands: z.record(
      z.string(),
      z.union([z.number(), z.bigint(), z.object({ total: z.coerce.number().optional() })]),
    ),
  }),
  network: z.object({ bytesIn: z.coerce.number(), bytesOut: z.coerce.number() }),
});

/** The server's own count of each command, without what the drivers' monitors ask, and of bytes. */
async function askedOf(
  ledger: Ledger,
): Promise<{ requests: Record<string, number>; bytesIn: number; bytesOut: number }> {
  const status = await ledger.client.db('admin').command({ serverStatus: 1 });
  const { metrics, network } = serverStatus.parse(status);
  const counted = Object.entries(metrics.commands).flatMap(([name, count]) =>
    typeof count === 'object' && !monitoring.has(name)
      ? [[name, Number(count.total)] as const]
      : [],
  );
  return { requests: Object.fromEntries(counted), ...network };
}

const monitoring = new Set([
  'hello',
  'isMaster',
  'ping',
  'serverStatus',
  'endSessions',
  'saslStart',
]);
