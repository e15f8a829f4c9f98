import { Decimal } from 'decimal.js';

/**
 * An amount of money: a canonical decimal string, never negative, with at least two decimals and
 * no more than it needs ('21.10', '0.004'). Equal amounts are equal strings.
 * Order is another matter ('9' < '10' is false): compare only with `compare`.
 */
export type Amount = string & { readonly amount: unique symbol };

/**
 * Sums are exact and have no limit of their own: amounts of 34 digits before or behind the point,
 * and 10^12 of them. What a document holds is limited where it is written (`fits`).
 */
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

/*
 * Nearly every amount is money of up to 15 digits: whole cents, which a double holds exactly, and
 * which a sum of two still fits (2^53 is 9.007 * 10^15). Decimal does the same work ten times as
 * slowly and stays for all the others: longer amounts and unrounded bill lines.
 */
const longestOfCents = '9999999999999.99'.length;
const mostCents = 1e15;
const centTexts = Array.from({ length: 100 }, (_, cents) => `.${cents < 10 ? '0' : ''}${cents}`);

const point = 46;
const digit0 = 48;

/** Whole cents of an amount with two decimals and at most 15 digits; -1 for any other text. */
function centsOf(a: string): number {
  const { length } = a;
  const pointAt = length - 3;
  if (length > longestOfCents || pointAt < 1 || a.charCodeAt(pointAt) !== point) return -1;
  let cents = 0;
  for (let index = 0; index < length; index++) {
    if (index === pointAt) continue;
    const digit = a.charCodeAt(index) - digit0;
    if (digit < 0 || digit > 9) return -1;
    cents = cents * 10 + digit;
  }
  return cents;
}

function ofCents(cents: number): Amount {
  const rest = cents % 100;
  return `${(cents - rest) / 100}${centTexts[rest] ?? ''}` as Amount;
}

function canonical(value: Decimal): Amount {
  if (value.isNegative() && !value.isZero())
    throw new AmountError(`an amount below zero: ${value.toFixed()}`);
  const places = value.decimalPlaces();
  return value.toFixed(places < 2 ? 2 : places) as Amount;
}

/**
 * Reads `[0-9]+(.[0-9]+)?` of at most 34 digits.
 * @throws AmountError on anything else.
 */
export function parseAmount(text: string): Amount {
  if (isCanonical(text)) return text;
  const amount = parseSum(text);
  if (text.replace('.', '').length > maxDigits)
    throw new AmountError(`has more than ${maxDigits} digits`);
  return amount;
}

/** Reads the same of any length: what was added up from amounts. @throws AmountError as well */
export function parseSum(text: string): Amount {
  if (isCanonical(text)) return text;
  if (!form.test(text))
    throw new AmountError('must be a decimal number like "12.50", not negative');
  return canonical(new Exact(text));
}

/** Whether `canonical` would say the same: so most texts are checked without taking them apart. */
function isCanonical(text: string): text is Amount {
  const { length } = text;
  const pointAt = text.indexOf('.');
  const places = length - pointAt - 1;
  if (pointAt < 1 || places < 2 || length - 1 > maxDigits) return false;
  if (pointAt > 1 && text.charCodeAt(0) === digit0) return false;
  if (places > 2 && text.charCodeAt(length - 1) === digit0) return false;
  for (let index = 0; index < length; index++) {
    const digit = text.charCodeAt(index) - digit0;
    if ((digit < 0 || digit > 9) && index !== pointAt) return false;
  }
  return true;
}

/** -1, 0 or 1 as `a` is below, equal to or above `b`. */
export function compare(a: Amount, b: Amount): -1 | 0 | 1 {
  if (a === b) return 0;
  const left = centsOf(a);
  const right = centsOf(b);
  if (left >= 0 && right >= 0) return left < right ? -1 : left > right ? 1 : 0;
  return new Exact(a).lessThan(b) ? -1 : 1;
}

export function isZero(a: Amount): boolean {
  return a === zero;
}

export function add(a: Amount, b: Amount): Amount {
  if (a === zero) return b;
  if (b === zero) return a;
  const left = centsOf(a);
  const right = centsOf(b);
  if (left >= 0 && right >= 0) return ofCents(left + right);
  return canonical(new Exact(a).plus(b));
}

/** Whether a document can hold it: a sum of amounts may have more digits than that. */
export function fits(a: Amount): boolean {
  return a.length <= maxDigits || new Exact(a).precision() <= maxDigits;
}

/** @throws AmountError when `b` is above `a`: no balance is ever below zero. */
export function subtract(a: Amount, b: Amount): Amount {
  if (b === zero) return a;
  if (a === b) return zero;
  const left = centsOf(a);
  const right = centsOf(b);
  if (right >= 0 && left >= right) return ofCents(left - right);
  return canonical(new Exact(a).minus(b));
}

export function isMultipleOf(a: Amount, unit: Amount): boolean {
  return new Exact(a).modulo(unit).isZero();
}

export function min(a: Amount, b: Amount): Amount {
  return compare(a, b) <= 0 ? a : b;
}

export function sum(amounts: Iterable<Amount>): Amount {
  let total: Decimal | undefined;
  let cents = 0;
  for (const each of amounts) {
    const more = centsOf(each);
    if (more >= 0 && cents <= mostCents) cents += more;
    else total = (total ?? new Exact(0)).plus(each);
  }
  return total === undefined
    ? ofCents(cents)
    : canonical(total.plus(new Exact(cents).dividedBy(100)));
}

/** `a` − `b` with its sign, for what is shown as a balance that may be negative. */
export function signedDifference(a: Amount, b: Amount): string {
  return new Exact(a).minus(b).toFixed(2);
}

/** Two decimals, half up: the only rounding there is (domain rule 2), once for each bill line. */
export function roundBillLine(a: Amount): Amount {
  const places = decimalPlaces(a);
  if (places === 2) return a;
  const third = a.length - places + 2;
  const cents = places > 2 ? centsOf(a.slice(0, third)) : -1;
  if (cents >= 0) return ofCents(a.charCodeAt(third) - digit0 >= 5 ? cents + 1 : cents);
  return canonical(new Exact(a).toDecimalPlaces(2, Decimal.ROUND_HALF_UP));
}

/** How many decimals an amount shows: 2 for money, more only in an unrounded bill line. */
export function decimalPlaces(a: Amount): number {
  return a.length - a.indexOf('.') - 1;
}

/** Whether it is whole cents: what anybody pays, is given or owes. */
export function isWholeCents(a: Amount): boolean {
  return decimalPlaces(a) === 2;
}

/** Whole minor units (cents, fen) of an amount with two decimals. */
export function minorUnits(a: Amount): string {
  const cents = centsOf(a);
  return cents >= 0 ? cents.toString() : new Exact(a).times(100).toFixed(0);
}

/** '1204.5' as people read it: '1,204.50'. */
export function formatAmount(a: Amount): string {
  const [whole = '', fraction = ''] = a.split('.');
  return `${whole.replace(/\B(?=(\d{3})+$)/g, ',')}.${fraction}`;
}
