import type { Client } from '@temporalio/client';
import { taskQueue } from '../domain/task-queue.js';
import { followUpId } from '../domain/workflow-ids.js';
import type { FollowUpInput, followUp } from '../workflows/follow-up.js';
import { wakeSignal } from '../workflows/messages.js';

const started: {
  taskQueue: string;
  workflowId: string;
  args: [FollowUpInput];
  staticSummary: string;
} = {
  taskQueue,
  workflowId: followUpId,
  args: [{}],
  staticSummary: 'wakes those who follow arrears, and sends messages',
};

/** Has done what transactions have left to be done after their commit: signalled, or started. */
export async function wakeFollowUp(client: Client): Promise<void> {
  await client.workflow.signalWithStart<typeof followUp>('followUp', {
    ...started,
    signal: wakeSignal,
    signalArgs: [],
  });
}

/** The same some minutes from now, unless somebody wakes it before. */
export async function wakeFollowUpLater(client: Client): Promise<void> {
  await client.workflow.start<typeof followUp>('followUp', {
    ...started,
    startDelay: '5 minutes',
    workflowIdConflictPolicy: 'USE_EXISTING',
  });
}
