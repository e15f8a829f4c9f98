import type { Instant } from '../../domain/instant.js';
import type { Amount } from '../../domain/money.js';
import type { VoucherType } from '../../domain/records.js';
import { publishedImport } from '../cycles.js';
import { fromDecimal128 } from '../decimal128.js';
import type { VoucherDocument } from '../documents.js';
import { statusOf, type InstrumentStatus } from '../instrument-status.js';
import type { Ledger } from '../ledger-context.js';
import { oneMore, pageOf, type Page, type PageOf } from './page.js';

export interface VoucherRow {
  id: string;
  type: VoucherType;
  faceValue: Amount;
  balance: Amount;
  /** Full-reduction vouchers: the eligible spend of a day that it asks for; 0.00 is none. */
  minSpend: Amount;
  singleUse: boolean;
  /** As of now. */
  status: InstrumentStatus;
  validFrom?: Instant;
  expiresAt?: Instant;
}

/** Every voucher that an account has or had, in id order. */
export async function listVouchers(
  ledger: Ledger,
  { account, after = '', limit }: PageOf,
): Promise<Page<VoucherRow>> {
  const found = await ledger.collections.vouchers
    .find({ account, _id: { $gt: after }, import: { $lte: await publishedImport(ledger) } })
    .sort({ account: 1, _id: 1 })
    .limit(oneMore(limit))
    .toArray();
  const now = ledger.now();
  return pageOf(found, limit, {
    row: (voucher) => voucherRow(voucher, now),
    cursor: ({ _id }) => _id,
  });
}

export function voucherRow(voucher: VoucherDocument, now: Instant): VoucherRow {
  const { _id, type, singleUse, validFrom, expiresAt } = voucher;
  return {
    id: _id,
    type,
    faceValue: fromDecimal128(voucher.faceValue),
    balance: fromDecimal128(voucher.balance),
    minSpend: fromDecimal128(voucher.minSpend),
    singleUse,
    status: statusOf(voucher, now),
    ...(validFrom === undefined ? {} : { validFrom }),
    ...(expiresAt === undefined ? {} : { expiresAt }),
  };
}
