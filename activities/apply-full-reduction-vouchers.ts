import type { CohortWork, StepResult } from './contract.js';
import { settleStep, type StepLedger } from './settle-step.js';

/** Full-reduction vouchers whose threshold is met pay what is left of the unrestricted lines. */
export function createApplyFullReductionVouchers(
  ledger: StepLedger,
): (work: CohortWork) => Promise<StepResult> {
  return (work) => settleStep(ledger, 'applyFullReductionVouchers', work);
}
