import { spawn } from 'node:child_process';
import { closeSync, openSync, readFileSync } from 'node:fs';
import { isDiskFullOf } from './disk-space.js';
import { endProcess } from './end-process.js';
import { EnvironmentError, isDiskFull } from './environment-error.js';
import { identifyProcess, type ProcessIdentity } from './process-identity.js';
import { waitUntil } from './wait-until.js';
import type { Watchdog } from './watchdog.js';

export interface ChildServer {
  readonly identity: ProcessIdentity;
  hasEnded(): boolean;
  /** The newest of what it printed, oldest first. */
  logTail(): string[];
  stop(): Promise<void>;
}

export interface ChildServerOptions {
  readonly program: string;
  readonly args: readonly string[];
  readonly logFile: string;
  readonly graceMs: number;
  readonly watchdog?: Watchdog | undefined;
  /** Called when the server ends without having been told to. */
  readonly onUnexpectedEnd?: ((how: string) => void) | undefined;
}

/** A panic of Temporal says why at its top, and then prints every goroutine. */
const TAIL_LINES = 2_000;

/**
 * Starts a server in a process group of its own: a Ctrl-C of the terminal reaches only the owner, which then stops things
 * in their order.
 */
export async function startChildServer(options: ChildServerOptions): Promise<ChildServer> {
  const log = openSync(options.logFile, 'w');
  let child;
  try {
    child = spawn(options.program, options.args, { detached: true, stdio: ['ignore', log, log] });
  } finally {
    closeSync(log);
  }
  child.unref();
  let ended = false;
  let told = false;
  const { pid } = child;
  if (pid === undefined) {
    const error = await new Promise<Error>((resolve) => child.once('error', resolve));
    throw new EnvironmentError(`${options.program} cannot be started: ${error.message}`);
  }
  options.watchdog?.watch(pid);
  // An end before this line leaves a name that no process bears, which is what "has ended" means.
  const identity = identifyProcess(pid) ?? { pid, startedAt: 'ended' };
  child.once('exit', (code, signal) => {
    ended = true;
    options.watchdog?.forget(pid);
    if (!told) options.onUnexpectedEnd?.(signal ?? `exit status ${code}`);
  });
  return {
    identity,
    hasEnded: () => ended,
    logTail: () => tail(options.logFile),
    async stop() {
      told = true;
      await endProcess(identity, { graceMs: options.graceMs });
      await waitUntil(() => ended, { timeoutMs: 1_000, everyMs: 5 });
    },
  };
}

/** Thrown inside a start when another program took the port between our look and the server's. */
export class PortTaken extends Error {}

const START_TRIES = 3;

/** Runs a start again, each time with ports looked for anew, while others are quicker in taking them. */
export async function retryWhilePortTaken<T>(start: () => Promise<T>): Promise<T> {
  for (let tryNumber = 1; ; tryNumber += 1) {
    try {
      return await start();
    } catch (error) {
      if (!(error instanceof PortTaken)) throw error;
      if (tryNumber === START_TRIES) throw new EnvironmentError(error.message);
    }
  }
}

/** Waits for a server to be ready; if it ends before, or is too slow, stops it and says why in one line. */
export async function untilReady(options: {
  server: ChildServer;
  name: string;
  folder: string;
  timeoutMs: number;
  isReady: () => Promise<boolean>;
  explain: (logTail: readonly string[]) => string;
}): Promise<void> {
  const { server, name } = options;
  let ready = false;
  const settled = await waitUntil(
    async () =>
      server.hasEnded() || isDiskFullOf(options.folder) || (ready = await options.isReady()),
    { timeoutMs: options.timeoutMs },
  );
  if (ready) return;
  await server.stop();
  const lines = server.logTail();
  const text = lines.join('\n');
  if (/address already in use|can't set .*port/i.test(text)) {
    throw new PortTaken(`${name}: its port is busy`);
  }
  if (isDiskFull(text) || isDiskFullOf(options.folder)) {
    throw new EnvironmentError(
      `${name}: the disk of ${options.folder} is full; free some space there and start again`,
    );
  }
  const what = settled
    ? 'ended while starting'
    : `was not ready after ${options.timeoutMs / 1_000} s`;
  throw new EnvironmentError(
    `${name} ${what}: ${options.explain(lines)} (its log and data: ${options.folder})`,
  );
}

function tail(file: string): string[] {
  try {
    return readFileSync(file, 'utf8').trim().split('\n').slice(-TAIL_LINES);
  } catch {
    return [];
  }
}
