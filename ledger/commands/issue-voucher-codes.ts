import { MongoServerError } from 'mongodb';
import type { Currency } from '../../domain/billing-cycle.js';
import type { Instant } from '../../domain/instant.js';
import { SettlementError } from '../../domain/settlement-error.js';
import { databaseNow } from '../database-clock.js';
import { toDecimal128 } from '../decimal128.js';
import type { Ledger } from '../ledger-context.js';
import { checkTerms, type Grant } from './grant-voucher.js';
import { codeHash, newCode } from './voucher-code.js';

export interface CodeBatch extends Omit<Grant, 'validFrom'> {
  /** The caller's key: the codes of one batch are issued once. */
  batch: string;
  count: number;
  currency: Currency;
  /** Until when the codes can be activated. */
  usableUntil?: Instant | undefined;
}

export const mostCodes = 1_000;

/**
 * Issues codes that bring a voucher each. They are answered this once: only their hashes are kept.
 * @throws SettlementError `bad-input`, or `refused` where the batch was issued before
 */
export async function issueVoucherCodes(
  ledger: Ledger,
  { batch, count, currency, usableUntil, ...grant }: CodeBatch,
): Promise<{ batch: string; codes: string[] }> {
  checkTerms(grant);
  if (!Number.isInteger(count) || count < 1 || count > mostCodes)
    throw new SettlementError('bad-input', `a batch is of 1 to ${mostCodes} codes`);
  const issuedAt = await databaseNow(ledger);
  const { voucherCodes, identities } = ledger.collections;
  const codes = Array.from({ length: count }, newCode);
  const { type, faceValue, minSpend, singleUse, expiresAt } = grant;
  try {
    await identities.insertOne({ _id: `voucherCodes/${batch}`, hash: 'command', import: 0 });
  } catch (error) {
    if (error instanceof MongoServerError && error.code === duplicateKey)
      throw new SettlementError('refused', `the codes of ${batch} were issued already`);
    throw error;
  }
  await voucherCodes.insertMany(
    codes.map((code) => ({
      _id: codeHash(code),
      batch,
      currency,
      type,
      faceValue: toDecimal128(faceValue),
      minSpend: toDecimal128(minSpend),
      singleUse,
      issuedAt,
      ...(usableUntil === undefined ? {} : { usableUntil }),
      ...(expiresAt === undefined ? {} : { expiresAt }),
    })),
  );
  return { batch, codes };
}

const duplicateKey = 11_000;
