import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { Connection } from '@temporalio/client';
import { retryWhilePortTaken, startChildServer, untilReady } from './child-server.js';
import type { Log } from './find-program.js';
import { freePort } from './free-port.js';
import type { ProcessIdentity } from './process-identity.js';
import type { Watchdog } from './watchdog.js';

export interface TemporalOptions {
  readonly program: string;
  /** Holds the log (`temporal.log`) and, unless inMemory, the data (`temporal.db`). */
  readonly folder: string;
  /** Quicker; forgets everything when it stops. */
  readonly inMemory?: boolean | undefined;
  /** The wished ports; others are taken when they are busy, or 0. */
  readonly port?: number | undefined;
  readonly uiPort?: number | undefined;
  readonly watchdog?: Watchdog | undefined;
  readonly onUnexpectedEnd?: ((how: string) => void) | undefined;
  readonly onSpawn?: ((identity: ProcessIdentity) => void) | undefined;
  readonly log: Log;
}

export interface TemporalServer {
  readonly address: string;
  readonly uiUrl: string;
  readonly pid: number;
  stop(): Promise<void>;
}

const DEFAULT_PORT = 7233;
const DEFAULT_UI_PORT = 8233;
const READY_TIMEOUT_MS = 60_000;
const STOP_GRACE_MS = 10_000;
const CONNECT_TIMEOUT_MS = 2_000;
const NAMESPACE = 'default';

const SEARCH_ATTRIBUTES = [
  'Cycle',
  'Currency',
  'SettlementState',
  'Provider',
  'Account',
  'FirstAccount',
  'LastAccount',
];

/** Starts Temporal with its Web UI on 127.0.0.1 and waits until it answers. */
export async function startTemporal(options: TemporalOptions): Promise<TemporalServer> {
  mkdirSync(options.folder, { recursive: true });
  return retryWhilePortTaken(async () => {
    const port = await freePort(options.port ?? DEFAULT_PORT);
    const uiPort = await freePort(options.uiPort ?? DEFAULT_UI_PORT);
    const server = await startChildServer({
      program: options.program,
      args: temporalArgs({ ...options, port, uiPort }),
      logFile: join(options.folder, 'temporal.log'),
      graceMs: STOP_GRACE_MS,
      watchdog: options.watchdog,
      onUnexpectedEnd: options.onUnexpectedEnd,
    });
    options.onSpawn?.(server.identity);
    const address = `127.0.0.1:${port}`;
    await untilReady({
      server,
      name: 'temporal',
      folder: options.folder,
      timeoutMs: READY_TIMEOUT_MS,
      isReady: async () => answers(address),
      explain: explainTemporalLog,
    });
    const uiUrl = `http://127.0.0.1:${uiPort}`;
    options.log(`Temporal: ${address}, Web UI: ${uiUrl}`);
    return { address, uiUrl, pid: server.identity.pid, stop: async () => server.stop() };
  });
}

/** What it says before it prints where it was. */
function explainTemporalLog(lines: readonly string[]): string {
  const reason = lines.find((line) => /^(panic|error|fatal)/i.test(line)) ?? lines.at(-1);
  return reason?.slice(0, 300) || 'it printed nothing';
}

function temporalArgs(options: {
  folder: string;
  inMemory?: boolean | undefined;
  port: number;
  uiPort: number;
}): string[] {
  const storage = [
    `--db-filename=${join(options.folder, 'temporal.db')}`,
    // A write-ahead log in place of a flushed file per write; nothing is lost when the server is killed.
    '--sqlite-pragma=journal_mode=WAL',
    '--sqlite-pragma=synchronous=NORMAL',
  ];
  return [
    'server',
    'start-dev',
    '--ip=127.0.0.1',
    `--port=${options.port}`,
    `--ui-port=${options.uiPort}`,
    `--namespace=${NAMESPACE}`,
    '--log-level=error',
    '--color=never',
    ...(options.inMemory === true ? [] : storage),
    ...SEARCH_ATTRIBUTES.map((name) => `--search-attribute=${name}=Keyword`),
    // Off by default in the open-source server: a step starts without a trip through the task queue.
    '--dynamic-config-value=system.enableActivityEagerExecution=true',
  ];
}

async function answers(address: string): Promise<boolean> {
  let connection: Connection | undefined;
  try {
    connection = await Connection.connect({ address, connectTimeout: CONNECT_TIMEOUT_MS });
    const { workflowService, operatorService } = connection;
    await workflowService.describeNamespace({ namespace: NAMESPACE });
    const known = await operatorService.listSearchAttributes({ namespace: NAMESPACE });
    return SEARCH_ATTRIBUTES.every((name) => name in known.customAttributes);
  } catch {
    return false;
  } finally {
    await connection?.close();
  }
}
