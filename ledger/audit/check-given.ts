import * as chart from '../../domain/chart-of-accounts.js';
import type { AccountBooks } from './account-books.js';
import { expectSame, type Report } from './difference.js';

const check = 'given';

/**
 * What commands have given is whole at first; a voucher pays no day that was over when it came (domain
 * rule 5), and a bought card says when.
 */
export function checkGiven(books: AccountBooks, report: Report): void {
  const broughtAt = new Map(
    books.entries
      .filter(({ cycle }) => cycle === undefined)
      .flatMap(({ at, postings }) =>
        postings
          .filter(({ debit }) => debit === chart.cash || debit === chart.promotion)
          .map(({ credit }) => [credit, at] as const),
      ),
  );
  for (const voucher of books.vouchers.filter((each) => each.import === 0)) {
    const { _id, faceValue, opening, validFrom } = voucher;
    const id = `vouchers ${_id}`;
    expectSame(report, { check, id, of: 'opening', expected: faceValue, found: opening });
    // One that no entry has brought is named by the check of openings.
    const at = broughtAt.get(chart.voucher(_id));
    if (at !== undefined && (validFrom === undefined || validFrom < at))
      report({ check, id, expected: `validFrom ${at} or later`, found: validFrom ?? 'no time' });
  }
  for (const card of books.storedValueCards) {
    // Those of orders are proved with them (check-redemptions.ts).
    if (card.import !== 0 || card.order !== undefined) continue;
    const { _id, purchaseType, faceValue, opening, purchasedAt, expiresAt = 'never' } = card;
    const at = broughtAt.get(chart.card(_id)) ?? purchasedAt;
    expectSame(report, {
      check,
      id: `storedValueCards ${_id}`,
      expected: `cash ${faceValue} ${at} never`,
      found: `${purchaseType} ${opening} ${purchasedAt} ${expiresAt}`,
    });
  }
}
