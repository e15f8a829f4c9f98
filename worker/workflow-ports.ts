import { WorkflowNotFoundError, type Client } from '@temporalio/client';
import type { Submitters } from '../activities/charge-ports.js';
import type { RunningWorkflows } from '../activities/cycle.js';
import type { ArrearsFollowers, FollowUp } from '../activities/follow-up-ports.js';
import { wakeFollowUp } from '../client/wake-follow-up.js';
import { taskQueue } from '../domain/task-queue.js';
import { followArrearsId, submitChargesId } from '../domain/workflow-ids.js';
import type { followArrears } from '../workflows/follow-arrears.js';
import { wakeSignal } from '../workflows/messages.js';
import {
  accountKey,
  currencyKey,
  providerKey,
  settlementStateKey,
} from '../workflows/search-attributes.js';
import type { submitCharges } from '../workflows/submit-charges.js';

/** What activities say to workflows, and ask of them. */
export function workflowPorts(client: Client): {
  submitters: Submitters;
  workflows: RunningWorkflows;
  followUp: FollowUp;
  followers: ArrearsFollowers;
} {
  return {
    submitters: { wake: (of) => wakeSubmitter(client, of) },
    workflows: { isRunning: (workflowId) => isRunning(client, workflowId) },
    followUp: { wake: inTurn(() => wakeFollowUp(client)) },
    followers: { tell: (change) => tellFollower(client, change) },
  };
}

/** Signalled where it runs, started where it does not: in one call, so that no charge is missed. */
async function wakeSubmitter(
  client: Client,
  { provider, currency }: Parameters<Submitters['wake']>[0],
): Promise<void> {
  await client.workflow.signalWithStart<typeof submitCharges>('submitCharges', {
    taskQueue,
    workflowId: submitChargesId({ provider, currency }),
    args: [{ provider, currency }],
    signal: wakeSignal,
    signalArgs: [],
    staticSummary: `sends the charges of ${provider} in ${currency}`,
    typedSearchAttributes: [
      { key: providerKey, value: provider },
      { key: currencyKey, value: currency },
      { key: settlementStateKey, value: 'charging' },
    ],
  });
}

/** A clock that runs needs somebody to follow it; of one that was cleared only who follows it need hear. */
async function tellFollower(
  client: Client,
  { account, currency, runs }: Parameters<ArrearsFollowers['tell']>[0],
): Promise<void> {
  const workflowId = followArrearsId(account);
  if (!runs) {
    await unlessGone(client.workflow.getHandle(workflowId).signal(wakeSignal));
    return;
  }
  await client.workflow.signalWithStart<typeof followArrears>('followArrears', {
    taskQueue,
    workflowId,
    args: [{ account }],
    signal: wakeSignal,
    signalArgs: [],
    staticSummary: `follows what ${account} owes`,
    typedSearchAttributes: [
      { key: accountKey, value: account },
      { key: currencyKey, value: currency },
      { key: settlementStateKey, value: 'arrears' },
    ],
  });
}

async function isRunning(client: Client, workflowId: string): Promise<boolean> {
  const found = await unlessGone(client.workflow.getHandle(workflowId).describe());
  return found?.status.name === 'RUNNING';
}

/** Whoever asks while a call is under way shares the next one, which begins after he has asked. */
function inTurn(call: () => Promise<void>): () => Promise<void> {
  let running = Promise.resolve();
  let next: Promise<void> | undefined;
  return () => {
    next ??= running
      .catch(() => undefined)
      .then(() => {
        next = undefined;
        running = call();
        return running;
      });
    return next;
  };
}

/** @returns undefined where there is no such workflow, or it has ended */
async function unlessGone<T>(answer: Promise<T>): Promise<T | undefined> {
  try {
    return await answer;
  } catch (error) {
    if (error instanceof WorkflowNotFoundError) return undefined;
    throw error;
  }
}
