import { isRestricted } from '../domain/records.js';
import type { AccountPlan } from './account-plan.js';
import { Deck, shuffled } from './deck.js';
import { microsPerCent, microsText, quantityText, scale } from './integer-money.js';
import { priceList, type Price } from './price-list.js';
import type { Random } from './random.js';

export interface SampleLine {
  item: string;
  quantity?: string;
  micros: number;
}

type Oddity = 'none' | 'zero' | 'sub-cent' | 'no quantity' | 'newer name';

const oddityDeck: readonly (readonly [Oddity, number])[] = [
  ['none', 40],
  ['zero', 1],
  ['sub-cent', 2],
  ['no quantity', 1],
  ['newer name', 6],
];

const leastLines = 3;
const mostLines = 13;

/** Writes the lines of one workspace's bill: about `targetMicros` in all. */
export function billLineMaker(
  random: Random,
): (plan: AccountPlan, targetMicros: number) => SampleLine[] {
  const oddities = new Deck(random, oddityDeck);
  return (plan, targetMicros) => {
    const prices = chosenPrices(plan, random);
    const weights = prices.map(
      ({ item, weight }) =>
        weight *
        random.between(4, 20) *
        (plan.funding === 'short-of-restricted' && isRestricted(item) ? 6 : 1),
    );
    const whole = weights.reduce((total, weight) => total + weight, 0);
    return prices.map((price, index) => {
      const target = scale(targetMicros, weights[index] ?? 0, whole);
      // The main line is what makes the bill as large as it is planned to be.
      return index === 0 ? line(price, target) : oddLine(price, target, oddities.deal(), random);
    });
  };
}

function chosenPrices({ currency, size, funding }: AccountPlan, random: Random): Price[] {
  const prices = shuffled(priceList[currency], random);
  bringForward(prices, ({ item }) => item === 'time-series' || item === 'logs');
  if (funding === 'short-of-restricted') bringForward(prices, ({ item }) => isRestricted(item));
  const most = size === 'tiny' ? 7 : mostLines;
  return prices.slice(0, random.between(leastLines, most));
}

/** Nearly every workspace has metrics or logs, whatever else it uses. */
function bringForward(prices: Price[], wanted: (price: Price) => boolean): void {
  prices.unshift(...prices.splice(prices.findIndex(wanted), 1));
}

function line(price: Price, targetMicros: number): SampleLine {
  const stepsPerUnit = 10 ** price.places;
  const steps = Math.max(1, scale(targetMicros, price.per * stepsPerUnit, price.micros));
  return {
    item: price.item,
    quantity: quantityText(steps, price.places),
    micros: scale(steps, price.micros, price.per * stepsPerUnit),
  };
}

function oddLine(price: Price, target: number, oddity: Oddity, random: Random): SampleLine {
  const { item } = price;
  switch (oddity) {
    case 'zero':
      return { item, quantity: '0', micros: 0 };
    case 'sub-cent':
      // Too little for a cent; about half of them round up to one.
      return line(price, Math.min(target, random.between(500, microsPerCent - 1)));
    case 'no quantity':
      return { item, micros: line(price, target).micros };
    case 'newer name':
      return { ...line(price, target), item: item === 'dial-testing' ? 'synthetic-tests' : item };
    case 'none':
      break;
  }
  return line(price, target);
}

export function writtenLine({ item, quantity, micros }: SampleLine): object {
  return { item, quantity, amount: microsText(micros) };
}
