import type { Instant } from '../domain/instant.js';
import { isZero } from '../domain/money.js';
import { fromDecimal128 } from './decimal128.js';
import type { VoucherDocument } from './documents.js';

export type InstrumentStatus = 'active' | 'not-yet-valid' | 'used-up' | 'expired' | 'forfeited';

/** As of now; what may pay a day is another matter (domain rule 5). */
export function statusOf(
  instrument: Pick<VoucherDocument, 'balance' | 'forfeited' | 'validFrom' | 'expiresAt'>,
  now: Instant,
): InstrumentStatus {
  const { balance, forfeited, validFrom, expiresAt } = instrument;
  if (forfeited) return 'forfeited';
  if (isZero(fromDecimal128(balance))) return 'used-up';
  if (expiresAt !== undefined && expiresAt < now) return 'expired';
  return validFrom !== undefined && validFrom >= now ? 'not-yet-valid' : 'active';
}
