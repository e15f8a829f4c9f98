import { roundBillLine, sum } from '../../domain/money.js';
import type { AccountBooks } from './account-books.js';
import { expectSame, type Report } from './difference.js';

const check = 'bill';

/** Every bill adds up and agrees with the terms that its workspace had on its day (domain rule 1). */
export function checkBills(books: AccountBooks, report: Report): void {
  const [account] = books.accounts;
  const settlements = new Set(books.settlements.map(({ cycle, n }) => `${cycle}/${n}`));
  for (const bill of books.bills) {
    const id = `bills ${bill._id}`;
    const same = (of: string, expected: string | number, found: string | number): boolean =>
      expectSame(report, { check, id, of, expected, found });
    same('id', `${bill.workspace}/${bill.day}`, bill._id);
    same('lineCount', bill.lines.length, bill.lineCount);
    same('total', sum(bill.lines.map(({ amount }) => amount)), bill.total);
    same('rounded', sum(bill.lines.map(({ amount }) => roundBillLine(amount))), bill.rounded);
    if (account) same('currency', account.currency, bill.currency);
    checkStamp(books, bill, report);
    if (bill.settlement !== null && !settlements.has(`${bill.day}/${bill.settlement}`))
      report({
        check: 'claim',
        id,
        expected: `settlements ${books.id}/${bill.day}/${bill.settlement}, which took it`,
        found: 'none',
      });
  }
}

function checkStamp(
  books: AccountBooks,
  bill: AccountBooks['bills'][number],
  report: Report,
): void {
  if (books.unreadable.has('workspaces')) return;
  const id = `bills ${bill._id}`;
  const workspace = books.workspaceOf.get(bill.workspace);
  if (!workspace) {
    report({ check, id, expected: `workspaces ${bill.workspace}`, found: 'none' });
    return;
  }
  const term = workspace.terms.filter(({ from }) => from <= bill.day).at(-1);
  const terms = [workspace.site, term?.account, term?.method, term?.cloudAccount ?? 'enterprise'];
  const stamp = [bill.site, bill.account, bill.method, bill.cloudAccount ?? 'enterprise'];
  expectSame(report, {
    check: 'bill stamp',
    id,
    expected: terms.join(', '),
    found: stamp.join(', '),
  });
}
