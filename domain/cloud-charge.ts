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

/**
 * Where a charge stands with its vendor: `stored` may be sent; `sending` has an attempt in flight;
 * of an `undecided` one nobody knows whether the vendor has it; a `parked` one waits for an operator.
 */
export const chargeStates = [
  'stored',
  'sending',
  'undecided',
  'parked',
  'accepted',
  'provisional',
  'refused',
  'replaced',
  'written-off',
] as const;

export type ChargeState = (typeof chargeStates)[number];

/** What that is to the settlement: a provisional acceptance counts as one, what is given up as paid. */
export type ChargeStanding = 'charging' | 'accepted' | 'refused';

export function standingOf(state: ChargeState): ChargeStanding {
  switch (state) {
    case 'stored':
    case 'sending':
    case 'undecided':
    case 'parked':
      return 'charging';
    case 'accepted':
    case 'provisional':
    case 'written-off':
    case 'replaced':
      return 'accepted';
    case 'refused':
      return 'refused';
  }
}

/** `replacement`: 2 for the charge that takes the place of the first one, and so on. */
export function chargeKey({
  cloudAccount,
  day,
  n,
  replacement = 1,
}: {
  cloudAccount: string;
  day: Day;
  n: number;
  replacement?: number;
}): string {
  const key = `${cloudAccount}/${day}/${n}`;
  return replacement === 1 ? key : `${key}/r${replacement}`;
}
