import {
  condition,
  continueAsNew,
  proxyActivities,
  setCurrentDetails,
  setHandler,
  workflowInfo,
} from '@temporalio/workflow';
import type { ArrearsActivities, ArrearsStand } from '../activities/contract.js';
import { formatAmount } from '../domain/money.js';
import { bookkeepingOptions } from './activity-options.js';
import { arrearsProgressQuery, wakeSignal } from './messages.js';

export interface FollowArrearsInput {
  account: string;
}

const arrears = proxyActivities<ArrearsActivities>(bookkeepingOptions);

/** What is owed, and how the course is configured, is read again at least so often. */
const longestWaitMs = 24 * 3_600_000;

/**
 * Follows what an account owes (domain rule 10): sees to the notices and the lock on their days, and
 * ends when nothing is owed any more. Debt, clock, steps and lock stand on the account; here is only
 * the waiting for them. Whoever starts or clears the clock wakes it.
 */
export async function followArrears({ account }: FollowArrearsInput): Promise<string> {
  let stand: ArrearsStand | undefined;
  let woken = false;
  setHandler(arrearsProgressQuery, () => stand);
  setHandler(wakeSignal, () => {
    woken = true;
  });
  for (;;) {
    woken = false;
    const now = Date.now();
    stand = await arrears.advanceCourse({ account, now: new Date(now).toISOString() });
    setCurrentDetails(detailsOf(stand));
    if (stand.owedSince === undefined) {
      if (woken) continue;
      return `${account} owes nothing`;
    }
    const { next } = stand;
    const waitMs = next === undefined ? Infinity : Date.parse(next.at) - Date.now();
    if (waitMs > 0)
      await condition(() => woken, Math.min(waitMs, longestWaitMs), { summary: comingOf(next) });
    if (workflowInfo().continueAsNewSuggested)
      await continueAsNew<typeof followArrears>({ account });
  }
}

function detailsOf(stand: ArrearsStand): string {
  const { account, currency, owedSince, overdraft, cloudArrears, next, locked } = stand;
  if (owedSince === undefined) return `**${account} owes nothing.**`;
  const owed = `overdraft ${currency} ${formatAmount(overdraft)}, cloud arrears ${currency} ${formatAmount(cloudArrears)}`;
  return [
    `**${account}** owes ${owed} since ${owedSince}${locked ? '; its workspaces are **locked**' : ''}; **${comingOf(next)}**.`,
    ['| day | step | due | taken |', '|--:|---|---|---|', ...stand.steps.map(rowOf)].join('\n'),
  ].join('\n\n');
}

function comingOf(next: ArrearsStand['next']): string {
  if (next === undefined) return 'locked until nothing is owed any more';
  return `next: ${next.kind} of day ${next.day}, at ${next.at}`;
}

function rowOf({ day, kind, at, takenAt, overtaken }: ArrearsStand['steps'][number]): string {
  return `| ${day} | ${kind} | ${at} | ${overtaken ? 'overtaken by a later one' : (takenAt ?? '')} |`;
}
