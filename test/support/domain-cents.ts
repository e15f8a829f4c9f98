import type { SettlementLine } from '../../domain/settlement.js';

/**
 * Money counted in whole cents, apart from domain/money.ts, so that a law does not lean on what it
 * judges. @throws for an amount of money that has a fraction of a cent.
 */
export function cents(amount: string): bigint {
  const [whole = '', fraction = ''] = amount.split('.');
  if (!/^\d+$/.test(whole) || !/^\d{2}$/.test(fraction)) throw new Error(`not cents: ${amount}`);
  return BigInt(whole + fraction);
}

/** An unrounded amount in cents, half up, digit by digit. */
export function roundedCents(amount: string): bigint {
  const [whole = '', fraction = ''] = amount.split('.');
  const padded = fraction.padEnd(3, '0');
  return BigInt(whole + padded.slice(0, 2)) + ((padded[2] ?? '0') >= '5' ? 1n : 0n);
}

export function centsOf(amounts: Iterable<string>): bigint {
  let total = 0n;
  for (const amount of amounts) total += cents(amount);
  return total;
}

/** All rounded unrestricted lines, in cents. */
export function eligibleCents(lines: readonly SettlementLine[]): bigint {
  return centsOf(lines.filter(({ restricted }) => !restricted).map(({ amount }) => amount));
}
