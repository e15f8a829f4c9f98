import * as chart from '../../domain/chart-of-accounts.js';
import { compare, isZero, zero } from '../../domain/money.js';
import type { AccountBooks } from './account-books.js';
import type { Report } from './difference.js';
import { LedgerSums } from './ledger-sums.js';

const check = 'balance';

/** Every balance is what was put in less what the ledger took out (invariant 2). */
export function checkBalances(books: AccountBooks, report: Report): void {
  const sums = new LedgerSums(books.entries.flatMap(({ postings }) => postings));
  const posted = new Set(books.entries.map(({ key }) => key));
  for (const account of books.accounts) {
    const id = `accounts ${books.id}`;
    const { cash, overdraft, cloudArrears, arrearsSince } = account;
    sums.expectBalance(report, { check, id, of: 'cash', side: chart.cash, found: cash });
    for (const [of, side, found] of [
      ['overdraft', chart.overdraft, overdraft],
      ['cloudArrears', chart.cloudArrears, cloudArrears],
    ] as const)
      sums.expectBalance(report, { check, id, of, side, found, owed: true });
    if (!isZero(cash) && !isZero(overdraft))
      report({
        check,
        id,
        expected: 'cash or an overdraft, never both',
        found: `${cash} and ${overdraft}`,
      });
    const owes = !isZero(overdraft) || !isZero(cloudArrears);
    if (owes !== (arrearsSince !== undefined))
      report({
        check: 'clock',
        id,
        expected: owes
          ? 'arrearsSince, because it owes'
          : 'no arrearsSince, because it owes nothing',
        found: arrearsSince ?? 'none',
      });
  }
  checkInstruments(books, report, { sums, posted });
}

function checkInstruments(
  { vouchers, storedValueCards, imports }: AccountBooks,
  report: Report,
  { sums, posted }: { sums: LedgerSums; posted: ReadonlySet<string> },
): void {
  const instruments = [
    ...vouchers.map((each) => ({ ...each, in: 'vouchers', side: chart.voucher(each._id) })),
    ...storedValueCards.map((each) => ({
      ...each,
      in: 'storedValueCards',
      side: chart.card(each._id),
    })),
  ];
  for (const {
    _id,
    in: collection,
    side,
    opening,
    balance,
    usedUp,
    faceValue,
    ...each
  } of instruments) {
    const id = `${collection} ${_id}`;
    const waits = each.import > imports.posted && !posted.has(`import/${each.import}`);
    const pending = waits ? opening : zero;
    sums.expectBalance(report, { check, id, side, found: balance, pending });
    // The steps would never look at it again.
    if (usedUp === true && !isZero(balance))
      report({ check, id, expected: 'not used up, because something is left', found: balance });
    if (compare(balance, faceValue) > 0)
      report({ check, id, expected: `at most its face value ${faceValue}`, found: balance });
  }
}
