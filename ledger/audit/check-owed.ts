import * as chart from '../../domain/chart-of-accounts.js';
import type { Day } from '../../domain/billing-cycle.js';
import { add, isZero, subtract, sum, zero, type Amount } from '../../domain/money.js';
import { repaidOf, repay, type Owed } from '../../domain/repayment.js';
import type { AccountBooks } from './account-books.js';
import { expectSame, type Report } from './difference.js';

const check = 'owed';

/** What each settlement still has owed, by going through the ledger from its beginning (domain rule 11). */
export function checkOwed(books: AccountBooks, report: Report): void {
  const owed = new Map<string, Owed>();
  for (const { cycle, n, postings } of books.entries) {
    const of = cycle === undefined || n === undefined ? undefined : { cycle, n };
    for (const { debit, credit, amount } of postings) {
      if (of && debit === chart.overdraft) owe(owed, { ...of, debt: 'overdraft', amount });
      if (of && debit === chart.cloudArrears) owe(owed, { ...of, debt: 'cloud', amount });
      if (credit === chart.overdraft)
        repayOldest(books, owed, { debt: 'overdraft', amount }, report);
      if (credit === chart.cloudArrears)
        repayOldest(books, owed, { debt: 'cloud', amount }, report);
    }
  }
  for (const { _id, cycle, n, owed: found } of books.settlements) {
    const expected = owed.get(`${cycle}/${n}`);
    for (const debt of ['overdraft', 'cloud'] as const)
      expectSame(report, {
        check,
        id: `settlements ${_id}`,
        of: debt,
        expected: expected?.[debt] ?? zero,
        found: found[debt],
      });
  }
  for (const { overdraft, cloudArrears } of books.accounts) {
    const id = `accounts ${books.id}`;
    const total = (debt: 'overdraft' | 'cloud'): Amount =>
      sum(books.settlements.map((each) => each.owed[debt]));
    const expected = total('overdraft');
    expectSame(report, { check, id, of: 'overdraft of settlements', expected, found: overdraft });
    expectSame(report, {
      check,
      id,
      of: 'cloud arrears of settlements',
      expected: total('cloud'),
      found: cloudArrears,
    });
  }
}

interface Debt {
  debt: 'overdraft' | 'cloud';
  amount: Amount;
}

function owe(
  owed: Map<string, Owed>,
  { cycle, n, debt, amount }: Debt & { cycle: Day; n: number },
): void {
  const key = `${cycle}/${n}`;
  const before = owed.get(key) ?? { cycle, n, overdraft: zero, cloud: zero };
  owed.set(key, { ...before, [debt]: add(before[debt], amount) });
}

function repayOldest(
  { id }: AccountBooks,
  owed: Map<string, Owed>,
  { debt, amount }: Debt,
  report: Report,
): void {
  const { repayments, rest } = repay(amount, [...owed.values()], [debt]);
  for (const { cycle, n, amount: repaid } of repayments) {
    const key = `${cycle}/${n}`;
    const before = owed.get(key);
    if (before) owed.set(key, { ...before, [debt]: subtract(before[debt], repaid) });
  }
  if (!isZero(rest))
    report({
      check,
      id: `accounts ${id}`,
      expected: `at most ${repaidOf(repayments, debt)} repaid, which was owed`,
      found: amount,
    });
}
