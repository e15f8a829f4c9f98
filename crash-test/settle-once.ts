import { importInto } from '../client/commands/import.js';
import { connectTemporal } from '../client/connect-temporal.js';
import { startCycleRun } from '../client/run-cycle.js';
import type { Located } from '../client/session.js';
import { startWorkerProcess, type WorkerProcess } from '../client/worker-process.js';
import { readConfiguration } from '../configuration/read-configuration.js';
import type { CycleReport } from '../domain/cycle-report.js';
import type { Instant } from '../domain/instant.js';
import { connectLedger } from '../ledger/connect.js';
import type { CrashPoint } from './crash-points.js';
import type { CrashServers } from './crash-servers.js';
import { startCrashingWorker, type CrashingWorker } from './crashing-worker-process.js';
import { readVersions, type Versions } from './read-versions.js';
import { readBooks, type SettledBooks } from './settled-books.js';
import { strike, type Struck } from './strike.js';
import { within } from './within.js';

export interface SettledCycle extends SettledBooks {
  report: CycleReport;
  cohorts: number;
  versions: Versions;
  /** From the start of the cycle to its end. */
  seconds: number;
  struck?: Struck;
  /** From the blow to the end of the cycle. */
  secondsToRecover?: number;
}

export interface CrashData {
  file: string;
  day: string;
  asOf: Instant;
  /** Settings of the workers. */
  environment: Record<string, string>;
}

const endsWithinSeconds = 120;

/** Settles the data in a database and a Temporal server of its own, with one blow or with none. */
export async function settleOnce(
  servers: CrashServers,
  data: CrashData,
  { name, point }: { name: string; point?: CrashPoint },
): Promise<SettledCycle> {
  const temporal = await servers.freshTemporal(name);
  const configuration = readConfiguration({ MONGODB_DATABASE: name });
  const located: Located = {
    ...configuration,
    mongodbUri: servers.mongod.address,
    temporal: { ...configuration.temporal, address: temporal.address },
    temporalUiUrl: undefined,
  };
  const ledger = await connectLedger({ uri: located.mongodbUri, database: name });
  const client = await connectTemporal(located.temporal);
  const workers: WorkerProcess[] = [];
  const startWorker = async (): Promise<WorkerProcess> => {
    const worker = await startWorkerProcess(located, data.environment);
    workers.push(worker);
    return worker;
  };
  let crashing: CrashingWorker | undefined;
  try {
    await importInto(ledger, { files: [data.file] });
    if (point) crashing = await startCrashingWorker(located, point.name, data.environment);
    else await startWorker();
    const startedAt = performance.now();
    const handle = await startCycleRun(client, { currency: 'CNY', day: data.day });
    const scene = { ledger, located, mongod: servers.mongod, temporal, startWorker };
    const struck = point && crashing && (await strike(point, { ...scene, crashing }));
    const report = await within(handle.result(), {
      seconds: endsWithinSeconds,
      what: 'the end of the cycle',
    });
    const endedAt = performance.now();
    return {
      ...(await readBooks(ledger, data)),
      report,
      cohorts: (await ledger.collections.cycles.findOne({ day: data.day }))?.cohorts ?? 0,
      versions: await readVersions(ledger, client),
      seconds: (endedAt - startedAt) / 1_000,
      ...(struck ? { struck, secondsToRecover: (endedAt - struck.at) / 1_000 } : {}),
    };
  } finally {
    await crashing?.stop();
    for (const worker of workers) await worker.stop();
    await client.connection.close();
    await temporal.stop();
    await ledger.client.db(name).dropDatabase();
    await ledger.close();
  }
}
