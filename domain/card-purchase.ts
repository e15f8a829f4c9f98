import type { Currency } from './billing-cycle.js';
import { compare, isMultipleOf, parseAmount, type Amount } from './money.js';

/** Domain rule 16: one purchase of at least `from` brings a full-reduction voucher of `voucher`. */
export interface GiftTier {
  from: Amount;
  voucher: Amount;
}

export type GiftTiers = Readonly<Record<Currency, readonly GiftTier[]>>;

const cardUnit = parseAmount('100.00');

/** Where nothing else is configured. Yuan only: a purchase in another currency brings no gift. */
export const usualGiftTiers: GiftTiers = {
  CNY: [
    { from: parseAmount('10000.00'), voucher: parseAmount('1000.00') },
    { from: parseAmount('30000.00'), voucher: parseAmount('5000.00') },
    { from: parseAmount('100000.00'), voucher: parseAmount('20000.00') },
  ],
  USD: [],
};

/** A multiple of 100, at least 100. */
export function isFaceValue(amount: Amount): boolean {
  return compare(amount, cardUnit) >= 0 && isMultipleOf(amount, cardUnit);
}

/** The face value of the gift of one purchase, by the highest tier that it reaches. */
export function giftFor(amount: Amount, tiers: readonly GiftTier[]): Amount | undefined {
  return tiers
    .filter(({ from }) => compare(from, amount) <= 0)
    .toSorted((a, b) => compare(a.from, b.from))
    .at(-1)?.voucher;
}
