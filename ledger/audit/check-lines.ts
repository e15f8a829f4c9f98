import { roundBillLine, sum, zero, type Amount } from '../../domain/money.js';
import { isRestricted } from '../../domain/records.js';
import { byLineOrder, eligibleSpendOf, type SettlementLine } from '../../domain/settlement.js';
import { linesInPart } from '../settlement-mapping.js';
import type { AccountBooks } from './account-books.js';
import { expectSame, type Report } from './difference.js';
import type { WholeSettlement } from './whole-settlement.js';

const check = 'settlement lines';

/** A settlement's lines are those of the bills it took, each rounded once (domain rules 2 and 7). */
export function checkLines(
  books: AccountBooks,
  settlements: readonly WholeSettlement[],
  report: Report,
): void {
  const spent = new Map<string, Amount>();
  for (const whole of settlements) {
    const { id, settlement, lines, bills } = whole;
    const { cycle, n, step } = settlement;
    const same = (of: string, expected: string | number | boolean, found: typeof expected): void =>
      void expectSame(report, { check, id, of, expected, found });
    same('id', `${books.id}/${cycle}/${n}`, settlement._id);
    const [account] = books.accounts;
    if (account) same('currency', account.currency, settlement.currency);
    same('bills', bills.length, settlement.bills);
    if (step === 0) {
      same('lines before it is opened', 0, lines.length);
      same('state is that of an ended one', false, whole.ended);
      continue;
    }
    checkParts(whole, report);
    sameLines(id, { expected: billLines(bills), found: lines }, report);
    same('total', sum(lines.map(({ amount }) => amount)), settlement.total);
    const spend = sum([spent.get(cycle) ?? zero, eligibleSpendOf(lines)]);
    same('eligibleSpend', spend, settlement.eligibleSpend);
    spent.set(cycle, spend);
    same(
      'cloud',
      lines.some(({ method }) => method === 'cloud'),
      settlement.cloud,
    );
  }
  checkStrayParts(books, report);
}

function billLines(bills: AccountBooks['bills']): SettlementLine[] {
  return bills.toSorted(byLineOrder).flatMap(({ workspace, site, method, cloudAccount, lines }) =>
    lines.map(({ item, amount }) => ({
      workspace,
      site,
      item,
      restricted: isRestricted(item),
      method,
      ...(cloudAccount === undefined ? {} : { cloudAccount }),
      amount: roundBillLine(amount),
    })),
  );
}

/** The first line that is not its bill's is named; the others after it may only have moved. */
function sameLines(
  id: string,
  { expected, found }: Record<'expected' | 'found', readonly SettlementLine[]>,
  report: Report,
): void {
  const length = Math.max(expected.length, found.length);
  for (let index = 0; index < length; index++) {
    const same = expectSame(report, {
      check,
      id,
      of: `line ${index}`,
      expected: lineText(expected[index]),
      found: lineText(found[index]),
    });
    if (!same) return;
  }
}

function lineText(line: SettlementLine | undefined): string {
  if (!line) return 'none';
  const { workspace, site, item, restricted, method, cloudAccount, amount } = line;
  const payer = cloudAccount === undefined ? method : `${method} ${cloudAccount}`;
  return `${site} ${workspace} ${item}${restricted ? ' (restricted)' : ''} ${payer} ${amount}`;
}

function checkParts({ id, settlement, parts, lines }: WholeSettlement, report: Report): void {
  expectSame(report, {
    check,
    id,
    of: 'parts',
    expected: Array.from({ length: settlement.parts }, (_, index) => index + 1).join(', '),
    found: parts.map(({ part }) => part).join(', '),
  });
  [settlement, ...parts].forEach((part, index) => {
    const start = index * linesInPart;
    const full = Math.min(linesInPart, lines.length - start);
    expectSame(report, {
      check,
      id,
      of: `lines in part ${index}`,
      expected: full,
      found: part.lines.length,
    });
    const strays = part.deductions.filter(
      ({ line }) => Math.floor(line / linesInPart) !== index || line >= lines.length,
    );
    for (const { line } of strays)
      report({
        check,
        id,
        expected: `deductions of lines of part ${index}`,
        found: `line ${line}`,
      });
  });
}

function checkStrayParts(books: AccountBooks, report: Report): void {
  const ids = new Set(books.settlements.map(({ _id }) => _id));
  for (const { _id, settlement, part } of books.settlementParts) {
    const id = `settlementParts ${_id}`;
    expectSame(report, { check, id, expected: `${settlement}/${part}`, found: _id });
    if (!ids.has(settlement))
      report({ check, id, expected: `settlements ${settlement}`, found: 'none' });
  }
}
