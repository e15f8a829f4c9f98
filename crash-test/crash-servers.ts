import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { findMongod } from '../embedded/find-mongod.js';
import { findTemporal } from '../embedded/find-temporal.js';
import { startMongod } from '../embedded/mongod.js';
import { startTemporal } from '../embedded/temporal-server.js';
import { waitUntil } from '../embedded/wait-until.js';
import { startWatchdog } from '../embedded/watchdog.js';

interface RunningServer {
  address: string;
  pid: number;
  stop(): Promise<void>;
}

/** A server that can be killed and started again where it was, on what it had on its disk. */
export interface MortalServer {
  readonly address: string;
  kill(): Promise<void>;
  restart(): Promise<void>;
  stop(): Promise<void>;
}

export interface CrashServers {
  /** Temporary: gone when the servers stop, also where this process is killed. */
  folder: string;
  mongod: MortalServer;
  /** A Temporal server that knows of nothing yet. */
  freshTemporal(name: string): Promise<MortalServer>;
  stop(): Promise<void>;
}

const endsWithinMs = 5_000;
const quiet = (): void => undefined;

/** MongoDB, and as many Temporal servers as are asked for, all in one temporary folder. */
export async function startCrashServers(log: (line: string) => void): Promise<CrashServers> {
  const folder = mkdtempSync(join(tmpdir(), 'settle-crash-'));
  const watchdog = startWatchdog();
  watchdog.removeFolder(folder);
  const removeFolder = (): void => {
    rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
    watchdog.close();
  };
  try {
    const mongodProgram = await findMongod(log);
    const temporalProgram = await findTemporal(log);
    const mongod = await mortal(async (port) => {
      const options = { program: mongodProgram, folder, port, watchdog, log: quiet };
      const started = await startMongod(options);
      return { address: started.uri, pid: started.pid, stop: () => started.stop() };
    });
    return {
      folder,
      mongod,
      freshTemporal: (name) =>
        mortal(async (port) => {
          const options = { program: temporalProgram, folder: join(folder, name), watchdog };
          return startTemporal({ ...options, port, uiPort: 0, log: quiet });
        }),
      async stop() {
        await mongod.stop();
        removeFolder();
      },
    };
  } catch (error) {
    removeFolder();
    throw error;
  }
}

async function mortal(start: (port: number) => Promise<RunningServer>): Promise<MortalServer> {
  let running = await start(0);
  const { address } = running;
  const port = Number(/:(\d+)/.exec(address.replace('mongodb:', ''))?.[1]);
  return {
    address,
    async kill() {
      const { pid } = running;
      process.kill(pid, 'SIGKILL');
      const ended = await waitUntil(() => !isThere(pid), {
        timeoutMs: endsWithinMs,
        everyMs: 5,
      });
      if (!ended) throw new Error(`process ${pid} does not end`);
    },
    async restart() {
      running = await start(port);
      if (running.address !== address) throw new Error(`${address} could not be had again`);
    },
    stop: () => running.stop(),
  };
}

/** Until it is collected: a process of many threads that died may hold its port for a moment more. */
function isThere(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}
