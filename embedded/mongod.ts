import { mkdirSync } from 'node:fs';
import os from 'node:os';
import { join } from 'node:path';
import { MongoClient, MongoError } from 'mongodb';
import { z } from 'zod';
import { retryWhilePortTaken, startChildServer, untilReady } from './child-server.js';
import type { Log } from './find-program.js';
import { freePort } from './free-port.js';
import type { ProcessIdentity } from './process-identity.js';
import { advanceReplicaSet, REPLICA_SET } from './replica-set.js';
import type { Watchdog } from './watchdog.js';

export interface MongodOptions {
  readonly program: string;
  /** Holds the data (in `mongodb`) and the log (`mongodb.log`). */
  readonly folder: string;
  /** The wished port; another one is taken when it is busy, or 0. */
  readonly port?: number | undefined;
  /** How long a killed worker's open transaction can block others. */
  readonly transactionLifetimeSeconds?: number | undefined;
  readonly watchdog?: Watchdog | undefined;
  readonly onUnexpectedEnd?: ((how: string) => void) | undefined;
  readonly onSpawn?: ((identity: ProcessIdentity) => void) | undefined;
  readonly log: Log;
}

export interface Mongod {
  readonly uri: string;
  readonly pid: number;
  stop(): Promise<void>;
}

const DEFAULT_PORT = 27017;
const DEFAULT_TRANSACTION_LIFETIME_SECONDS = 5;
/** A data folder left by a killed mongod is repaired from its journal first. */
const READY_TIMEOUT_MS = 120_000;
const STOP_GRACE_MS = 20_000;
const CLIENT_TIMEOUT_MS = 2_000;
const OPLOG_MEGABYTES = 1024;

/** Starts a replica set of one node on 127.0.0.1 and waits until it takes writes. */
export async function startMongod(options: MongodOptions): Promise<Mongod> {
  const dataFolder = join(options.folder, 'mongodb');
  mkdirSync(dataFolder, { recursive: true });
  return retryWhilePortTaken(async () => {
    const port = await freePort(options.port ?? DEFAULT_PORT);
    const server = await startChildServer({
      program: options.program,
      args: mongodArgs({ ...options, dataFolder, port }),
      logFile: join(options.folder, 'mongodb.log'),
      graceMs: STOP_GRACE_MS,
      watchdog: options.watchdog,
      onUnexpectedEnd: options.onUnexpectedEnd,
    });
    options.onSpawn?.(server.identity);
    const host = `127.0.0.1:${port}`;
    await untilReady({
      server,
      name: 'mongod',
      folder: options.folder,
      timeoutMs: READY_TIMEOUT_MS,
      isReady: async () => isPrimary(host),
      explain: explainMongodLog,
    });
    const uri = `mongodb://${host}/?replicaSet=${REPLICA_SET}`;
    options.log(`MongoDB: ${uri}`);
    return { uri, pid: server.identity.pid, stop: async () => server.stop() };
  });
}

function mongodArgs(options: {
  dataFolder: string;
  port: number;
  transactionLifetimeSeconds?: number | undefined;
}): string[] {
  const parameters = {
    transactionLifetimeLimitSeconds:
      options.transactionLifetimeSeconds ?? DEFAULT_TRANSACTION_LIFETIME_SECONDS,
    // By default a primary waits 15 s for a successor before it ends; there is none.
    shutdownTimeoutMillisForSignaledShutdown: 0,
    diagnosticDataCollectionEnabled: false,
  };
  return [
    `--replSet=${REPLICA_SET}`,
    '--bind_ip=127.0.0.1',
    `--port=${options.port}`,
    `--dbpath=${options.dataFolder}`,
    `--wiredTigerCacheSizeGB=${cacheGigabytes()}`,
    `--oplogSize=${OPLOG_MEGABYTES}`,
    '--quiet',
    '--slowms=1000',
    '--nounixsocket',
    ...Object.entries(parameters).map(([name, value]) => `--setParameter=${name}=${value}`),
  ];
}

/**
 * At most, and only as there are data: an eighth of the machine. With less than a day's changes in it,
 * a quarter of the server's work is writing pages out and reading them again.
 */
function cacheGigabytes(): number {
  return Math.min(Math.max(os.totalmem() / 2 ** 30 / 8, 1), 4);
}

/** With a client of its own each time: one that has once found no server in time stays closed for good. */
async function isPrimary(host: string): Promise<boolean> {
  const client = new MongoClient(`mongodb://${host}/?directConnection=true`, {
    serverSelectionTimeoutMS: CLIENT_TIMEOUT_MS,
    // Without it the driver imports it dynamically, which jest's module loader refuses.
    runtimeAdapters: { os },
  });
  try {
    return await advanceReplicaSet(client.db('admin'), host);
  } catch (error) {
    if (error instanceof MongoError) return false;
    throw error;
  } finally {
    await client.close();
  }
}

/** Its log is JSON, a line an event, with the severity under "s" (F fatal, E error). The last error that has a reason. */
function explainMongodLog(lines: readonly string[]): string {
  const errors = lines.flatMap((line) => parseEvent(line) ?? []).filter(({ s }) => /[EF]/.test(s));
  const event = errors.findLast(({ attr }) => reasonIn(attr) !== undefined) ?? errors[0];
  if (event === undefined) return lines.at(-1)?.slice(0, 300) || 'it printed nothing';
  const reason = reasonIn(event.attr);
  const text = reason === undefined ? event.msg : `${event.msg}: ${describe(reason)}`;
  return text.replaceAll(/\s+/g, ' ').slice(0, 300);
}

function reasonIn(attr: z.infer<typeof eventSchema>['attr']): unknown {
  return attr?.error ?? attr?.reason;
}

const eventSchema = z.looseObject({
  s: z.string(),
  msg: z.string(),
  attr: z.looseObject({ error: z.unknown(), reason: z.unknown() }).partial().exactOptional(),
});

function parseEvent(line: string): z.infer<typeof eventSchema> | undefined {
  try {
    return eventSchema.parse(JSON.parse(line));
  } catch {
    return undefined;
  }
}

function describe(cause: unknown): string {
  return typeof cause === 'string' ? cause : JSON.stringify(cause);
}
