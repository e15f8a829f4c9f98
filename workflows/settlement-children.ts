import { WorkflowExecutionAlreadyStartedError } from '@temporalio/common';
import { ParentClosePolicy, startChild, type ChildWorkflowHandle } from '@temporalio/workflow';
import type { Adopted } from '../activities/contract.js';
import type { BillingCycle, Currency } from '../domain/billing-cycle.js';
import { cycleId } from '../domain/billing-cycle.js';
import { counted } from '../domain/step-summary.js';
import {
  accountKey,
  currencyKey,
  cycleKey,
  firstAccountKey,
  lastAccountKey,
  settlementStateKey,
} from './search-attributes.js';
import type { CohortInput, settleCohort } from './settle-cohort.js';

/**
 * Starts the workflow of a cohort, or of one account, and waits until it runs. It is abandoned: it
 * goes on when its parent ends, and whoever it belongs to stands in the database.
 * @returns undefined when a workflow of this id runs already
 */
export async function startCohort(
  workflowId: string,
  input: CohortInput,
  accounts: number,
): Promise<ChildWorkflowHandle<typeof settleCohort> | undefined> {
  const { currency, day, first, last, alone } = input;
  try {
    return await startChild<typeof settleCohort>('settleCohort', {
      workflowId,
      args: [input],
      parentClosePolicy: ParentClosePolicy.ABANDON,
      staticSummary: alone
        ? `${currency} ${day}: account ${first}, on its own`
        : `${currency} ${day}: ${counted(accounts)}, ${first} to ${last}`,
      typedSearchAttributes: [
        { key: cycleKey, value: cycleId({ currency, day }) },
        { key: currencyKey, value: currency },
        { key: settlementStateKey, value: 'running' },
        { key: firstAccountKey, value: first },
        { key: lastAccountKey, value: last },
        ...(alone ? [{ key: accountKey, value: first }] : []),
      ],
    });
  } catch (error) {
    if (error instanceof WorkflowExecutionAlreadyStartedError) return undefined;
    throw error;
  }
}

/** The workflow of an account that was set aside. */
export async function startAlone(
  cycle: BillingCycle & { cut: number },
  { account, workflowId, hold }: { account: string; workflowId: string; hold?: string },
): Promise<void> {
  const { currency, day, cut } = cycle;
  const input = { currency, day, cut, first: account, last: account, alone: true };
  await startCohort(workflowId, hold === undefined ? input : { ...input, hold }, 1);
}

/** The workflow of accounts whose earlier day has ended. */
export async function startFollowing(currency: Currency, adopted: Adopted): Promise<void> {
  const { day, cut, owner, first, last, accounts } = adopted;
  const alone = owner.includes('/account/');
  await startCohort(
    owner,
    { currency, day, cut, first, last, ...(alone ? { alone } : {}) },
    accounts,
  );
}
