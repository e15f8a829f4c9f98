import * as chart from '../../domain/chart-of-accounts.js';
import { isZero } from '../../domain/money.js';
import type { AccountBooks } from './account-books.js';
import { expectSame, type Report } from './difference.js';

const check = 'forfeit';

/** What is left of a single-use voucher that paid is forfeited, and nothing else is (domain rule 6). */
export function checkForfeits({ vouchers, entries }: AccountBooks, report: Report): void {
  const postings = entries.flatMap((entry) => entry.postings);
  const forfeits = new Set(
    postings.filter(({ credit }) => credit === chart.forfeited).map(({ debit }) => debit),
  );
  const used = new Set(
    postings.filter(({ credit }) => credit === chart.due).map(({ debit }) => debit),
  );
  for (const { _id, singleUse, forfeited = false, balance } of vouchers) {
    const id = `vouchers ${_id}`;
    const side = chart.voucher(_id);
    expectSame(report, {
      check,
      id,
      of: 'forfeited',
      expected: forfeits.has(side),
      found: forfeited,
    });
    if (forfeited && !singleUse)
      report({ check, id, expected: 'a single-use voucher', found: 'another' });
    if (singleUse && used.has(side) && !isZero(balance))
      report({ check, id, expected: 'nothing left after its single use', found: balance });
  }
}
