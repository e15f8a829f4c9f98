import { Decimal128 } from 'mongodb';
import { AmountError, fits, isZero, maxDigits, parseSum, type Amount } from '../domain/money.js';

/*
 * The only place where an amount changes its form: a string everywhere, Decimal128 in documents.
 *
 * A Decimal128 is 16 bytes, the lowest first: a coefficient of 113 bits, an exponent of 14 bits kept
 * with 6176 added, a sign. Amounts of up to 15 digits, which is nearly all of them, are read and
 * written here byte by byte: the library's way, by regular expressions and long division, costs more
 * than anything else that a settlement does. It stays for longer ones.
 */
const exponentBias = 6176;
const mostDigits = 15;
/** Bytes that 15 digits need; 2^53, below which a double is exact, has as many. */
const coefficientBytes = 7;
const point = 46;
const digit0 = 48;

/** Most amounts of a settlement are nothing: one object for all of them. */
const nothing = decimal128Of(0, 0);

/** @throws AmountError for a sum of more than 34 digits */
export function toDecimal128(amount: Amount): Decimal128 {
  if (isZero(amount)) return nothing;
  const pointAt = amount.indexOf('.');
  let end = amount.length;
  // Without trailing zeros, which would count as digits of the 34.
  if (pointAt >= 0) {
    while (amount.charCodeAt(end - 1) === digit0) end--;
    if (end - 1 === pointAt) end--;
  }
  if (end > mostDigits) {
    if (!fits(amount)) throw new AmountError(`${amount} has more than ${maxDigits} digits`);
    return Decimal128.fromString(amount.slice(0, end));
  }
  let coefficient = 0;
  for (let index = 0; index < end; index++) {
    const code = amount.charCodeAt(index);
    if (code !== point) coefficient = coefficient * 10 + (code - digit0);
  }
  return decimal128Of(coefficient, end > pointAt + 1 && pointAt >= 0 ? pointAt + 1 - end : 0);
}

function decimal128Of(coefficient: number, exponent: number): Decimal128 {
  const bytes = new Uint8Array(16);
  let rest = coefficient;
  for (let index = 0; rest > 0; index++) {
    const byte = rest % 256;
    bytes[index] = byte;
    rest = (rest - byte) / 256;
  }
  const biased = (exponent + exponentBias) * 2;
  bytes[14] = biased % 256;
  bytes[15] = Math.floor(biased / 256);
  return new Decimal128(bytes);
}

/** @throws AmountError where a document holds something else than an amount */
export function fromDecimal128(value: Decimal128): Amount {
  if (!(value instanceof Decimal128)) {
    throw new AmountError(`an amount is stored as ${JSON.stringify(value)}, which is no decimal`);
  }
  return parseSum(shortText(value.bytes) ?? longText(value));
}

/** The number in the form of an amount; undefined where it has many digits, a sign, or is none. */
function shortText(bytes: Uint8Array): string | undefined {
  const high = bytes[15] ?? 0;
  const low = bytes[14] ?? 0;
  // The sign, the forms that are no number, and the coefficient's highest bit.
  if (high >= 0x60 || low % 2 === 1) return undefined;
  for (let index = coefficientBytes; index < 14; index++) {
    if (bytes[index] !== 0) return undefined;
  }
  let coefficient = 0;
  for (let index = coefficientBytes - 1; index >= 0; index--)
    coefficient = coefficient * 256 + (bytes[index] ?? 0);
  const exponent = high * 128 + (low >> 1) - exponentBias;
  if (coefficient >= 10 ** mostDigits || exponent < -20 || exponent > 10) return undefined;
  return withPlaces(coefficient, exponent);
}

function withPlaces(coefficient: number, exponent: number): string {
  if (coefficient === 0) return '0.00';
  const digits = coefficient.toString();
  if (exponent >= 0) return `${digits}${'0'.repeat(exponent)}.00`;
  // Two decimals at least, and no zero behind them: the canonical form, which costs nothing to check.
  const places = -exponent;
  const whole = digits.length > places ? digits.slice(0, -places) : '0';
  const fraction = digits.length > places ? digits.slice(-places) : digits.padStart(places, '0');
  return `${whole}.${places < 2 ? `${fraction}0` : fraction}`;
}

function longText(value: Decimal128): string {
  const text = value.toString();
  return text.includes('E') ? expand(text) : text;
}

/** '1.2E+5' → '120000': Decimal128 prints exponents where it has no digits to show. */
function expand(text: string): string {
  const [mantissa = '0', exponentText = '0'] = text.split('E');
  const [whole = '', fraction = ''] = mantissa.split('.');
  const exponent = Number(exponentText);
  const digits = whole + fraction;
  const pointAt = whole.length + exponent;
  if (pointAt <= 0) return `0.${'0'.repeat(-pointAt)}${digits}`;
  return pointAt >= digits.length
    ? digits + '0'.repeat(pointAt - digits.length)
    : `${digits.slice(0, pointAt)}.${digits.slice(pointAt)}`;
}
