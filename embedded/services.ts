import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { freeMegabytes, isDiskFullOf } from './disk-space.js';
import { endProcess } from './end-process.js';
import { EnvironmentError, errorCode, isDiskFull, reasonOf } from './environment-error.js';
import { findMongod } from './find-mongod.js';
import type { Log } from './find-program.js';
import { findTemporal } from './find-temporal.js';
import { startMongod } from './mongod.js';
import { identifyProcess, isRunning } from './process-identity.js';
import { projectRoot } from '../configuration/project-root.js';
import {
  claimServices,
  discardStaleServices,
  readServices,
  removeServices,
  type ServiceAddresses,
  type ServicesRecord,
  writeServices,
} from './services-file.js';
import { startTemporal } from './temporal-server.js';
import { startWatchdog, type Watchdog } from './watchdog.js';

export type { ServiceAddresses } from './services-file.js';

export interface ServicesOptions {
  /** Kept when the services stop. Without one: a temporary folder, free ports, and nothing stays. */
  readonly folder?: string | undefined;
  readonly mongodbPort?: number | undefined;
  readonly temporalPort?: number | undefined;
  readonly uiPort?: number | undefined;
  readonly transactionLifetimeSeconds?: number | undefined;
  readonly log: Log;
  /** A server ended by itself; the others still run. */
  readonly onUnexpectedEnd?: (line: string) => void;
}

export interface Services extends ServiceAddresses {
  readonly folder: string;
  /** Temporal first, then MongoDB. Calling it again waits for the same stop. */
  stop(): Promise<void>;
}

export class ServicesRunningError extends EnvironmentError {
  override readonly name = 'ServicesRunningError';
  readonly ownerPid: number;
  /** Undefined while the other start is still under way. */
  readonly addresses: ServiceAddresses | undefined;

  constructor({ owner, addresses }: ServicesRecord) {
    super(
      addresses === undefined
        ? `already starting (process ${owner.pid})`
        : `already running (process ${owner.pid}): MongoDB ${addresses.mongodbUri}, Temporal ${addresses.temporalAddress}, Web UI ${addresses.temporalUiUrl}`,
    );
    this.ownerPid = owner.pid;
    this.addresses = addresses;
  }
}

const LEFTOVER_GRACE_MS = 15_000;
const NEEDED_MEGABYTES = 500;
const FILE_TROUBLE: ReadonlySet<unknown> = new Set([
  'EACCES',
  'EPERM',
  'EROFS',
  'ENOTDIR',
  'EEXIST',
]);

/** `.settle` in the project's root, which git ignores. */
export function defaultServicesFolder(): string {
  return join(projectRoot(), '.settle');
}

/** The addresses of the services that run in this folder, if they do. */
export function findRunningServices(
  folder: string,
): (ServiceAddresses & { environment: Record<string, string> }) | undefined {
  const record = readServices(folder);
  if (record === undefined) return undefined;
  const { owner, mongod, temporal, addresses, environment = {} } = record;
  const alive = [owner, mongod, temporal].every((each) => each !== undefined && isRunning(each));
  return alive && addresses !== undefined ? { ...addresses, environment } : undefined;
}

/** Finds (or fetches) the programs, then starts MongoDB and Temporal in the folder. */
export async function startServices(options: ServicesOptions): Promise<Services> {
  const temporary = options.folder === undefined;
  const folder = temporary ? mkdtempSync(join(tmpdir(), 'settle-')) : resolve(options.folder);
  const watchdog = startWatchdog();
  const undo: (() => Promise<void> | void)[] = [() => watchdog.close()];
  if (temporary) {
    watchdog.removeFolder(folder);
    undo.push(() => rmSync(folder, { recursive: true, force: true, maxRetries: 5 }));
  }
  let stopping: Promise<void> | undefined;
  const stop = (): Promise<void> => (stopping ??= runInReverse(undo));
  try {
    const addresses = await start({ options, folder, temporary, watchdog, undo });
    return { ...addresses, folder, stop };
  } catch (error) {
    await stop();
    throw inOneLine(error, folder);
  }
}

