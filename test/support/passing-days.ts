import { join } from 'node:path';
import { activityInfo } from '@temporalio/activity';
import { Client } from '@temporalio/client';
import type { TestWorkflowEnvironment } from '@temporalio/testing';
import { DefaultLogger, Runtime, Worker } from '@temporalio/worker';
import { readConfiguration } from '../../configuration/read-configuration.js';
import { instantOf, type Instant } from '../../domain/instant.js';
import { taskQueue } from '../../domain/task-queue.js';
import { projectRoot } from '../../configuration/project-root.js';
import { createActivities } from '../../worker/create-activities.js';
import { createOutlets } from '../../worker/outlets.js';
import { startLedger, type LedgerSystem } from './ledger-system.js';
import { startTimeSkipping } from './time-skipping.js';

/** A ledger whose workflows and activities run, as they are, on a server whose days pass at once. */
export interface PassingDays extends LedgerSystem {
  client: Client;
  /** The server's time. */
  now(): Promise<number>;
  /** What waits until then happens in its order. */
  pass(milliseconds: number): Promise<void>;
  stop(): Promise<void>;
}

export const dayMs = 24 * 3_600_000;

export async function startPassingDays(
  environment: Record<string, string> = {},
): Promise<PassingDays> {
  Runtime.install({
    logger: new DefaultLogger('ERROR'),
    telemetryOptions: { logging: { filter: { core: 'ERROR', other: 'ERROR' } } },
  });
  const server = await startTimeSkipping();
  const system = await startLedger();
  system.ledger.now = timeOfActivity;
  // The environment's own client lets time pass whenever it waits for a result.
  const client = new Client({ connection: server.connection });
  const configuration = readConfiguration(environment);
  const outlets = createOutlets(configuration.messaging, configuration.zones);
  const worker = await createWorker(server, {
    activities: createActivities(system.ledger, { client, outlets }, configuration),
  });
  const working = worker.run();
  return {
    ...system,
    client,
    now: () => server.currentTimeMs(),
    pass: (milliseconds) => server.sleep(milliseconds),
    async stop() {
      worker.shutdown();
      await working;
      outlets.close();
      await server.teardown();
      await system.drop();
      await Runtime.instance().shutdown();
    },
  };
}

function createWorker(
  { nativeConnection: connection }: TestWorkflowEnvironment,
  { activities }: { activities: object },
): Promise<Worker> {
  const workflowBundle = { codePath: join(projectRoot(), 'dist', 'workflow-bundle.js') };
  return Worker.create({ connection, taskQueue, workflowBundle, activities });
}

/** In an activity the time of the server, which is let pass; the clock of the machine elsewhere. */
function timeOfActivity(): Instant {
  try {
    return instantAt(activityInfo().currentAttemptScheduledTimestampMs);
  } catch {
    return instantAt(Date.now());
  }
}

export function instantAt(milliseconds: number): Instant {
  const at = instantOf(milliseconds);
  if (at === undefined) throw new Error('out of range');
  return at;
}
