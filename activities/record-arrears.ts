import { summaryOf } from '../domain/step-summary.js';
import type { cohortRows } from '../ledger/cohort-result.js';
import type { CohortResult, CohortWork } from './contract.js';
import type { StepLedger } from './settle-step.js';

export interface ArrearsLedger extends StepLedger {
  cohortRows(work: CohortWork, most: number): ReturnType<typeof cohortRows>;
  hasWaiting(work: CohortWork): Promise<boolean>;
}

/** The Web UI shows so many accounts of a cohort. */
const mostRows = 50;

/**
 * Ends the settlements: cards and cash that came in since their steps pay first, what is left is owed
 * as overdraft, and each settlement is done, or charging while a cloud charge is not decided.
 */
export function createRecordArrears(
  ledger: ArrearsLedger,
): (work: CohortWork) => Promise<CohortResult> {
  return async (work) => {
    await ledger.takeSettlementStep('recordArrears', work);
    const result = await ledger.cohortRows(work, mostRows);
    const { accounts, withArrears: took, amounts } = result;
    const total = { accounts, took, amount: amounts.arrears };
    const { rows, inArrears, charging } = result;
    const waiting = await ledger.hasWaiting(work);
    const summary = summaryOf('recordArrears', total);
    return { summary, ...total, rows, amounts, inArrears, charging, waiting };
  };
}
