import { fork } from 'node:child_process';
import { join } from 'node:path';
import type { Located } from '../client/session.js';

export interface Ended {
  code: number | null;
  signal: NodeJS.Signals | null;
}

export interface CrashingWorker {
  /** Ends when the worker stands at its moment and waits for the blow on somebody else. */
  struck: Promise<void>;
  exited: Promise<Ended>;
  kill(signal: NodeJS.Signals): void;
  /** Ends it if it has not ended yet. */
  stop(): Promise<void>;
}

const stopWithinMs = 30_000;

/** Starts the worker that comes to grief at this point, and waits until it takes work. */
export async function startCrashingWorker(
  { mongodbUri, mongodbDatabase, temporal }: Located,
  point: string,
  environment: Record<string, string>,
  program = join(__dirname, 'crashing-worker.js'),
): Promise<CrashingWorker> {
  const child = fork(program, [point], {
    env: {
      ...process.env,
      ...environment,
      MONGODB_URI: mongodbUri,
      MONGODB_DATABASE: mongodbDatabase,
      TEMPORAL_ADDRESS: temporal.address,
      TEMPORAL_NAMESPACE: temporal.namespace,
    },
    detached: true,
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
  });
  const told = (what: string): Promise<void> =>
    new Promise((resolve) => {
      child.on('message', (message) => {
        if (message === what) resolve();
      });
    });
  const exited = new Promise<Ended>((resolve) => {
    child.once('exit', (code, signal) => resolve({ code, signal }));
  });
  const struck = told('struck');
  const first = await Promise.race([told('ready'), exited]);
  if (first !== undefined) throw new Error('the crashing worker could not start');
  return {
    struck,
    exited,
    kill: (signal) => void child.kill(signal),
    async stop() {
      child.kill('SIGTERM');
      const timer = setTimeout(() => child.kill('SIGKILL'), stopWithinMs);
      await exited;
      clearTimeout(timer);
    },
  };
}
