import type { Provider } from './records.js';
import { parseCycleId, type BillingCycle, type Currency, type Day } from './billing-cycle.js';

/** Workflow ids carry their meaning; each builder stands beside what reads it. */

export function settleCycleId({ currency, day }: BillingCycle): string {
  return `cycle/${currency}/${day}`;
}

export function cohortId({ currency, day }: BillingCycle, number: number): string {
  return `settlement/${currency}/${day}/cohort/${number.toString().padStart(4, '0')}`;
}

export function accountSettlementId({ currency, day }: BillingCycle, account: string): string {
  return `settlement/${currency}/${day}/account/${account}`;
}

/** The workflow that settles `day` for the accounts whose earlier day ended with `owner`. */
export function followingId(owner: string, day: Day): string {
  const { currency, day: ended, rest } = parseSettlementId(owner);
  return rest.startsWith('account/')
    ? `settlement/${currency}/${day}/${rest}`
    : `settlement/${currency}/${day}/after/${ended}/${rest}`;
}

/** Who sends the charges of a product. */
export function submitChargesId({
  provider,
  currency,
}: {
  provider: Provider;
  currency: Currency;
}): string {
  return `cloud-charges/${provider}/${currency}`;
}

/** Who finds out about a charge; the first supplement's and the first charge's numbers are not said. */
export function collectChargeId(provider: Provider, key: string): string {
  return `cloud-charge/${provider}/${key.replace(/\/1$/, '')}`;
}

/** Who follows what an account owes. */
export function followArrearsId(account: string): string {
  return `arrears/${account}`;
}

/** Who does what transactions have left to be done; there is one. */
export const followUpId = 'follow-up';

/** @throws RangeError when it is not the id of a settlement's workflow. */
export function parseSettlementId(id: string): BillingCycle & { rest: string } {
  const [kind, currency = '', day = '', ...rest] = id.split('/');
  if (kind !== 'settlement') throw new RangeError(`not a settlement's workflow: ${id}`);
  return { ...parseCycleId(`${currency}/${day}`), rest: rest.join('/') };
}
