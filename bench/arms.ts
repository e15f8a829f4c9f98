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
import { difference, readCpuTimes, type CpuTimes } from './process-cpu.js';

/** `ours` with the cohorts that are quickest here, `oursDefault` with those of the default settings. */
export type ArmName = 'ours' | 'oursDefault' | 'plainScript';

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
  /** Events in the histories of all workflows. */
  events: number;
}

/** The cycles of both currencies, as `settle run` starts them, with one worker process. */
export async function settleWithTemporal(
  arm: Arm,
  environment: Record<string, string> = {},
): Promise<Measured> {
  const { located, day, currencies } = arm;
  const worker = await startWorkerProcess(located, environment);
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
      let events = 0;
      for await (const { historyLength, startTime } of client.workflow.list())
        if (startTime.getTime() >= measured.startedAt) events += historyLength;
      await untilFollowedUp(arm, client);
      return { ...measured, events };
    });
  } finally {
    await worker.stop();
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

/** The plain script in a process of its own. */
export async function settleWithScript(arm: Arm, atOnce: number): Promise<Measured> {
  const { located, day } = arm;
  const child = fork(join(__dirname, 'plain-script.js'), [day, String(atOnce)], {
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
      throw new Error(`the plain script ended by itself: ${String(signal ?? code)}`);
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
    return { ...measured, events: 0 };
  } finally {
    child.kill('SIGKILL');
  }
}

async function measure(
  { ledger, servers }: Arm,
  client: number,
  work: () => Promise<void>,
): Promise<Omit<Measured, 'events'> & { startedAt: number }> {
  const pids = { client, ...servers };
  const requestsBefore = await requestsOf(ledger);
  const cpuBefore = readCpuTimes(pids);
  const startedAt = Date.now();
  const start = performance.now();
  await work();
  const seconds = (performance.now() - start) / 1000;
  const cpu = difference(readCpuTimes(pids), cpuBefore);
  const requests = difference(await requestsOf(ledger), requestsBefore);
  return { startedAt, seconds, cpu, requests };
}

const serverStatus = z.object({
  metrics: z.object({
    commands: z.record(
      z.string(),
      z.union([z.number(), z.bigint(), z.object({ total: z.coerce.number().optional() })]),
    ),
  }),
});

/** The server's own count of each command, without what the drivers' monitors ask. */
async function requestsOf(ledger: Ledger): Promise<Record<string, number>> {
  const status = await ledger.client.db('admin').command({ serverStatus: 1 });
  const { metrics } = serverStatus.parse(status);
  const counted = Object.entries(metrics.commands).flatMap(([name, count]) =>
    typeof count === 'object' && !monitoring.has(name)
      ? [[name, Number(count.total)] as const]
      : [],
  );
  return Object.fromEntries(counted);
}

const monitoring = new Set([
  'hello',
  'isMaster',
  'ping',
  'serverStatus',
  'endSessions',
  'saslStart',
]);
