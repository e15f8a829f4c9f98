import { Decimal128 } from 'mongodb';
import { parseAmount, type Amount } from '../domain/money.js';

/** The only place where an amount changes its form: a string everywhere, Decimal128 in documents. */
export function toDecimal128(amount: Amount): Decimal128 {
  // Without trailing zeros, which would count as digits of the 34.
  return Decimal128.fromString(amount.includes('.') ? amount.replace(/\.?0+$/, '') || '0' : amount);
}

export function fromDecimal128(value: Decimal128): Amount {
  const text = value.toString();
  return parseAmount(text.includes('E') ? expand(text) : text);
}

/** '1.2E+5' → '120000': Decimal128 prints exponents where it has no digits to show. */
function expand(text: string): string {
  const [mantissa = '0', exponentText = '0'] = text.split('E');
  const [whole = '', fraction = ''] = mantissa.split('.');
  const exponent = Number(exponentText);
  const digits = whole + fraction;
  const point = whole.length + exponent;
  if (point <= 0) return `0.${'0'.repeat(-point)}${digits}`;
  return point >= digits.length
    ? digits + '0'.repeat(point - digits.length)
    : `${digits.slice(0, point)}.${digits.slice(point)}`;
}
