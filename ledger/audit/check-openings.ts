import * as chart from '../../domain/chart-of-accounts.js';
import { sum, zero, type Amount } from '../../domain/money.js';
import type { AccountBooks } from './account-books.js';
import { expectSame, type Report } from './difference.js';

const check = 'opening';

/** What imports brought stands in the ledger once, as it was imported. */
export function checkOpenings(books: AccountBooks, report: Report): void {
  const entries = new Map(books.entries.map((entry) => [entry.key, entry]));
  const moved = (key: string, debit: string, credit: string): Amount =>
    entries.get(key)?.postings.find((each) => each.debit === debit && each.credit === credit)
      ?.amount ?? zero;
  const opened = [
    ...books.accounts.map((each) => ({ ...each, in: 'accounts', side: chart.cash })),
    ...books.vouchers.map((each) => ({ ...each, in: 'vouchers', side: chart.voucher(each._id) })),
    ...books.storedValueCards.map((each) => ({
      ...each,
      in: 'storedValueCards',
      side: chart.card(each._id),
    })),
  ];
  for (const { _id, in: collection, import: number, opening, side, ...each } of opened) {
    // Proved with its order (check-redemptions.ts).
    if ('order' in each) continue;
    if (number === 0 && collection !== 'accounts') {
      expectSame(report, {
        check,
        id: `${collection} ${_id}`,
        of: 'in the ledger',
        expected: opening,
        found: broughtByCommand(books, side),
      });
      continue;
    }
    const key = `import/${number}`;
    if (number > books.imports.posted && !entries.has(key)) continue;
    expectSame(report, {
      check,
      id: `${collection} ${_id}`,
      of: 'in the ledger',
      expected: opening,
      found: moved(key, chart.opening, side),
    });
  }
  for (const recharge of books.recharges) {
    const key = `recharge/${recharge._id}`;
    if (recharge.import > books.imports.posted && !entries.has(key)) continue;
    expectSame(report, {
      check,
      id: `recharges ${recharge._id}`,
      of: 'in the ledger',
      expected: recharge.amount,
      found: moved(key, chart.bank, chart.cash),
    });
  }
}

/** What commands have put in: cards are bought with cash, vouchers are given away. */
function broughtByCommand({ entries }: AccountBooks, side: string): Amount {
  const isGiving = ({ debit, credit }: chart.LedgerPosting): boolean =>
    credit === side && (debit === chart.cash || debit === chart.promotion);
  return sum(
    entries
      .filter(({ cycle }) => cycle === undefined)
      .flatMap(({ postings }) => postings.filter(isGiving).map(({ amount }) => amount)),
  );
}
