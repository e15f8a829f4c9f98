import { activityInfo } from '@temporalio/activity';
import type { StepName } from '../domain/deduction-order.js';
import { summaryOf } from '../domain/step-summary.js';
import type { StepTotal } from '../ledger/cohort-result.js';
import type { StepTaken } from '../ledger/take-step.js';
import type { CohortWork, StepResult } from './contract.js';

/** What the steps need of the ledger. */
export interface StepLedger {
  takeSettlementStep(step: StepName, work: CohortWork): Promise<StepTaken>;
  /** What the step has taken up by now, whoever did it. */
  stepTotal(step: StepName, work: CohortWork): Promise<StepTotal>;
}

/**
 * Takes the step. A retry after a lost answer finds it done, so it reads back what was taken up and
 * says the same.
 */
export async function settleStep(
  ledger: StepLedger,
  step: StepName,
  work: CohortWork,
): Promise<StepResult> {
  const taken = await ledger.takeSettlementStep(step, work);
  const isFirstTry = work.fresh !== undefined && activityInfo().attempt === 1;
  const total = isFirstTry
    ? { accounts: work.fresh ?? 0, ...taken }
    : await ledger.stepTotal(step, work);
  return { summary: summaryOf(step, total), ...total };
}
