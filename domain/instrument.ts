import type { InstrumentKind } from './deduction-order.js';
import type { Instant } from './instant.js';
import { compare, isZero, type Amount } from './money.js';

/** Anything that can pay, as the engine sees it. */
export interface Instrument {
  kind: InstrumentKind;
  id: string;
  balance: Amount;
  /** Full-reduction vouchers: the eligible spend it asks for. */
  minSpend?: Amount;
  singleUse?: boolean;
  /** Vouchers: `validFrom`; cards: when it was bought. Only vouchers are tested against it. */
  startsAt?: Instant | undefined;
  expiresAt?: Instant | undefined;
}

/** Domain rule 5: tested against the end of the cycle, never against the time of the run. */
export function isValidAt(instrument: Instrument, end: Instant): boolean {
  if (instrument.expiresAt !== undefined && instrument.expiresAt < end) return false;
  const startMatters =
    instrument.kind === 'ordinary-voucher' || instrument.kind === 'full-reduction-voucher';
  return !startMatters || instrument.startsAt === undefined || instrument.startsAt < end;
}

/** Domain rule 6: a threshold that is met exactly is met. */
export function meetsThreshold(instrument: Instrument, eligibleSpend: Amount): boolean {
  return instrument.minSpend === undefined || compare(instrument.minSpend, eligibleSpend) <= 0;
}

/** Domain rule 4: a total order, so that every run draws in the same order. */
export function byDrawOrder(a: Instrument, b: Instrument): number {
  const expiry = orderOf(a.expiresAt ?? 'last', b.expiresAt ?? 'last');
  if (expiry !== 0) return expiry;
  const start = orderOf(a.startsAt ?? '', b.startsAt ?? '');
  return start !== 0 ? start : orderOf(a.id, b.id);
}

/** The instruments of one kind that may pay in this settlement, in the order they are drawn. */
export function drawable(
  instruments: readonly Instrument[],
  { end, eligibleSpend }: { end: Instant; eligibleSpend: Amount },
): Instrument[] {
  return instruments
    .filter(
      (each) =>
        !isZero(each.balance) && isValidAt(each, end) && meetsThreshold(each, eligibleSpend),
    )
    .toSorted(byDrawOrder);
}

function orderOf(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
