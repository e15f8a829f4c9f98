import type { Decimal128 } from 'mongodb';
import { isZero, zero, type Amount } from '../domain/money.js';
import { toDecimal128 } from './decimal128.js';

/** Vouchers and cards of an account of which something is left, by index. */
export const somethingLeft = {
  usedUp: { $exists: false },
  balance: { $gt: toDecimal128(zero) },
} as const;

/** What of a voucher or a card changes when this much is left of it. */
export function leaving(balance: Amount): { balance: Decimal128; usedUp?: true } {
  return { balance: toDecimal128(balance), ...(isZero(balance) ? { usedUp: true } : {}) };
}
