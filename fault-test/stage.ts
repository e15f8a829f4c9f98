import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Client } from '@temporalio/client';
import { importInto } from '../client/commands/import.js';
import { connectTemporal } from '../client/connect-temporal.js';
import { say } from '../client/say.js';
import type { Located } from '../client/session.js';
import { emulatorEnvironment } from '../client/vendors.js';
import { startWorkerProcess, type WorkerProcess } from '../client/worker-process.js';
import { readConfiguration } from '../configuration/read-configuration.js';
import type { CrashServers } from '../crash-test/crash-servers.js';
import { startCrashingWorker, type CrashingWorker } from '../crash-test/crashing-worker-process.js';
import type { Provider } from '../domain/records.js';
import { startEmulators, type Emulators } from '../emulators/start-emulators.js';
import { connectLedger } from '../ledger/connect.js';
import type { Ledger } from '../ledger/ledger-context.js';
import { recordsOf, subscriberOf, type Customer } from './customers.js';
import { blowName, type Blow, type MomentName } from './moments.js';

/** A system of its own: database, Temporal server, vendors, and as many workers as are asked for. */
export interface Stage {
  readonly ledger: Ledger;
  readonly client: Client;
  readonly customers: readonly Customer[];
  readonly emulators: Emulators;
  startWorker(): Promise<WorkerProcess>;
  startDoomedWorker(moment: MomentName, blow: Blow): Promise<CrashingWorker>;
  /** Nobody listens at the vendors' addresses until `bringVendorsBack`. */
  takeVendorsAway(): Promise<void>;
  bringVendorsBack(): Promise<void>;
}

export interface StageOptions {
  /** Of its database and its Temporal server. */
  name: string;
  customers: readonly Customer[];
  timeoutMs?: number;
}

/** Faults that outlast it are meant to. */
export const requestTimeoutMs = 3_000;

/** Runs `work` on a stage that is gone afterwards, whatever happens. */
export async function onStage<T>(
  servers: CrashServers,
  of: StageOptions,
  work: (stage: Stage) => Promise<T>,
): Promise<T> {
  const undo: (() => Promise<unknown>)[] = [];
  try {
    return await work(await setStage(servers, of, undo));
  } finally {
    for (const end of undo.toReversed()) {
      // What went wrong before is what is to be told.
      await end().catch((error: unknown) => say(`${of.name}, at its end: ${String(error)}`));
    }
  }
}

async function setStage(
  servers: CrashServers,
  { name, customers, timeoutMs = requestTimeoutMs }: StageOptions,
  undo: (() => Promise<unknown>)[],
): Promise<Stage> {
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
  const file = join(servers.folder, `${name}.ndjson`);
  const lines = customers.flatMap(recordsOf).map((record) => `${JSON.stringify(record)}\n`);
  await writeFile(file, lines.join(''));
  await importInto(ledger, { files: [file] });
  const subscribers = customers.map(subscriberOf);
  let emulators = await startEmulators({ subscribers });
  undo.push(() => emulators.stop());
  const environment = {
    LOG_LEVEL: 'ERROR',
    MARKETPLACE_PRODUCTS: '',
    AWS_REGION: '',
    AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: 'true',
    MARKETPLACE_TIMEOUT_MS: String(timeoutMs),
    ...emulatorEnvironment(emulators),
  };
  const doomed = join(__dirname, 'doomed-worker.js');
  return {
    ledger,
    client,
    customers,
    get emulators() {
      return emulators;
    },
    async startWorker() {
      const worker = await startWorkerProcess(located, environment);
      undo.push(() => worker.stop());
      return worker;
    },
    async startDoomedWorker(moment, blow) {
      const worker = await startCrashingWorker(
        located,
        blowName(moment, blow),
        environment,
        doomed,
      );
      undo.push(() => worker.stop());
      return worker;
    },
    takeVendorsAway: () => emulators.stop(),
    async bringVendorsBack() {
      emulators = await startEmulators({ subscribers, ports: portsOf(emulators) });
    },
  };
}

function portsOf({ addresses }: Emulators): Record<Provider, number> {
  const port = (provider: Provider): number => Number(new URL(addresses[provider]).port);
  return {
    aws: port('aws'),
    'alibaba-cloud': port('alibaba-cloud'),
    'huawei-cloud': port('huawei-cloud'),
  };
}
