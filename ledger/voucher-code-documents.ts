import type { Decimal128 } from 'mongodb';
import type { Currency } from '../domain/billing-cycle.js';
import type { Instant } from '../domain/instant.js';
import type { VoucherType } from '../domain/records.js';

/** A code that brings a voucher to whoever activates it first: kept as its hash alone. */
export interface VoucherCodeDocument {
  /** SHA-256 of the code, hexadecimal. */
  _id: string;
  /** The codes that were issued together. */
  batch: string;
  currency: Currency;
  type: VoucherType;
  faceValue: Decimal128;
  minSpend: Decimal128;
  singleUse: boolean;
  issuedAt: Instant;
  /** Until when it can be activated. */
  usableUntil?: Instant;
  /** Of the voucher that it brings. */
  expiresAt?: Instant;
  /** Who activated it, once and for all. */
  account?: string;
  voucher?: string;
  usedAt?: Instant;
}

/** Wrong codes that an account has tried since an instant: too many in an hour and it must wait. */
export interface CodeTriesDocument {
  _id: string;
  account: string;
  since: Instant;
  wrong: number;
}
