import fc from 'fast-check';
import { parseAmount } from '../../domain/money.js';
import { repaidOf, repay, type Owed } from '../../domain/repayment.js';
import { cents, centsOf } from '../support/domain-cents.js';

const owed = (cycle: string, n: number, overdraft: string, cloud: string): Owed => ({
  cycle,
  n,
  overdraft: parseAmount(overdraft),
  cloud: parseAmount(cloud),
});

const amounts = fc.constantFrom('0.00', '0.01', '9.00', '10.00', '30.00', '100.00');

const debts: fc.Arbitrary<Owed[]> = fc
  .uniqueArray(
    fc.record({
      cycle: fc.constantFrom('2026-09-30', '2026-10-09', '2026-10-10'),
      n: fc.constantFrom(1, 2, 10),
      overdraft: amounts,
      cloud: amounts,
    }),
    { selector: ({ cycle, n }) => `${cycle}/${n}`, maxLength: 6 },
  )
  .map((all) => all.map((each) => owed(each.cycle, each.n, each.overdraft, each.cloud)));

describe('repayment', () => {
  it('repays what is owed and leaves the rest', () => {
    const result = repay(parseAmount('130'), [owed('2026-11-22', 1, '30.00', '0.00')]);
    expect(result).toEqual({
      repayments: [{ cycle: '2026-11-22', n: 1, debt: 'overdraft', amount: '30.00' }],
      rest: '100.00',
    });
  });

  it('repays a part where it does not suffice', () => {
    expect(repay(parseAmount('20'), [owed('2026-11-22', 1, '30.00', '0.00')])).toEqual({
      repayments: [{ cycle: '2026-11-22', n: 1, debt: 'overdraft', amount: '20.00' }],
      rest: '0.00',
    });
  });

  it('repays the oldest cycle first, its supplements in order, overdraft before cloud arrears', () => {
    const all = [
      owed('2026-11-23', 1, '4.00', '0.00'),
      owed('2026-11-22', 10, '3.00', '0.00'),
      owed('2026-11-22', 2, '2.00', '0.00'),
      owed('2026-11-22', 1, '1.00', '5.00'),
    ];
    const { repayments, rest } = repay(parseAmount('13'), all);
    expect(repayments.map((each) => [each.cycle, each.n, each.debt, each.amount])).toEqual([
      ['2026-11-22', 1, 'overdraft', '1.00'],
      ['2026-11-22', 1, 'cloud', '5.00'],
      ['2026-11-22', 2, 'overdraft', '2.00'],
      ['2026-11-22', 10, 'overdraft', '3.00'],
      ['2026-11-23', 1, 'overdraft', '2.00'],
    ]);
    expect(rest).toBe('0.00');
    expect(repaidOf(repayments, 'overdraft')).toBe('8.00');
    expect(repaidOf(repayments, 'cloud')).toBe('5.00');
  });

  it('a card repays overdraft only', () => {
    const all = [owed('2026-11-22', 1, '1.00', '5.00'), owed('2026-11-23', 1, '2.00', '7.00')];
    const { repayments, rest } = repay(parseAmount('10'), all, ['overdraft']);
    expect(repayments.map(({ debt, amount }) => [debt, amount])).toEqual([
      ['overdraft', '1.00'],
      ['overdraft', '2.00'],
    ]);
    expect(rest).toBe('7.00');
  });

  it('repays no more than is owed and no more than there is, and loses nothing', () => {
    fc.assert(
      fc.property(amounts, debts, (amount, all) => {
        const { repayments, rest } = repay(parseAmount(amount), all);
        const repaid = centsOf(repayments.map((each) => each.amount));
        expect(repaid + cents(rest)).toBe(cents(amount));
        for (const each of repayments) {
          expect(cents(each.amount)).toBeGreaterThan(0n);
          const debt = all.find(({ cycle, n }) => cycle === each.cycle && n === each.n);
          expect(cents(each.amount)).toBeLessThanOrEqual(cents(debt?.[each.debt] ?? '0.00'));
        }
        const total = centsOf(all.flatMap(({ overdraft, cloud }) => [overdraft, cloud]));
        expect(cents(rest) === 0n || repaid === total).toBe(true);
      }),
    );
  });

  it('nothing is repaid while anything older is still owed', () => {
    fc.assert(
      fc.property(amounts, debts, (amount, all) => {
        const { repayments } = repay(parseAmount(amount), all);
        const queue = all
          .toSorted((a, b) => Date.parse(a.cycle) - Date.parse(b.cycle) || a.n - b.n)
          .flatMap(({ cycle, n, overdraft, cloud }) => [
            { key: `${cycle}/${n}/overdraft`, owes: cents(overdraft) },
            { key: `${cycle}/${n}/cloud`, owes: cents(cloud) },
          ]);
        let left = cents(amount);
        const expected = queue.flatMap(({ key, owes }) => {
          const paid = owes < left ? owes : left;
          left -= paid;
          return paid > 0n ? [{ key, paid }] : [];
        });
        expect(
          repayments.map((each) => ({
            key: `${each.cycle}/${each.n}/${each.debt}`,
            paid: cents(each.amount),
          })),
        ).toEqual(expected);
      }),
      { numRuns: 300 },
    );
  });

  it('the order in which the debts are given does not matter', () => {
    fc.assert(
      fc.property(amounts, debts, (amount, all) => {
        expect(repay(parseAmount(amount), all.toReversed())).toEqual(
          repay(parseAmount(amount), all),
        );
      }),
    );
  });
});
