import type { ChargeActivities } from './contract.js';
import type { ChargeLedger, CloudProviders, Submitters } from './charge-ports.js';
import type { FollowUp } from './follow-up-ports.js';
import { reviewCharge } from './review-charge.js';
import { submitPass, waitForConfiguration } from './submit-pass.js';

/** Sending charges and finding out about those of which nobody knows (domain rule 9). */
export function createChargeActivities(
  ledger: ChargeLedger,
  providers: CloudProviders,
  { submitters, followUp }: { submitters: Submitters; followUp: FollowUp },
): ChargeActivities {
  return {
    async submitCharges({ provider, currency, collecting }) {
      await ledger.markCollected(collecting);
      const vendor = providers.of(provider, currency);
      if (!vendor) {
        const reason = `no marketplace product of ${provider} in ${currency} is configured`;
        await ledger.parkQueue({ provider, currency }, reason);
      }
      const missing = providers.missing(provider);
      if (missing !== undefined)
        return waitForConfiguration(ledger, missing, { provider, currency });
      const pass = await submitPass(ledger, vendor, { provider, currency });
      if (pass.counts.refused > 0) await followUp.wake();
      return pass;
    },
    reviewCharge: ({ key }) => reviewCharge({ ledger, providers, submitters }, key),
    async answerCharge(answer) {
      const state = await ledger.answerCharge(answer);
      const found = await ledger.findCharge(answer.key);
      if (found && state === 'replaced') await submitters.wake(found.charge);
      if (state === 'refused') await followUp.wake();
      return state;
    },
  };
}
