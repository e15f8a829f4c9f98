import { parseAmount, sum } from '../../domain/money.js';
import type { ImportRecord } from '../../domain/records.js';
import { readRecord } from '../../import/read-record.js';
import { statementOf, type AccountBooks } from '../support/domain-books.js';
import type { GoldenRecord } from '../support/domain-golden-records.js';
import { goldenCases, type GoldenStep } from '../support/domain-golden.js';
import { bring, buyCard, settleAccount } from '../support/domain-settle.js';

const cases = goldenCases();

describe('the golden cases', () => {
  it('cover all nineteen worked examples and the corners, numbered without a gap', () => {
    expect(cases.map(({ number }) => number)).toEqual(
      Array.from({ length: cases.length }, (_, index) => `${index + 1}`),
    );
    expect(cases.length).toBeGreaterThanOrEqual(47);
  });

  it.each(cases.map((each) => ({ ...each, name: `${each.number}. ${each.title}` })))(
    'settles case $name',
    ({ account, steps }) => {
      const all = new Map<string, AccountBooks>();
      for (const step of steps) {
        bring(all, step.records.map(readGolden));
        const books = all.get(account);
        if (!books) throw new Error(`line ${step.line}: the case has no account`);
        for (const { card, faceValue } of step.purchases)
          buyCard(books, { card, faceValue: parseAmount(faceValue) });
        if (step.day !== undefined) settleAccount(books, step.day);
        expect({ line: step.line, ...figuresOf(books, step) }).toEqual({
          line: step.line,
          ...expectedOf(step),
        });
      }
    },
  );
});

/** Every case is one that the import takes. */
function readGolden(record: GoldenRecord): ImportRecord {
  const read = readRecord(JSON.stringify(record));
  if (Array.isArray(read)) throw new Error(`${JSON.stringify(record)}: ${JSON.stringify(read)}`);
  return read;
}

function expectedOf({
  statement,
  workspaces,
  deductions,
  balances,
}: GoldenStep): Record<string, unknown> {
  return { statement, workspaces, deductions, balances };
}

function figuresOf(books: AccountBooks, step: GoldenStep): Record<string, unknown> {
  const row = step.day === undefined ? undefined : statementOf(books, step.day);
  const balances = {
    cash: books.cash,
    overdraft: sum(books.owed.map(({ overdraft }) => overdraft)),
    cloudArrears: sum(books.owed.map(({ cloud }) => cloud)),
    instruments: Object.fromEntries(
      books.instruments.map(({ id, balance }) => [
        id,
        { left: balance, forfeited: books.forfeited.get(id) ?? '0.00' },
      ]),
    ),
  };
  return {
    balances,
    statement: row && {
      account: row.account,
      state: row.state,
      total: row.total,
      ...row.amounts,
    },
    deductions: row?.deductions ?? [],
    workspaces:
      row && step.workspaces.length > 0
        ? row.workspaces.map(({ workspace, total, amounts }) => ({ workspace, total, ...amounts }))
        : [],
  };
}
