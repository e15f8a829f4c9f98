import {
  isGrpcServiceError,
  ServiceError,
  type Client,
  type WorkflowHandle,
} from '@temporalio/client';
import { WorkflowIdConflictPolicy, WorkflowIdReusePolicy } from '@temporalio/common';
import { temporal } from '@temporalio/proto';
import { cycleId, type BillingCycle } from '../domain/billing-cycle.js';
import type { CycleReport } from '../domain/cycle-report.js';
import { taskQueue } from '../domain/task-queue.js';
import { settleCycleId } from '../domain/workflow-ids.js';
import type { CycleProgress } from '../workflows/messages.js';
import { currencyKey, cycleKey, settlementStateKey } from '../workflows/search-attributes.js';
import type { settleCycle } from '../workflows/settle-cycle.js';

/** Starts the cycle's workflow, or joins it where it runs already. */
export async function startCycleRun(
  client: Client,
  cycle: BillingCycle,
): Promise<WorkflowHandle<typeof settleCycle>> {
  return client.workflow.start<typeof settleCycle>('settleCycle', {
    taskQueue,
    workflowId: settleCycleId(cycle),
    args: [{ ...cycle }],
    workflowIdConflictPolicy: WorkflowIdConflictPolicy.USE_EXISTING,
    workflowIdReusePolicy: WorkflowIdReusePolicy.ALLOW_DUPLICATE,
    staticSummary: `settles ${cycle.currency} ${cycle.day}`,
    typedSearchAttributes: [
      { key: cycleKey, value: cycleId(cycle) },
      { key: currencyKey, value: cycle.currency },
      { key: settlementStateKey, value: 'running' },
    ],
  });
}

const askEveryMs = 500;

/**
 * Waits for the report; meanwhile tells how far the cycle is. A cycle that the Schedule started waits
 * for manifests: who runs it by hand does not.
 */
export async function followCycle(
  handle: WorkflowHandle<typeof settleCycle>,
  onProgress: (progress: CycleProgress) => void,
): Promise<CycleReport> {
  const result = resultOf(handle);
  const ended = result.then(
    () => true,
    () => true,
  );
  // Once more after the end, so that the last word is not from the middle of it.
  for (let over = false; ; over = await Promise.race([ended, pause(askEveryMs)])) {
    // A worker that is busy or away answers no queries; the result is what counts.
    const progress = await handle.query<CycleProgress>('progress').catch(() => undefined);
    if (progress) onProgress(progress);
    if (progress?.phase === 'opening' && progress.waitsFor.length > 0)
      await handle.executeUpdate('goOn').catch(() => undefined);
    if (over) return result;
  }
}

/** Through a server that goes away and comes back: the cycle goes on, whoever waits for it. */
async function resultOf(handle: WorkflowHandle<typeof settleCycle>): Promise<CycleReport> {
  for (;;) {
    try {
      return await handle.result();
    } catch (error) {
      if (!isServerAway(error)) throw error;
      await pause(askEveryMs);
    }
  }
}

/** gRPC's DEADLINE_EXCEEDED and UNAVAILABLE. */
const awayStatuses: ReadonlySet<number> = new Set([4, 14]);

function isServerAway(error: unknown): boolean {
  return (
    error instanceof ServiceError &&
    isGrpcServiceError(error.cause) &&
    awayStatuses.has(error.cause.code)
  );
}

const workflowTasks = temporal.api.enums.v1.TaskQueueType.TASK_QUEUE_TYPE_WORKFLOW;

/** Whether any worker asks this task queue for work. */
export async function hasWorker(client: Client): Promise<boolean> {
  const { pollers } = await client.workflowService.describeTaskQueue({
    namespace: client.options.namespace,
    taskQueue: { name: taskQueue },
    taskQueueType: workflowTasks,
  });
  return (pollers ?? []).length > 0;
}

function pause(milliseconds: number): Promise<false> {
  return new Promise((resolve) => {
    setTimeout(() => resolve(false), milliseconds);
  });
}
