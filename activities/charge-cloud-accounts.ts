import type { CohortWork, StepResult } from './contract.js';
import { settleStep, type StepLedger } from './settle-step.js';

/** What is left of the cloud lines becomes one charge for each cloud account, whatever the sites. */
export function createChargeCloudAccounts(
  ledger: StepLedger,
): (work: CohortWork) => Promise<StepResult> {
  return (work) => settleStep(ledger, 'chargeCloudAccounts', work);
}