/** Trouble with files, as a line that names the folder; anything else as it is. */
function inOneLine(error: unknown, folder: string): unknown {
  if (error instanceof EnvironmentError) return error;
  const reason = reasonOf(error);
  if (isDiskFull(reason)) {
    return new EnvironmentError(
      `the disk of ${folder} is full; free some space there and start again`,
    );
  }
  const isAboutFiles = FILE_TROUBLE.has(errorCode(error));
  return isAboutFiles ? new EnvironmentError(`${folder} cannot be used: ${reason}`) : error;
}

async function start({
  options,
  folder,
  temporary,
  watchdog,
  undo,
}: {
  options: ServicesOptions;
  folder: string;
  temporary: boolean;
  watchdog: Watchdog;
  undo: (() => Promise<void> | void)[];
}): Promise<ServiceAddresses> {
  const { log } = options;
  let record = await takeFolder(folder, log);
  undo.push(() => removeServices(folder));
  const note = (more: Partial<ServicesRecord>): void => {
    record = { ...record, ...more };
    writeServices(folder, record);
  };
  requireSpace(folder);
  const mongodProgram = await findMongod(log);
  const temporalProgram = await findTemporal(log);
  const unexpected = (name: string) => (how: string) => {
    const reason = isDiskFullOf(folder) ? 'the disk is full' : how;
    const line = `${name} ended by itself (${reason}); its log is in ${folder}`;
    if (options.onUnexpectedEnd !== undefined && record.addresses !== undefined) {
      options.onUnexpectedEnd(line);
    }
  };
  // Temporary services leave the usual ports to those that stay.
  const anyPort = temporary ? 0 : undefined;
  const common = { folder, watchdog, log };

  const mongod = await startMongod({
    ...common,
    program: mongodProgram,
    port: options.mongodbPort ?? anyPort,
    transactionLifetimeSeconds: options.transactionLifetimeSeconds,
    onUnexpectedEnd: unexpected('MongoDB'),
    onSpawn: (identity) => note({ mongod: identity }),
  });
  undo.push(() => mongod.stop());
  const temporal = await startTemporal({
    ...common,
    program: temporalProgram,
    inMemory: temporary,
    port: options.temporalPort ?? anyPort,
    uiPort: options.uiPort ?? anyPort,
    onUnexpectedEnd: unexpected('Temporal'),
    onSpawn: (identity) => note({ temporal: identity }),
  });
  undo.push(() => temporal.stop());
  const addresses = {
    mongodbUri: mongod.uri,
    temporalAddress: temporal.address,
    temporalUiUrl: temporal.uiUrl,
  };
  note({ addresses });
  return addresses;
}

/** One owner per folder. What a killed owner left running is ended before the folder changes hands. */
async function takeFolder(folder: string, log: Log): Promise<ServicesRecord> {
  const owner = identifyProcess(process.pid);
  if (owner === undefined) throw new Error('this process cannot be identified');
  const record: ServicesRecord = { owner };
  for (;;) {
    if (claimServices(folder, record)) return record;
    const other = readServices(folder);
    if (other !== undefined && isRunning(other.owner)) throw new ServicesRunningError(other);
    for (const leftover of [other?.temporal, other?.mongod]) {
      if (leftover === undefined || !isRunning(leftover)) continue;
      log(`ending process ${leftover.pid}, left by an earlier run that was killed`);
      await endProcess(leftover, { graceMs: LEFTOVER_GRACE_MS });
    }
    discardStaleServices(folder);
  }
}

function requireSpace(folder: string): void {
  const megabytes = freeMegabytes(folder);
  if (megabytes < NEEDED_MEGABYTES) {
    throw new EnvironmentError(
      `only ${megabytes} MB are free on the disk of ${folder}; free at least ${NEEDED_MEGABYTES} MB and start again`,
    );
  }
}

/** Every step runs, also after one that failed; the first failure is thrown at the end. */
async function runInReverse(steps: (() => Promise<void> | void)[]): Promise<void> {
  const failures: unknown[] = [];
  for (const step of steps.toReversed()) {
    try {
      await step();
    } catch (error) {
      failures.push(error);
    }
  }
  if (failures.length > 0) throw failures[0];
}
