import { join } from 'node:path';
import {
  Runtime,
  NativeConnection,
  Worker,
  DefaultLogger,
  type WorkerOptions,
} from '@temporalio/worker';
import { ActivityGuard } from '../activities/guard.js';
import {
  connectionOptions,
  connectTemporal,
  type TemporalAddress,
} from '../client/connect-temporal.js';
import { registerSearchAttributes } from '../client/register-search-attributes.js';
import type { Configuration } from '../configuration/read-configuration.js';
import { currencies } from '../domain/billing-cycle.js';
import { taskQueue } from '../domain/task-queue.js';
import { connectLedger, transactionLifetimeSeconds } from '../ledger/connect.js';
import type { Ledger } from '../ledger/ledger-context.js';
import { isServerAway } from '../ledger/server-away.js';
import { createActivities } from './create-activities.js';
import { createOutlets } from './outlets.js';

export interface StartedWorker {
  /** Ends when the worker has shut down. */
  stopped: Promise<void>;
  shutdown(): void;
}

/** Above the longest database step: SIGTERM lets steps in flight end. */
const shutdownGrace = '25 seconds';
const activitiesAtOnce = 16;
const longestLifetimeSeconds = 15;
/**
 * Kept in memory beside the cohorts that settle at once. Who follows arrears waits for a day and longer,
 * and is read from its short history then: to keep them all would cost a tenth of a megabyte each.
 */
const otherCachedWorkflows = 100;

/** The composition root: connections, ports, the prebuilt bundle, the worker. */
export async function startWorker(options: {
  configuration: Configuration & { mongodbUri: string; temporal: TemporalAddress };
  log: (line: string) => void;
  bundlePath?: string;
  /** The last word on the worker's options: the crash sweep puts its watchers in here. */
  adjust?: (workerOptions: WorkerOptions, ledger: Ledger) => WorkerOptions;
}): Promise<StartedWorker> {
  const { configuration, log } = options;
  const { mongodbUri, mongodbDatabase, temporal, zones, giftTiers, arrearsCourse } = configuration;
  const { logLevel } = configuration;
  Runtime.install({ logger: new DefaultLogger(logLevel), shutdownSignals: [] });
  const ledger = await connectLedger({
    uri: mongodbUri,
    database: mongodbDatabase,
    poolSize: activitiesAtOnce + 4,
    zones,
    giftTiers,
    arrearsCourse,
  });
  const lifetime = await transactionLifetimeSeconds(ledger);
  if (lifetime !== undefined && lifetime > longestLifetimeSeconds) {
    log(
      `MongoDB keeps a transaction that a killed worker left open for ${lifetime} s; set transactionLifetimeLimitSeconds to 5 for a quick recovery`,
    );
  }
  const temporalClient = await connectTemporal(temporal);
  const { client } = temporalClient;
  await registerSearchAttributes(client);
  const connection = await NativeConnection.connect(connectionOptions(temporal));
  const outlets = createOutlets(configuration.messaging, zones);
  const workerOptions: WorkerOptions = {
    connection,
    namespace: temporal.namespace,
    taskQueue,
    workflowBundle: { codePath: options.bundlePath ?? join(__dirname, '..', 'workflow-bundle.js') },
    activities: createActivities(ledger, { client, outlets }, configuration),
    interceptors: { activity: [() => ({ inbound: new ActivityGuard(isServerAway) })] },
    maxConcurrentActivityTaskExecutions: activitiesAtOnce,
    maxConcurrentWorkflowTaskExecutions: 16,
    maxCachedWorkflows: otherCachedWorkflows + currencies.length * configuration.cohortsAtOnce,
    nonStickyToStickyPollRatio: 0.5,
    stickyQueueScheduleToStartTimeout: '5 seconds',
    shutdownGraceTime: shutdownGrace,
    ...versioningOf(configuration),
  };
  const worker = await Worker.create(options.adjust?.(workerOptions, ledger) ?? workerOptions);
  const close = async (): Promise<void> => {
    outlets.close();
    await connection.close();
    await temporalClient.close();
    await ledger.close();
  };
  const run = async (): Promise<void> => {
    try {
      await worker.run();
    } finally {
      await close();
    }
  };
  const stopped = run();
  return { stopped, shutdown: () => worker.shutdown() };
}

/** Worker Versioning is on where the operator names a deployment and a build. */
function versioningOf({ deployment }: Configuration): Partial<WorkerOptions> {
  if (!deployment) return {};
  const { name: deploymentName, buildId } = deployment;
  return {
    workerDeploymentOptions: {
      useWorkerVersioning: true,
      version: { deploymentName, buildId },
      defaultVersioningBehavior: 'AUTO_UPGRADE',
    },
  };
}
