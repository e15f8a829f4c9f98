import type { Currency } from '../domain/billing-cycle.js';
import { yuanPerDollar } from './account-plan.js';

/** The price of one billing item at one retention. */
export interface Price {
  item: string;
  /** Millionths of the currency for `per` units. */
  micros: number;
  per: number;
  /** Decimals of its quantities: parts of a gigabyte, hosts that ran for a part of the day. */
  places: number;
  /** How much of a bill it makes, beside the others. */
  weight: number;
}

type Row = readonly [item: string, micros: number, per: number, places: number, weight: number];

const yuanPrices: readonly Row[] = [
  ['time-series', 600_000, 1_000, 0, 30],
  ['time-series', 1_000_000, 1_000, 0, 30],
  ['time-series', 7_000_000, 1_000, 0, 15],
  ['logs', 1_000_000, 1_000_000, 0, 20],
  ['logs', 1_200_000, 1_000_000, 0, 30],
  ['logs', 2_500_000, 1_000_000, 0, 15],
  ['traces', 2_000_000, 1_000_000, 0, 15],
  ['traces', 19_440_000, 1_000_000, 0, 8],
  ['profiles', 200_000, 10_000, 0, 4],
  ['profiles', 500_000, 10_000, 0, 4],
  ['page-views', 700_000, 10_000, 0, 12],
  ['page-views', 6_480_000, 10_000, 0, 8],
  ['session-replay', 2_500_000, 1_000, 0, 6],
  ['triggers', 1_000_000, 10_000, 0, 3],
  ['dial-testing', 1_000_000, 10_000, 0, 6],
  ['sms', 100_000, 1, 0, 6],
  ['network-hosts', 2_000_000, 1, 2, 8],
  ['sensitive-data-scan', 100_000, 1, 3, 2],
  ['data-forwarding', 350_000, 1, 3, 3],
  ['scheduled-reports', 1_000_000, 1, 0, 1],
];

function pricesIn(currency: Currency): Price[] {
  return (
    yuanPrices
      // SMS is sold by the CNY center only.
      .filter(([item]) => currency === 'CNY' || item !== 'sms')
      .map(([item, micros, per, places, weight]) => ({
        item,
        micros: currency === 'CNY' ? micros : Math.floor(micros / yuanPerDollar),
        per,
        places,
        weight,
      }))
  );
}

export const priceList: Readonly<Record<Currency, readonly Price[]>> = {
  CNY: pricesIn('CNY'),
  USD: pricesIn('USD'),
};
