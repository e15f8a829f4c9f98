import { fork, type ChildProcess } from 'node:child_process';
import { join } from 'node:path';
import { projectRoot } from '../configuration/project-root.js';
import type { Located } from './session.js';

export interface WorkerProcess {
  /** Lets the steps in flight end, then ends the worker by its own process. */
  stop(): Promise<void>;
  /** Ends with the worker, however that comes. */
  exited: Promise<number | null>;
  pid: number | undefined;
}

const stopWithinMs = 30_000;

/** As built; the tests, which run the sources, start the built one too. */
const program = join(projectRoot(), 'dist', 'worker', 'main.js');

/**
 * Settling makes much short-lived garbage: with room for it from the start, little of it is copied
 * about. With more room still (64 and 128 MB, and the old space growing as V8 likes) it is 4 % cheaper,
 * but the worker has half as much memory again. Functions are compiled anew only when they have proved
 * hot: at V8's own budget that takes a fifth of the time of a worker's first ten thousand accounts, at
 * this one half as much.
 */
export const settlingFlags = [
  '--min-semi-space-size=16',
  '--max-semi-space-size=32',
  '--heap-growing-percent=150',
  '--interrupt-budget=600000',
];

/**
 * Of glibc, which otherwise gives each of the worker's native threads an arena of its own and hands back
 * little of it: a fifth less memory, at the same speed.
 */
const arenas = '2';

/** Starts a worker in a process of its own and waits until it takes work. */
export async function startWorkerProcess(
  located: Located,
  environment: Record<string, string> = {},
): Promise<WorkerProcess> {
  const child = fork(program, [], {
    execArgv: settlingFlags,
    env: {
      // The AWS SDK tells at every start that it will want a newer Node in 2027.
      AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: 'true',
      MALLOC_ARENA_MAX: arenas,
      ...process.env,
      ...environment,
      MONGODB_URI: located.mongodbUri,
      MONGODB_DATABASE: located.mongodbDatabase,
      TEMPORAL_ADDRESS: located.temporal.address,
      TEMPORAL_NAMESPACE: located.temporal.namespace,
    },
    // Ctrl-C goes to the owner, which stops the worker before its servers.
    detached: true,
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
  });
  const exited = new Promise<number | null>((resolve) => child.once('exit', resolve));
  const ready = new Promise<'ready'>((resolve) => child.once('message', () => resolve('ready')));
  const first = await Promise.race([ready, exited]);
  if (first !== 'ready') throw new Error('the worker could not start; its reason is above');
  return { stop: () => stopChild(child, exited), exited, pid: child.pid };
}

async function stopChild(child: ChildProcess, exited: Promise<number | null>): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  child.kill('SIGTERM');
  const timer = setTimeout(() => child.kill('SIGKILL'), stopWithinMs);
  await exited;
  clearTimeout(timer);
}
