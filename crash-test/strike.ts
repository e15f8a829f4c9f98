import { setTimeout as pause } from 'node:timers/promises';
import type { Ledger } from '../ledger/ledger-context.js';
import type { CrashPoint, Moment } from './crash-points.js';
import type { MortalServer } from './crash-servers.js';
import type { CrashingWorker } from './crashing-worker-process.js';
import { within } from './within.js';

/** What a blow meets, and what a supervisor would bring up after it. */
export interface Scene {
  ledger: Ledger;
  crashing: CrashingWorker;
  mongod: MortalServer;
  temporal: MortalServer;
  startWorker(): Promise<void>;
}

export interface Struck {
  /** Of performance.now(). */
  at: number;
  /** How many ledger entries the step had made by then; undefined where it makes none, or nobody could be asked. */
  entries: number | undefined;
  problems: string[];
}

const comesWithin = { seconds: 60, what: 'the moment of the blow' };
const stopsWithin = { seconds: 30, what: 'the end of the worker after SIGTERM' };

/** Waits for the moment, strikes, and starts again at once what was struck down. */
export async function strike(point: CrashPoint, scene: Scene): Promise<Struck> {
  const { crashing, ledger } = scene;
  const { moment } = point;
  switch (point.blow) {
    case 'worker-killed': {
      const { signal } = await within(crashing.exited, comesWithin);
      const at = performance.now();
      const entries = await entriesOf(ledger, moment);
      await scene.startWorker();
      const problems = signal === 'SIGKILL' ? [] : ['the worker ended, but not by its blow'];
      return { at, entries, problems: [...problems, ...contradictions(moment, entries)] };
    }
    case 'worker-stopped': {
      await within(crashing.struck, comesWithin);
      const at = performance.now();
      crashing.kill('SIGTERM');
      const { code } = await within(crashing.exited, stopsWithin);
      const entries = await entriesOf(ledger, moment);
      await scene.startWorker();
      const problems = [
        ...(code === 0 ? [] : ['the worker did not end in order']),
        ...(entries === 0 ? ['the step in flight was not brought to its end'] : []),
      ];
      return { at, entries, problems };
    }
    case 'mongod-killed':
    case 'temporal-killed': {
      const server = point.blow === 'mongod-killed' ? scene.mongod : scene.temporal;
      await within(crashing.struck, comesWithin);
      const at = performance.now();
      await server.kill();
      await pause(point.awaySeconds * 1_000);
      await server.restart();
      return { at, entries: undefined, problems: [] };
    }
  }
}

async function entriesOf(ledger: Ledger, { activity, place }: Moment): Promise<number | undefined> {
  if (place === 'before-answer') return undefined;
  return ledger.collections.entries.countDocuments({ key: { $regex: `/${activity}$` } });
}

/** The blow fell where it was meant to only if the ledger shows the step, or does not. */
function contradictions({ activity, place }: Moment, entries = 0): string[] {
  switch (place) {
    case 'before-transaction':
    case 'inside-transaction':
      return entries === 0 ? [] : [`${activity} was committed before the blow`];
    case 'after-commit':
    case 'between-steps':
      return entries > 0 ? [] : [`${activity} was not committed before the blow`];
    case 'before-answer':
      return [];
  }
}
