import type { WorkflowHandle } from '@temporalio/client';
import type { StepName } from '../../domain/deduction-order.js';
import type { CohortProgress } from '../../workflows/messages.js';
import type { System } from './system.js';
import { untilTrue } from './until-true.js';

/**
 * The server refuses the entry of this step for this account, so that its cohort stands before the
 * step, trying again, until the returned function is called.
 */
export async function refuseEntry(
  { ledger }: System,
  { account, step }: { account: string; step: StepName },
): Promise<() => Promise<void>> {
  const db = ledger.client.db(ledger.collections.entries.dbName);
  const validator = { $nor: [{ account, key: { $regex: `/${step}$` } }] };
  await db.command({ collMod: 'entries', validator });
  return async () => {
    await db.command({ collMod: 'entries', validator: {} });
  };
}

/** Waits until the workflow runs and an activity of this name has failed at least once. */
export async function untilFailing(handle: WorkflowHandle, activity: string): Promise<void> {
  await untilTrue(async () => {
    const description = await handle.describe().catch(() => undefined);
    return (description?.raw.pendingActivities ?? []).some(
      ({ activityType, lastFailure }) =>
        activityType?.name === activity && lastFailure !== null && lastFailure !== undefined,
    );
  });
}

/**
 * Lets the cohort of `account` run and stand still behind `step`, paused, for as long as a test
 * wants: everything up to the step has been committed, nothing after it.
 * @param start starts what leads to that cohort
 */
export async function standBehind(
  system: System,
  { cohort, account, step }: { cohort: string; account: string; step: StepName },
  start: () => Promise<unknown>,
): Promise<WorkflowHandle> {
  const allow = await refuseEntry(system, { account, step });
  await start();
  const handle = system.client.workflow.getHandle(cohort);
  await untilFailing(handle, step);
  await handle.executeUpdate('pause');
  await allow();
  await untilTrue(async () => {
    const { paused, done } = await handle.query<CohortProgress>('progress');
    return paused && done.some((each) => each.step === step);
  });
  return handle;
}

export async function untilPaused(handle: WorkflowHandle): Promise<void> {
  await untilTrue(async () => (await handle.query<{ paused: boolean }>('progress')).paused);
}

/**
 * Temporal takes a run back to its first workflow task, or to the last before it started a child, and
 * lets it go on from there.
 */
export async function reset(
  { client }: System,
  workflowId: string,
  to: 'first' | 'before-children',
): Promise<void> {
  const handle = client.workflow.getHandle(workflowId);
  const { runId } = await handle.describe();
  const events = (await handle.fetchHistory()).events ?? [];
  const child = events.findIndex(
    (each) => each.startChildWorkflowExecutionInitiatedEventAttributes,
  );
  const tasks = (to === 'first' ? events : events.slice(0, child)).filter(
    (each) => each.workflowTaskCompletedEventAttributes,
  );
  const task = tasks.at(to === 'first' ? 0 : -1);
  if (!task?.eventId) throw new Error(`${workflowId} has no workflow task to go back to`);
  await client.workflowService.resetWorkflowExecution({
    namespace: client.options.namespace,
    workflowExecution: { workflowId, runId },
    reason: 'an operator',
    requestId: `reset ${runId}`,
    workflowTaskFinishEventId: task.eventId,
  });
}
