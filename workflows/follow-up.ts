import {
  condition,
  continueAsNew,
  proxyActivities,
  setCurrentDetails,
  setHandler,
  workflowInfo,
} from '@temporalio/workflow';
import type { FollowUpActivities, FollowUpResult } from '../activities/contract.js';
import { chargeOptions } from './activity-options.js';
import { followUpProgressQuery, wakeSignal, type FollowUpProgress } from './messages.js';

export interface FollowUpInput {
  progress?: FollowUpProgress;
}

const activities = proxyActivities<FollowUpActivities>(chargeOptions);

/**
 * Does what transactions have left to be done after their commit: wakes the workflows of accounts whose
 * arrears clock started or was cleared, and sends the messages of the outbox. It ends when nothing is
 * left; whoever leaves something wakes it.
 */
export async function followUp(input: FollowUpInput = {}): Promise<FollowUpProgress> {
  const { progress = { told: 0, deliveries: { sent: 0, failed: 0, givenUp: 0 } } } = input;
  let woken = false;
  setHandler(followUpProgressQuery, () => progress);
  setHandler(wakeSignal, () => {
    woken = true;
  });
  for (;;) {
    woken = false;
    const pass = await activities.followUp();
    addPass(progress, pass);
    setCurrentDetails(detailsOf(progress));
    if (workflowInfo().continueAsNewSuggested) await continueAsNew<typeof followUp>({ progress });
    if (pass.more) continue;
    if (pass.waitSeconds !== undefined) await condition(() => woken, `${pass.waitSeconds} seconds`);
    else if (!woken) return progress;
  }
}

function addPass(
  progress: FollowUpProgress,
  { told, deliveries: { sent, failed, givenUp }, waitSeconds }: FollowUpResult,
): void {
  progress.told += told;
  progress.deliveries.sent += sent;
  progress.deliveries.failed += failed;
  progress.deliveries.givenUp += givenUp;
  delete progress.waitSeconds;
  if (waitSeconds !== undefined) progress.waitSeconds = waitSeconds;
}

function detailsOf({ told, deliveries, waitSeconds }: FollowUpProgress): string {
  const { sent, failed, givenUp } = deliveries;
  return [
    waitSeconds === undefined
      ? '**Nothing is left to be sent.**'
      : `**The next message is tried in ${waitSeconds} s.**`,
    [
      '| since it started | |',
      '|---|--:|',
      `| accounts whose arrears clock started or was cleared | ${told} |`,
      `| messages delivered | ${sent} |`,
      `| tries that failed, and are made again | ${failed} |`,
      `| deliveries given up or refused | ${givenUp} |`,
    ].join('\n'),
  ].join('\n\n');
}
