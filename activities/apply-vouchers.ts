import type { CohortWork, StepResult } from './contract.js';
import { settleStep, type StepLedger } from './settle-step.js';

/** Ordinary vouchers pay unrestricted lines, the earliest expiry first. */
export function createApplyVouchers(ledger: StepLedger): (work: CohortWork) => Promise<StepResult> {
  return (work) => settleStep(ledger, 'applyVouchers', work);
}
