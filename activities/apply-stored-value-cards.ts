import type { CohortWork, StepResult } from './contract.js';
import { settleStep, type StepLedger } from './settle-step.js';

/** Stored-value cards pay what is left of every line, restricted ones too. */
export function createApplyStoredValueCards(
  ledger: StepLedger,
): (work: CohortWork) => Promise<StepResult> {
  return (work) => settleStep(ledger, 'applyStoredValueCards', work);
}
