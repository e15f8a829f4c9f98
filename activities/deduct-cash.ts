import type { CohortWork, StepResult } from './contract.js';
import { settleStep, type StepLedger } from './settle-step.js';

/** Cash pays what is left of the enterprise lines; it never pays a cloud-settled workspace. */
export function createDeductCash(ledger: StepLedger): (work: CohortWork) => Promise<StepResult> {
  return (work) => settleStep(ledger, 'deductCash', work);
}
