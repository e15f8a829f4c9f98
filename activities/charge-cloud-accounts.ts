import type { Currency } from '../domain/billing-cycle.js';
import type { Provider } from '../domain/records.js';
import type { Submitters } from './charge-ports.js';
import type { CohortWork, StepResult } from './contract.js';
import { settleStep, type StepLedger } from './settle-step.js';

export interface ChargeStepLedger extends StepLedger {
  /** Vendors that have charges of these accounts to be sent. */
  providersWithCharges(work: CohortWork): Promise<Provider[]>;
}

/**
 * What is left of the cloud lines becomes one charge for each cloud account, whatever the sites. Who
 * sends them is woken once they are stored.
 */
export function createChargeCloudAccounts(
  ledger: ChargeStepLedger,
  submitters: Submitters,
): (work: CohortWork) => Promise<StepResult> {
  return async (work) => {
    const result = await settleStep(ledger, 'chargeCloudAccounts', work);
    const currency: Currency = work.currency;
    for (const provider of await ledger.providersWithCharges(work))
      await submitters.wake({ provider, currency });
    return result;
  };
}
