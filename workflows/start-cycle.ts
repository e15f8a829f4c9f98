import { WorkflowExecutionAlreadyStartedError } from '@temporalio/common';
import { ParentClosePolicy, startChild, workflowInfo } from '@temporalio/workflow';
import { addDays, cycleId, dayAt, type Currency, type Day } from '../domain/billing-cycle.js';
import { instantOf } from '../domain/instant.js';
import { settleCycleId } from '../domain/workflow-ids.js';
import {
  currencyKey,
  cycleKey,
  scheduledTimeKey,
  settlementStateKey,
} from './search-attributes.js';
import type { settleCycle } from './settle-cycle.js';

export interface StartInput {
  currency: Currency;
  /** The center's zone, as the Schedule has it. */
  zone: string;
}

/**
 * What a Schedule starts: it takes the day that had just ended at the scheduled time (not at the time
 * it happens to run, which may be days later) and starts that day's cycle under its own id.
 */
export async function startCycle({ currency, zone }: StartInput): Promise<Day> {
  const { typedSearchAttributes, startTime } = workflowInfo();
  const scheduledFor = typedSearchAttributes.get(scheduledTimeKey) ?? startTime;
  const at = instantOf(scheduledFor.getTime());
  if (!at) throw new RangeError('the scheduled time is out of range');
  const day = addDays(dayAt(at, zone), -1);
  try {
    await startChild<typeof settleCycle>('settleCycle', {
      workflowId: settleCycleId({ currency, day }),
      args: [{ currency, day, scheduled: true }],
      parentClosePolicy: ParentClosePolicy.ABANDON,
      staticSummary: `settles ${currency} ${day}`,
      typedSearchAttributes: [
        { key: cycleKey, value: cycleId({ currency, day }) },
        { key: currencyKey, value: currency },
        { key: settlementStateKey, value: 'running' },
      ],
    });
  } catch (error) {
    // Started by hand, or by a backfill: it runs, which is all that was wanted.
    if (!(error instanceof WorkflowExecutionAlreadyStartedError)) throw error;
  }
  return day;
}
