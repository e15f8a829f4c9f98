import * as chart from '../../domain/chart-of-accounts.js';
import { isZero } from '../../domain/money.js';
import type { AccountBooks } from './account-books.js';
import { expectSame, type Report } from './difference.js';

const check = 'posting';

/** The ledger accounts that are not an instrument's. */
const plain: ReadonlySet<string> = new Set(
  Object.values(chart).filter((each) => typeof each === 'string'),
);

/** Every posting moves something between two ledger accounts that exist. */
export function checkPostings(books: AccountBooks, report: Report): void {
  const sides = new Set([
    ...plain,
    ...books.vouchers.map(({ _id }) => chart.voucher(_id)),
    ...books.storedValueCards.map(({ _id }) => chart.card(_id)),
    ...books.cloudCharges.map(({ key }) => chart.charge(key)),
  ]);
  const [account] = books.accounts;
  for (const { _id, currency, key, cycle, n, postings } of books.entries) {
    const id = `entries ${_id}`;
    if (account)
      expectSame(report, {
        check,
        id,
        of: 'currency',
        expected: account.currency,
        found: currency,
      });
    if ((cycle === undefined) !== (n === undefined))
      report({ check, id, expected: 'both a cycle and a supplement, or neither', found: key });
    const [kind, number = ''] = key.split('/');
    if (kind === 'import' && Number(number) > books.imports.published)
      report({ check: 'unpublished', id, expected: 'a published import', found: key });
    for (const { debit, credit, amount } of postings) {
      if (isZero(amount)) report({ check, id, expected: 'an amount above zero', found: amount });
      if (debit === credit) report({ check, id, expected: 'two sides', found: debit });
      for (const side of [debit, credit]) {
        if (sides.has(side)) continue;
        const hidden = books.unpublished.has(documentOf(side));
        report({
          check: hidden ? 'unpublished' : check,
          id,
          expected: hidden ? 'a published instrument' : 'a ledger account that exists',
          found: side,
        });
      }
    }
  }
}

/** 'voucher:v-1' → 'vouchers v-1' */
function documentOf(side: string): string {
  const [kind = '', ...id] = side.split(':');
  const collection = kind === 'voucher' ? 'vouchers' : kind === 'card' ? 'storedValueCards' : kind;
  return `${collection} ${id.join(':')}`;
}
