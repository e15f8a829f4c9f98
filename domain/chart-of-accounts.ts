import type { InstrumentKind } from './deduction-order.js';
import { isZero, type Amount } from './money.js';

/**
 * Double entry: an amount leaves the debited ledger account's credit and enters the credited one's.
 * One posting names both sides, so no entry can be out of balance.
 * Ledger accounts belong to one customer account; this file is the whole chart.
 */
export interface LedgerPosting {
  debit: string;
  credit: string;
  amount: Amount;
}

export const due = 'due';
export const consumption = 'consumption';
export const cash = 'cash';
export const overdraft = 'overdraft';
export const cloudArrears = 'cloudArrears';
export const forfeited = 'forfeited';
export const opening = 'opening';
export const bank = 'bank';
/** What we give away: granted vouchers and gifts. */
export const promotion = 'promotion';
/** What a vendor has taken over to bill. */
export const vendor = 'vendor';
export const writtenOff = 'writtenOff';
/** What Huawei's marketplace sold; redeemed, it is a card's. */
export const huawei = 'huawei';

export function voucher(id: string): string {
  return `voucher:${id}`;
}

export function card(id: string): string {
  return `card:${id}`;
}

export function charge(key: string): string {
  return `charge:${key}`;
}

/** The ledger account of an instrument; for a cloud account, that of the charge that goes to it. */
export function instrumentAccount(kind: InstrumentKind, id: string, chargeKey = ''): string {
  switch (kind) {
    case 'ordinary-voucher':
    case 'full-reduction-voucher':
      return voucher(id);
    case 'stored-value-card':
      return card(id);
    case 'cash':
      return cash;
    case 'cloud-account':
      return charge(chargeKey);
  }
}

/** A posting of nothing is no posting. */
export function posting(debit: string, credit: string, amount: Amount): LedgerPosting[] {
  return isZero(amount) ? [] : [{ debit, credit, amount }];
}
