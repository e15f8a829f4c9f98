import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { importInto } from '../client/commands/import.js';
import { startCycleRun } from '../client/run-cycle.js';
import { withLedger, withTemporal, type Located } from '../client/session.js';
import { startWorkerProcess } from '../client/worker-process.js';
import { addDays, type Day } from '../domain/billing-cycle.js';
import { audit } from '../ledger/audit.js';
import { currenciesInUse, publishedImport } from '../ledger/cycles.js';
import type { Ledger } from '../ledger/ledger-context.js';
import { readOverview } from '../ledger/reads/read-overview.js';
import { generateSample } from '../sample/generate-sample.js';
import type { Bench } from './bench.js';
import { difference, readCpuTimes, readMegabytes } from './process-cpu.js';

const accounts = 1_000;
const firstDay: Day = '2025-03-01';
const database = 'soak';
const sampleMemoryEveryMs = 10_000;
const readEveryMs = 200;
/** Caches fill and code is compiled: what memory does in these is no slope. */
const minutesToSettleDown = 10;

interface Observed {
  /** Milliseconds of each: a day's cycles, and an account's overview read at any time. */
  cycles: number[];
  reads: number[];
  /** Of every process, by the minute of the run. */
  memory: { minute: number; megabytes: Record<string, number> }[];
}

/**
 * `npm run bench -- --soak --minutes 60`: day after day is imported and settled, with a pause after each
 * as long as its work took, while customers look at their overviews; then what memory and times did.
 */
export async function soak(bench: Bench, minutes: number): Promise<void> {
  const located = { ...bench.located, mongodbDatabase: database };
  await withLedger(located, async (ledger) => {
    const worker = await startWorkerProcess(located);
    const pids = { worker: worker.pid ?? 0, ...bench.servers };
    const observed: Observed = { cycles: [], reads: [], memory: [] };
    const ending = new AbortController();
    const started = performance.now();
    const cpuBefore = readCpuTimes(pids);
    const watching = [
      watchMemory(observed, { pids, started, signal: ending.signal }),
      readOverviews(ledger, observed, ending.signal),
    ];
    try {
      const settling = settleDays({ ledger, located, observed, bench }, minutes * 60_000);
      const [days] = await Promise.all([settling.finally(() => ending.abort()), ...watching]);
      const seconds = (performance.now() - started) / 1_000;
      tell(bench.say, { observed, days, seconds, cpu: difference(readCpuTimes(pids), cpuBefore) });
      const { differences, seconds: audited } = await audit(ledger, {
        onDifference: ({ line }) => bench.say(line),
      });
      bench.say(`audit: ${differences} differences in ${audited.toFixed(1)} s`);
      if (differences > 0) throw new Error('the audit found differences');
    } finally {
      ending.abort();
      await worker.stop();
      await ledger.client.db(database).dropDatabase();
    }
  });
}

