import type { Day } from './billing-cycle.js';
import { compare, parseAmount, type Amount } from './money.js';
import type { Provider } from './records.js';

export interface CloudAccount {
  id: string;
  provider: Provider;
  subscribed: boolean;
}

/** The merged residual of one cloud account, cycle and supplement: one charge (domain rule 9). */
export interface NewCharge {
  key: string;
  cloudAccount: string;
  provider: Provider;
  amount: Amount;
  /** `refused`: an unsubscribed account cannot take it, nothing is sent. */
  state: 'charging' | 'refused';
  shares: { workspace: string; amount: Amount }[];
}

/**
 * The most that one charge may hold, in currency units, at 0.01 a unit. AWS: a quantity is at most
 * 2,147,483,647 units. Huawei Cloud: a usage value has at most 8 digits before its point.
 * Alibaba Cloud states none.
 */
const limits: Readonly<Partial<Record<Provider, Amount>>> = {
  aws: parseAmount('21474836.47'),
  'huawei-cloud': parseAmount('999999.99'),
};

export function isAboveVendorLimit(provider: Provider, amount: Amount): boolean {
  const limit = limits[provider];
  return limit !== undefined && compare(amount, limit) > 0;
}

export function vendorLimit(provider: Provider): Amount | undefined {
  return limits[provider];
}

export function chargeKey(charge: { cloudAccount: string; day: Day; n: number }): string {
  return `${charge.cloudAccount}/${charge.day}/${charge.n}`;
}
