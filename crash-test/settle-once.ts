import type { Client } from '@temporalio/client';
import { importInto } from '../client/commands/import.js';
import { connectTemporal } from '../client/connect-temporal.js';
import { followCycle, startCycleRun } from '../client/run-cycle.js';
import { say } from '../client/say.js';
import type { Located } from '../client/session.js';
import { startWorkerProcess } from '../client/worker-process.js';
import { readConfiguration } from '../configuration/read-configuration.js';
import type { CycleReport } from '../domain/cycle-report.js';
import type { Instant } from '../domain/instant.js';
import { connectLedger } from '../ledger/connect.js';
import type { Ledger } from '../ledger/ledger-context.js';
import type { CrashPoint } from './crash-points.js';
import type { CrashServers, MortalServer } from './crash-servers.js';
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
  const undo: (() => Promise<unknown>)[] = [];
  try {
    const stage = await setStage(servers, { name, file: data.file, undo });
    const { ledger, client, located } = stage;
    const startWorker = async (): Promise<void> => {
      const worker = await startWorkerProcess(located, data.environment);
      undo.push(() => worker.stop());
    };
    let crashing: CrashingWorker | undefined;
    if (point) {
      const started = await startCrashingWorker(located, point.name, data.environment);
      undo.push(() => started.stop());
      crashing = started;
    } else await startWorker();
    const startedAt = performance.now();
    const handle = await startCycleRun(client, { currency: 'CNY', day: data.day });
    // As the command line follows it: through whatever happens to the servers.
    const following = followCycle(handle, () => undefined);
    following.catch(() => undefined);
    const struck =
      point && crashing && (await strike(point, { ...stage, ...servers, crashing, startWorker }));
    const report = await within(following, {
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
    for (const end of undo.toReversed()) {
      // What went wrong before is what is to be told.
      await end().catch((error: unknown) => say(`${name}, at its end: ${String(error)}`));
    }
  }
}

/** The servers, the connections to them and the data, all of them this cycle's alone. */
async function setStage(
  servers: CrashServers,
  { name, file, undo }: { name: string; file: string; undo: (() => Promise<unknown>)[] },
): Promise<{ ledger: Ledger; client: Client; located: Located; temporal: MortalServer }> {
  const temporal = await servers.freshTemporal(name);
  undo.push(() => temporal.stop());
  const configuration = readConfiguration({ MONGODB_DATABASE: name });
  const located: Located = {
    ...configuration,
    mongodbUri: servers.mongod.address,
    temporal: { ...configuration.temporal, address: temporal.address },
    temporalUiUrl: undefined,
  };
  const ledger = await connectLedger({ uri: located.mongodbUri, database: name });
  undo.push(() => ledger.close());
  undo.push(() => ledger.client.db(name).dropDatabase());
  const { client, close } = await connectTemporal(located.temporal);
  undo.push(close);
  await importInto(ledger, { files: [file] });
  return { ledger, client, located, temporal };
}