async function settleDays(
  {
    ledger,
    located,
    observed,
    bench,
  }: { ledger: Ledger; located: Located; observed: Observed; bench: Bench },
  forMs: number,
): Promise<number> {
  const folder = await mkdtemp(join(tmpdir(), 'settle-soak-'));
  const until = performance.now() + forMs;
  try {
    return await withTemporal(located, async (client) => {
      let days = 0;
      for (let day = firstDay; performance.now() < until; day = addDays(day, 1)) {
        const start = performance.now();
        const file = join(folder, `${day}.ndjson`);
        await writeFile(file, dayOf(day, bench.seed));
        await importInto(ledger, { files: [file] });
        await rm(file);
        const settling = performance.now();
        const runs = (await currenciesInUse(ledger)).map(async (currency) => {
          const handle = await startCycleRun(client, { currency, day });
          const { differences } = await handle.result();
          if (differences.length > 0) throw new Error(`not proved: ${differences.join('; ')}`);
        });
        await Promise.all(runs);
        observed.cycles.push(performance.now() - settling);
        days++;
        await pause(performance.now() - start);
      }
      return days;
    });
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** The first day brings the customers, each one bills, recharges and vouchers of its own. */
function dayOf(day: Day, seed: number): string {
  const lines = [...generateSample({ accounts, seed, day })];
  const daily = lines.filter((line) => day === firstDay || comesDaily.test(line));
  return daily.map((line) => `${line.replaceAll(idsOfDay, `"$1-${day}-`)}\n`).join('');
}

const comesDaily = /"kind":"(bill|manifest|recharge|voucher)"/;
const idsOfDay = /"(vchr|rchg)-/g;

async function watchMemory(
  { memory }: Observed,
  { pids, started, signal }: { pids: Record<string, number>; started: number; signal: AbortSignal },
): Promise<void> {
  while (!signal.aborted) {
    const minute = (performance.now() - started) / 60_000;
    memory.push({ minute, megabytes: readMegabytes(pids) });
    await pause(sampleMemoryEveryMs, undefined, { signal }).catch(() => undefined);
  }
}

async function readOverviews(
  ledger: Ledger,
  { reads }: Observed,
  signal: AbortSignal,
): Promise<void> {
  for (let count = 0; !signal.aborted; count++) {
    const number = String(1 + ((count * 37) % accounts)).padStart(5, '0');
    const start = performance.now();
    // Before the first import there is nobody to look at.
    if ((await publishedImport(ledger)) > 0) {
      await readOverview(ledger, { account: `acct-${number}` });
      reads.push(performance.now() - start);
    }
    await pause(readEveryMs, undefined, { signal }).catch(() => undefined);
  }
}

function tell(
  say: (line: string) => void,
  {
    observed: { cycles, reads, memory },
    days,
    seconds,
    cpu,
  }: { observed: Observed; days: number; seconds: number; cpu: Record<string, number> },
): void {
  say(`${days} days of ${accounts} accounts in ${(seconds / 60).toFixed(1)} minutes`);
  for (const [name, milliseconds] of Object.entries(cpu))
    say(`${name}: ${(milliseconds / 10 / seconds).toFixed(0)} % of a core`);
  const half = Math.floor(cycles.length / 2);
  for (const [name, times] of Object.entries({
    'cycle, first half': cycles.slice(0, half),
    'cycle, second half': cycles.slice(half),
    overview: reads,
  }))
    say(`${name}: p50 ${quantile(times, 0.5)} ms, p99 ${quantile(times, 0.99)} ms`);
  const steady = memory.filter(({ minute }) => minute >= minutesToSettleDown);
  for (const name of Object.keys(memory[0]?.megabytes ?? {})) {
    const points = (steady.length > 1 ? steady : memory).map(
      ({ minute, megabytes }) => [minute, megabytes[name] ?? 0] as const,
    );
    const most = Math.max(...memory.map(({ megabytes }) => megabytes[name] ?? 0));
    const [[minute, first] = [0, 0]] = points;
    const [, last] = points.at(-1) ?? [0, 0];
    say(
      `${name}: ${first} MB after ${minute.toFixed(0)} minutes, ${last} MB at the end, ${most} MB at most, slope ${(slopeOf(points) * 60).toFixed(0)} MB an hour`,
    );
  }
}

function quantile(values: readonly number[], share: number): string {
  const sorted = values.toSorted((a, b) => a - b);
  return (sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0).toFixed(0);
}

/** Of the straight line with the least squares. */
function slopeOf(points: readonly (readonly [x: number, y: number])[]): number {
  const mean = (index: 0 | 1): number =>
    points.reduce((sum, point) => sum + point[index], 0) / points.length;
  const [x, y] = [mean(0), mean(1)];
  const above = points.reduce((sum, point) => sum + (point[0] - x) * (point[1] - y), 0);
  const below = points.reduce((sum, point) => sum + (point[0] - x) ** 2, 0);
  return below === 0 ? 0 : above / below;
}
