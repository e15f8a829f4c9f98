import { setTimeout as pause } from 'node:timers/promises';
import { say } from '../client/say.js';
import type { WorkerProcess } from '../client/worker-process.js';
import { startCrashServers } from '../crash-test/crash-servers.js';
import { within } from '../crash-test/within.js';
import { Random } from '../sample/random.js';
import { endingOf, readChains } from './chains.js';
import { drillCustomers, drillFaults } from './drill-plan.js';
import { Operator } from './operator.js';
import { prove } from './proof.js';
import { startCycles } from './run-case.js';
import { onStage, type Stage } from './stage.js';
import { untilAtRest } from './until-at-rest.js';

export interface DrillOptions {
  charges: number;
  seed: number;
}

export interface DrillOutcome extends DrillOptions {
  seconds: number;
  /** How many charges ended in each way. */
  endings: Map<string, number>;
  struck: number;
  kills: number;
  tries: number;
  answered: number;
  problems: string[];
}

const workers = 2;
const mostKills = 10;
const endsWithinSeconds = 30 * 60;

/** Random charges, three requests in ten struck, workers killed at random: nothing may come of it. */
export async function drill(options: DrillOptions): Promise<DrillOutcome> {
  const { charges, seed } = options;
  const servers = await startCrashServers(say);
  const customers = drillCustomers(charges, seed);
  try {
    return await onStage(servers, { name: 'drill', customers }, async (stage) => {
      stage.emulators.faults.add(drillFaults(seed));
      const operator = new Operator(stage);
      const problems: string[] = [];
      const startedAt = performance.now();
      const kills = await play(stage, operator, seed).catch((error: unknown) => {
        problems.push(error instanceof Error ? error.message : String(error));
        return 0;
      });
      const seconds = (performance.now() - startedAt) / 1_000;
      const struck = stage.emulators.faults.active().reduce((sum, { fired }) => sum + fired, 0);
      stage.emulators.faults.clear();
      problems.push(...operator.troubles, ...(await prove(stage, () => undefined)));
      return { ...options, seconds, struck, kills, problems, ...(await endsOf(stage)) };
    });
  } finally {
    await servers.stop();
  }
}

/** @returns how many workers were killed */
async function play(stage: Stage, operator: Operator, seed: number): Promise<number> {
  const running: WorkerProcess[] = [];
  for (let count = 0; count < workers; count++) running.push(await stage.startWorker());
  const cycles = startCycles(stage);
  cycles.catch(() => undefined);
  const over = new AbortController();
  const killing = killNowAndThen(stage, { running, seed, signal: over.signal });
  killing.catch(() => undefined);
  try {
    await within(cycles, { seconds: endsWithinSeconds, what: 'the end of the cycles' });
    await untilAtRest(stage, operator, endsWithinSeconds);
  } finally {
    over.abort();
  }
  return killing;
}

async function killNowAndThen(
  stage: Stage,
  { running, seed, signal }: { running: WorkerProcess[]; seed: number; signal: AbortSignal },
): Promise<number> {
  const random = new Random(seed + 1);
  for (let kills = 0; ; kills++) {
    await pause(random.between(3_000, 20_000), undefined, { signal }).catch(() => undefined);
    if (signal.aborted || kills === mostKills) return kills;
    const place = random.below(running.length);
    const victim = running[place];
    if (victim?.pid !== undefined) process.kill(victim.pid, 'SIGKILL');
    await victim?.exited;
    running[place] = await stage.startWorker();
  }
}

async function endsOf({ ledger }: Stage): Promise<{
  endings: Map<string, number>;
  tries: number;
  answered: number;
}> {
  const chains = [...(await readChains(ledger)).values()];
  const endings = new Map<string, number>();
  for (const chain of chains) {
    const ending = endingOf(chain);
    endings.set(ending, (endings.get(ending) ?? 0) + 1);
  }
  const all = chains.flat();
  return {
    endings,
    tries: all.reduce((sum, { attempts }) => sum + attempts, 0),
    answered: all.filter(({ answer }) => answer).length,
  };
}

/** One line, as it is printed and published. */
export function drillLine(outcome: DrillOutcome): string {
  const { charges, seed, seconds, endings, struck, kills, tries, answered, problems } = outcome;
  const ends = [...endings]
    .toSorted(([, a], [, b]) => b - a)
    .map(([ending, count]) => `${count} ${ending}`);
  const verdict =
    problems.length === 0 ? 'books and ledger agree' : problems.slice(0, 20).join('; ');
  return `${charges} charges, seed ${seed}: ${ends.join(', ')}; ${tries} tries that may have arrived, ${struck} requests struck, ${kills} workers killed, ${answered} answers of an operator, ${seconds.toFixed(0)} s; ${verdict}`;
}
