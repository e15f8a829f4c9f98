import { WorkflowExecutionAlreadyStartedError } from '@temporalio/common';
import {
  condition,
  continueAsNew,
  ParentClosePolicy,
  proxyActivities,
  setCurrentDetails,
  setHandler,
  startChild,
  workflowInfo,
} from '@temporalio/workflow';
import type { ChargeActivities, SubmitResult } from '../activities/contract.js';
import type { Currency } from '../domain/billing-cycle.js';
import { addOutcomes, noOutcomes } from '../domain/charge-outcome.js';
import type { Provider } from '../domain/records.js';
import { collectChargeId } from '../domain/workflow-ids.js';
import { chargeOptions } from './activity-options.js';
import type { collectCloudCharge } from './collect-cloud-charge.js';
import { submitProgressQuery, wakeSignal, type SubmitProgress } from './messages.js';
import { accountKey, currencyKey, providerKey, settlementStateKey } from './search-attributes.js';

export interface SubmitInput {
  provider: Provider;
  currency: Currency;
  progress?: SubmitProgress;
}

const charges = proxyActivities<ChargeActivities>(chargeOptions);

/** Until an attempt whose sender has vanished may be judged. */
const vanishedSeconds = 20;

/**
 * Sends the charges of one vendor's product, one after another from the database: the only sender
 * there is, so that the vendor's rate holds over all workers. It ends when nothing is left to send;
 * whoever stores a charge wakes it.
 */
export async function submitCharges(input: SubmitInput): Promise<SubmitProgress> {
  const { provider, currency } = input;
  const progress: SubmitProgress = input.progress ?? { counts: noOutcomes(), due: 0 };
  let woken = false;
  setHandler(submitProgressQuery, () => progress);
  setHandler(wakeSignal, () => {
    woken = true;
  });
  for (let collecting: string[] = []; ;) {
    woken = false;
    const pass = await charges.submitCharges({ provider, currency, collecting });
    addPass(progress, pass);
    setCurrentDetails(detailsOf(progress));
    for (const each of pass.toCollect) await startCollecting(input, each);
    collecting = pass.toCollect.map(({ key }) => key);
    if (workflowInfo().continueAsNewSuggested && collecting.length === 0)
      await continueAsNew<typeof submitCharges>({ provider, currency, progress });
    if (collecting.length > 0 || pass.due > 0) continue;
    const wait = waitOf(pass);
    // Where nothing can be sent, one more charge changes nothing.
    const isCalled = (): boolean => woken && pass.missing === undefined;
    if (wait !== undefined) await condition(isCalled, `${wait} seconds`);
    else if (!woken) return progress;
  }
}

/** Until something can be done; undefined where nothing is left. */
function waitOf({ waitSeconds, sending }: SubmitResult): number | undefined {
  if (sending === 0) return waitSeconds;
  return Math.min(vanishedSeconds, waitSeconds ?? vanishedSeconds);
}

/** A charge that is not decided gets a workflow of its own, where operators find it. */
async function startCollecting(
  { provider, currency }: SubmitInput,
  { key, account }: { key: string; account: string },
): Promise<void> {
  try {
    await startChild<typeof collectCloudCharge>('collectCloudCharge', {
      workflowId: collectChargeId(provider, key),
      args: [{ key }],
      parentClosePolicy: ParentClosePolicy.ABANDON,
      staticSummary: `finds out about ${key}`,
      typedSearchAttributes: [
        { key: providerKey, value: provider },
        { key: currencyKey, value: currency },
        { key: accountKey, value: account },
        { key: settlementStateKey, value: 'charging' },
      ],
    });
  } catch (error) {
    if (!(error instanceof WorkflowExecutionAlreadyStartedError)) throw error;
  }
}

function addPass(
  progress: SubmitProgress,
  { counts, due, waitSeconds, missing }: SubmitProgress,
): void {
  progress.counts = addOutcomes(progress.counts, counts);
  progress.due = due;
  delete progress.waitSeconds;
  delete progress.missing;
  if (missing !== undefined) progress.missing = missing;
  if (waitSeconds !== undefined) progress.waitSeconds = waitSeconds;
}

function detailsOf({ counts, due, waitSeconds, missing }: SubmitProgress): string {
  const rows = [
    ['accepted', counts.accepted],
    ['accepted provisionally', counts['accepted-provisionally']],
    ['refused, now cloud arrears', counts.refused],
    ['undecided: each has a workflow of its own', counts.undecided],
    ['not sent, tried again', counts['not-sent']],
  ] as const;
  return [
    ...(missing === undefined ? [] : [`**Nothing can be sent**: ${missing}`]),
    `**${due} to send**${waitSeconds === undefined ? '' : `; the next try is in ${waitSeconds} s`}`,
    [
      '| outcome of a try | charges |',
      '|---|--:|',
      ...rows.map(([name, count]) => `| ${name} | ${count} |`),
    ].join('\n'),
  ].join('\n\n');
}
