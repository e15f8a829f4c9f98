import type { Currency, Day } from '../domain/billing-cycle.js';
import { Deck } from './deck.js';
import type { Random } from './random.js';

export type Size = 'tiny' | 'small' | 'medium' | 'large';

/** What an account mainly pays with, or why it will owe. */
export type Funding =
  | 'vouchers'
  | 'cards'
  | 'cash'
  | 'cloud'
  | 'everything'
  | 'short'
  /** Vouchers in plenty, but nothing that may pay SMS and dial testing. */
  | 'short-of-restricted'
  /** Consumes nothing on the day. */
  | 'idle';

/** What is decided about an account before its records are written. */
export interface AccountPlan {
  /** Zero padded, so that the order of ids is the order of numbers. */
  number: string;
  currency: Currency;
  day: Day;
  size: Size;
  funding: Funding;
  /** About what its workspaces consume on the day. */
  targetCents: number;
}

/**
 * The large accounts carry about half of the money, so they pay with everything; and one of the
 * two that owe is of medium size, or the arrears would drown in the rest.
 */
const accountDeck: readonly (readonly [{ size: Size; funding: Funding }, number])[] = [
  [{ size: 'large', funding: 'everything' }, 1],
  [{ size: 'medium', funding: 'short' }, 1],
  [{ size: 'medium', funding: 'vouchers' }, 1],
  [{ size: 'medium', funding: 'cloud' }, 1],
  [{ size: 'medium', funding: 'cards' }, 1],
  [{ size: 'small', funding: 'short-of-restricted' }, 1],
  [{ size: 'small', funding: 'everything' }, 1],
  [{ size: 'small', funding: 'vouchers' }, 1],
  [{ size: 'small', funding: 'cards' }, 1],
  [{ size: 'small', funding: 'cash' }, 2],
  [{ size: 'small', funding: 'cloud' }, 2],
  [{ size: 'tiny', funding: 'vouchers' }, 2],
  [{ size: 'tiny', funding: 'cards' }, 1],
  [{ size: 'tiny', funding: 'cash' }, 2],
  [{ size: 'tiny', funding: 'cloud' }, 1],
  [{ size: 'tiny', funding: 'idle' }, 1],
];

/** Consumption of a day in cents, in CNY. */
const sizes: Readonly<Record<Size, readonly [low: number, high: number]>> = {
  tiny: [400, 3_000],
  small: [3_000, 15_000],
  medium: [30_000, 90_000],
  large: [150_000, 450_000],
};

/** Prices in USD are about a seventh of those in CNY, and so are the bills. */
export const yuanPerDollar = 7;

const currencyDeck: readonly (readonly [Currency, number])[] = [
  ['CNY', 4],
  ['USD', 1],
];

/** Plans the accounts 1, 2, 3 … of a sample. */
export function accountPlanner(
  random: Random,
  { accounts, day }: { accounts: number; day: Day },
): (number: number) => AccountPlan {
  const width = Math.max(5, String(accounts).length);
  const currencies = new Deck(random, currencyDeck);
  const plans = {
    CNY: new Deck(random, accountDeck),
    USD: new Deck(random, accountDeck),
  };
  // One of ten large customers is three times as large again.
  const growth = new Deck(random, [
    [1, 9],
    [3, 1],
  ]);
  return (number) => {
    const currency = currencies.deal();
    const { size, funding } = plans[currency].deal();
    const [low, high] = sizes[size];
    const yuanCents = random.logBetween(low, high) * (size === 'large' ? growth.deal() : 1);
    return {
      number: String(number).padStart(width, '0'),
      currency,
      day,
      size,
      funding,
      targetCents: currency === 'CNY' ? yuanCents : Math.floor(yuanCents / yuanPerDollar),
    };
  };
}
