import { randomBytes } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Client } from '@temporalio/client';
import { importInto } from '../../client/commands/import.js';
import { connectTemporal } from '../../client/connect-temporal.js';
import { followCycle, startCycleRun } from '../../client/run-cycle.js';
import type { Located } from '../../client/session.js';
import { startWorkerProcess, type WorkerProcess } from '../../client/worker-process.js';
import { readConfiguration } from '../../configuration/read-configuration.js';
import type { Currency } from '../../domain/billing-cycle.js';
import type { CycleReport } from '../../domain/cycle-report.js';
import { findTemporal } from '../../embedded/find-temporal.js';
import { startTemporal } from '../../embedded/temporal-server.js';
import { startWatchdog } from '../../embedded/watchdog.js';
import { audit } from '../../ledger/audit.js';
import { connectLedger } from '../../ledger/connect.js';
import type { Ledger } from '../../ledger/ledger-context.js';
import { readBalances, type BalancesRow } from '../../ledger/read-balances.js';
import type { StatementRow } from '../../ledger/read-statement.js';
import { statementOf } from './statement-of.js';
import type { ImportResult } from '../../import/import-files.js';

/** A whole system of its own: a database, a Temporal server, and as many workers as are asked for. */
export interface System {
  ledger: Ledger;
  client: Client;
  located: Located;
  startWorker(): Promise<WorkerProcess>;
  importRecords(records: readonly object[]): Promise<ImportResult>;
  settle(day: string, currency?: Currency): Promise<CycleReport>;
  statement(day: string): Promise<StatementRow[]>;
  balances(): Promise<BalancesRow[]>;
  /** Every difference that the audit finds, a line each. */
  audit(): Promise<string[]>;
  stop(): Promise<void>;
}

const quiet = (): void => undefined;

export async function startSystem(
  options: { workers?: number; environment?: Record<string, string> } = {},
): Promise<System> {
  const mongodbUri = process.env['TEST_MONGODB_URI'];
  if (mongodbUri === undefined) throw new Error('the global setup of the tests did not run');
  const database = `test-${randomBytes(6).toString('hex')}`;
  const folder = await mkdtemp(join(tmpdir(), 'settle-test-'));
  const watchdog = startWatchdog();
  watchdog.removeFolder(folder);
  const temporal = await startTemporal({
    program: await findTemporal(quiet),
    folder,
    inMemory: true,
    port: 0,
    uiPort: 0,
    watchdog,
    log: quiet,
  });
  const configuration = readConfiguration({ ...options.environment, MONGODB_DATABASE: database });
  const located: Located = {
    ...configuration,
    mongodbUri,
    temporal: { ...configuration.temporal, address: temporal.address },
    temporalUiUrl: temporal.uiUrl,
  };
  const ledger = await connectLedger({ uri: mongodbUri, database });
  const { client, close } = await connectTemporal(located.temporal);
  const workers: WorkerProcess[] = [];
  const startWorker = async (): Promise<WorkerProcess> => {
    const worker = await startWorkerProcess(located, {
      LOG_LEVEL: 'ERROR',
      ...options.environment,
    });
    workers.push(worker);
    return worker;
  };
  for (let count = 0; count < (options.workers ?? 1); count++) await startWorker();
  return {
    ledger,
    client,
    located,
    startWorker,
    importRecords: (records) => importAll(ledger, records),
    async settle(day, currency = 'CNY') {
      return followCycle(await startCycleRun(client, { currency, day }), quiet);
    },
    statement: (day) => statementOf(ledger, { day }),
    balances: () => collect(readBalances(ledger, {}, ledger.now())),
    async audit() {
      const lines: string[] = [];
      await audit(ledger, { onDifference: ({ line }) => void lines.push(line) });
      return lines;
    },
    async stop() {
      for (const worker of workers) await worker.stop();
      await close();
      await temporal.stop();
      await rm(folder, { recursive: true, force: true });
      watchdog.close();
      await ledger.client.db(database).dropDatabase();
      await ledger.close();
    },
  };
}

async function importAll(ledger: Ledger, records: readonly object[]): Promise<ImportResult> {
  const folder = await mkdtemp(join(tmpdir(), 'settle-test-'));
  try {
    const path = join(folder, 'records.ndjson');
    await writeFile(path, records.map((record) => JSON.stringify(record)).join('\n'));
    return await importInto(ledger, { files: [path] });
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

async function collect<T>(rows: AsyncIterable<T>): Promise<T[]> {
  const all: T[] = [];
  for await (const row of rows) all.push(row);
  return all;
}
