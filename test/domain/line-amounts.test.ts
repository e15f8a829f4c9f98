import { lineAmounts } from '../../domain/line-amounts.js';
import { add, parseAmount } from '../../domain/money.js';
import { totalOf } from '../../domain/statement.js';
import { lineOf } from '../support/domain-builders.js';
import { forAllSettlements } from '../support/domain-runs.js';

describe('who paid a line', () => {
  it('adds up to the line, with what is owed once the settlement has ended, with what is due before', () => {
    forAllSettlements(({ before, deductions, charges, parked }) => {
      const refused = new Set(
        charges.filter(({ state }) => state === 'refused').map(({ cloudAccount }) => cloudAccount),
      );
      for (const ended of parked ? [false] : [false, true]) {
        const paid = lineAmounts(before.lines, deductions, { refused, ended });
        paid.forEach((amounts, line) => {
          expect(add(totalOf(amounts), amounts.due)).toBe(before.lines[line]?.amount);
        });
        const due = paid.map((amounts) => amounts.due);
        expect(ended ? due.filter((each) => each !== '0.00') : []).toEqual([]);
      }
    });
  });

  it('is nobody where the vendor refused: it is owed (worked example 16)', () => {
    const lines = [lineOf({ amount: '30.00', cloudAccount: 'aws' })];
    const deductions = [
      { line: 0, kind: 'ordinary-voucher' as const, id: 'ov', amount: parseAmount('10.00') },
      { line: 0, kind: 'cloud-account' as const, id: 'aws', amount: parseAmount('20.00') },
    ];
    expect(
      lineAmounts(lines, deductions, { refused: new Set(['aws']), ended: true }),
    ).toMatchObject([{ ordinaryVouchers: '10.00', cloudAccount: '0.00', arrears: '20.00' }]);
    expect(lineAmounts(lines, deductions, { refused: new Set(), ended: true })).toMatchObject([
      { ordinaryVouchers: '10.00', cloudAccount: '20.00', arrears: '0.00' },
    ]);
  });
});
