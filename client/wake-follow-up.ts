import type { Client } from '@temporalio/client';
import { taskQueue } from '../domain/task-queue.js';
import { followUpId } from '../domain/workflow-ids.js';
import type { followUp } from '../workflows/follow-up.js';
import { wakeSignal } from '../workflows/messages.js';

/** Has done what transactions have left to be done after their commit: signalled, or started. */
export async function wakeFollowUp(client: Client): Promise<void> {
  await client.workflow.signalWithStart<typeof followUp>('followUp', {
    taskQueue,
    workflowId: followUpId,
    args: [{}],
    signal: wakeSignal,
    signalArgs: [],
    staticSummary: 'wakes those who follow arrears, and sends messages',
  });
}
