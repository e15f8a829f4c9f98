import type { Currency } from './billing-cycle.js';
import { compare, isMultipleOf, type Amount } from './money.js';

/** Domain rule 16: what one purchase of at least `from` brings; the highest tier reached counts. */
export interface GiftTier {
  from: Amount;
  voucher: Amount;
}

export const cardUnit = '100.00' as Amount;

/** Yuan only: a purchase in another currency brings no gift. */
export const giftTiers: Readonly<Record<Currency, readonly GiftTier[]>> = {
  CNY: [
    { from: '10000.00' as Amount, voucher: '1000.00' as Amount },
    { from: '30000.00' as Amount, voucher: '5000.00' as Amount },
    { from: '100000.00' as Amount, voucher: '20000.00' as Amount },
  ],
  USD: [],
};

/** Domain rule 16: a multiple of 100, at least 100. */
export function isFaceValue(amount: Amount): boolean {
  return compare(amount, cardUnit) >= 0 && isMultipleOf(amount, cardUnit);
}

/** The face value of the full-reduction voucher that comes with a purchase, if any. */
export function giftFor(amount: Amount, tiers: readonly GiftTier[]): Amount | undefined {
  return tiers.filter(({ from }) => compare(from, amount) <= 0).at(-1)?.voucher;
}
