import type { StepName } from '../domain/deduction-order.js';
import type { StepTotal } from '../ledger/cohort-result.js';
import type { CohortWork, StepResult } from './contract.js';
import { summaryOf } from '../domain/step-summary.js';

/** What the steps need of the ledger. */
export interface StepLedger {
  takeSettlementStep(step: StepName, work: CohortWork): Promise<number>;
  stepTotal(step: StepName, work: CohortWork): Promise<StepTotal>;
}

/** Takes the step, then reads back what it has taken up: a retry after a lost answer says the same. */
export async function settleStep(
  ledger: StepLedger,
  step: StepName,
  work: CohortWork,
): Promise<StepResult> {
  await ledger.takeSettlementStep(step, work);
  const total = await ledger.stepTotal(step, work);
  return { summary: summaryOf(step, total), ...total };
}
