import type { Day } from '../../domain/billing-cycle.js';
import { account, bill, enterpriseWorkspace } from './records.js';

/**
 * Accounts that pay a bill of 10.00 by three payers: `PREFIX-001`, `PREFIX-002`, … Each has a voucher
 * of 3.00, a card with 2.00 and 100.00 cash; the last one has 4.00 cash and falls into arrears.
 */
export function payingAccounts(prefix: string, count: number, of: Day): object[] {
  return Array.from({ length: count }, (_, index) => numbered(prefix, index + 1)).flatMap(
    (id, index) => [
      account(id, index === count - 1 ? '4.00' : '100.00'),
      enterpriseWorkspace(`w-${id}`, id),
      voucher(`v-${id}`, id, '3.00'),
      {
        kind: 'storedValueCard',
        id: `c-${id}`,
        account: id,
        faceValue: '100.00',
        balance: '2.00',
        purchaseType: 'cash',
        purchasedAt: '2026-01-01T00:00:00Z',
      },
      bill(`w-${id}`, '10.00', { day: of }),
    ],
  );
}

/** One more bill of 10.00 for each of the first so many of them. */
export function billsOf(prefix: string, count: number, of: Day): object[] {
  return Array.from({ length: count }, (_, index) =>
    bill(`w-${numbered(prefix, index + 1)}`, '10.00', { day: of }),
  );
}

export function numbered(prefix: string, number: number): string {
  return `${prefix}-${number.toString().padStart(3, '0')}`;
}

export function voucher(id: string, owner: string, faceValue: string): object {
  return { kind: 'voucher', id, account: owner, type: 'ordinary', faceValue };
}
