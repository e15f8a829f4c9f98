import { Decimal } from 'decimal.js';

/**
 * An amount of money: a canonical decimal string, never negative, with at least two decimals and
 * no more than it needs ('21.10', '0.004'). Equal amounts are equal strings.
 * Order is another matter ('9' < '10' is false): compare only with `compare`.
 */
export type Amount = string & { readonly amount: unique symbol };

/** Sums are exact: wide enough that nothing is rounded before `fits` refuses it. */
const Exact = Decimal.clone({
  precision: 80,
  rounding: Decimal.ROUND_HALF_UP,
  toExpPos: 100,
  toExpNeg: -100,
});

/** What MongoDB's Decimal128 holds. */
export const maxDigits = 34;

const form = /^[0-9]+(\.[0-9]+)?$/;

export const zero = '0.00' as Amount;

export class AmountError extends Error {
  override readonly name = 'AmountError';
}

function canonical(value: Decimal): Amount {
  if (value.isNegative() && !value.isZero())
    throw new AmountError(`an amount below zero: ${value.toFixed()}`);
  if (value.precision() > maxDigits)
    throw new AmountError(`an amount of more than ${maxDigits} digits: ${value.toFixed()}`);
  const places = value.decimalPlaces();
  return value.toFixed(places < 2 ? 2 : places) as Amount;
}

/**
 * Reads `[0-9]+(.[0-9]+)?` of at most 34 digits.
 * @throws AmountError on anything else.
 */
export function parseAmount(text: string): Amount {
  if (!form.test(text))
    throw new AmountError('must be a decimal number like "12.50", not negative');
  if (text.replace('.', '').length > maxDigits)
    throw new AmountError(`has more than ${maxDigits} digits`);
  return canonical(new Exact(text));
}

/** -1, 0 or 1 as `a` is below, equal to or above `b`. */
export function compare(a: Amount, b: Amount): -1 | 0 | 1 {
  if (a === b) return 0;
  return new Exact(a).lessThan(b) ? -1 : 1;
}

export function isZero(a: Amount): boolean {
  return a === zero;
}

export function add(a: Amount, b: Amount): Amount {
  if (a === zero) return b;
  if (b === zero) return a;
  return canonical(new Exact(a).plus(b));
}

/** @throws AmountError when `b` is above `a`: no balance is ever below zero. */
export function subtract(a: Amount, b: Amount): Amount {
  if (b === zero) return a;
  if (a === b) return zero;
  return canonical(new Exact(a).minus(b));
}

export function min(a: Amount, b: Amount): Amount {
  return compare(a, b) <= 0 ? a : b;
}

export function sum(amounts: Iterable<Amount>): Amount {
  let total = new Exact(0);
  for (const each of amounts) if (each !== zero) total = total.plus(each);
  return canonical(total);
}

/** `a` − `b` with its sign, for what is shown as a balance that may be negative. */
export function signedDifference(a: Amount, b: Amount): string {
  return new Exact(a).minus(b).toFixed(2);
}

/** Two decimals, half up: the only rounding there is (domain rule 2), once for each bill line. */
export function roundBillLine(a: Amount): Amount {
  return canonical(new Exact(a).toDecimalPlaces(2, Decimal.ROUND_HALF_UP));
}

/** How many decimals an amount shows: 2 for money, more only in an unrounded bill line. */
export function decimalPlaces(a: Amount): number {
  return a.length - a.indexOf('.') - 1;
}

/** Whole minor units (cents, fen) of an amount with two decimals. */
export function minorUnits(a: Amount): string {
  return new Exact(a).times(100).toFixed(0);
}

/** '1204.5' as people read it: '1,204.50'. */
export function formatAmount(a: Amount): string {
  const [whole = '', fraction = ''] = a.split('.');
  return `${whole.replace(/\B(?=(\d{3})+$)/g, ',')}.${fraction}`;
}
