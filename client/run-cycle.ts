import type { Client, WorkflowHandle } from '@temporalio/client';
import { WorkflowIdConflictPolicy, WorkflowIdReusePolicy } from '@temporalio/common';
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

/** Waits for the report; meanwhile tells how far the cycle is. */
export async function followCycle(
  handle: WorkflowHandle<typeof settleCycle>,
  onProgress: (progress: CycleProgress) => void,
): Promise<CycleReport> {
  let ended = false;
  const result = handle.result().finally(() => {
    ended = true;
  });
  const asking = (async () => {
    while (!ended) {
      // A worker that is busy or away answers no queries; the result is what counts.
      const progress = await handle.query<CycleProgress, []>('progress').catch(() => undefined);
      if (progress && !ended) onProgress(progress);
      await Promise.race([result.catch(() => undefined), pause(askEveryMs)]);
    }
  })();
  const report = await result;
  await asking;
  return report;
}

/** Whether any worker asks this task queue for work. */
export async function hasWorker(client: Client): Promise<boolean> {
  const { pollers } = await client.workflowService.describeTaskQueue({
    namespace: client.options.namespace,
    taskQueue: { name: taskQueue },
    taskQueueType: 1,
  });
  return (pollers ?? []).length > 0;
}

function pause(milliseconds: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, milliseconds));
}
