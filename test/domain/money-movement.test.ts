import * as chart from '../../domain/chart-of-accounts.js';
import { settlementSteps } from '../../domain/deduction-order.js';
import { movementsOf, occasionOf } from '../../domain/money-movement.js';
import { isZero, parseAmount } from '../../domain/money.js';
import { applyPosting, balanceIn, type RunningBalances } from '../../domain/running-balances.js';
import { stepPostings } from '../../domain/settlement-postings.js';
import { afterStep, type SettlementInHand } from '../../domain/settlement-step.js';
import { forAllSettlements } from '../support/domain-runs.js';

const amount = parseAmount('10.00');

describe('movements of money', () => {
  it.each([
    ['bank', 'cash', 'recharge/r-1', ['in cash recharge']],
    ['opening', 'voucher:v-1', 'import/3', ['in voucher:v-1 opening']],
    ['promotion', 'voucher:v-1', 'grantVoucher/k', ['in voucher:v-1 grant']],
    ['promotion', 'voucher:v-1', 'buyCard/k', ['in voucher:v-1 gift']],
    ['huawei', 'card:c-1', 'redeem/o-1', ['in card:c-1 redemption']],
    ['cash', 'card:c-1', 'buyCard/k', ['out cash card-purchase', 'in card:c-1 card-purchase']],
    ['voucher:v-1', 'due', '2026-11-22/1/applyVouchers', ['out voucher:v-1 consumption']],
    ['voucher:v-1', 'forfeited', '2026-11-22/1/x', ['out voucher:v-1 forfeit']],
    ['card:c-1', 'overdraft', 'redeem/o-1', ['out card:c-1 repayment']],
    ['cash', 'cloudArrears', 'recharge/r-1', ['out cash repayment']],
    ['due', 'consumption', '2026-11-22/1/openSettlements', []],
    ['overdraft', 'due', '2026-11-22/1/recordArrears', []],
    ['vendor', 'charge:ca-1/2026-11-22/1', 'charge/x', []],
  ])('of %s to %s by %s are named', (debit, credit, key, expected) => {
    const found = movementsOf({ debit, credit, amount }, key);
    expect(found.map(({ direction, of, kind }) => `${direction} ${of} ${kind}`)).toEqual(expected);
  });

  it('belong to what their entry was made for', () => {
    expect(
      ['2026-11-22/2/deductCash', 'import/3', 'recharge/r/1', 'redeem/o-1', 'buyCard/k/1'].map(
        occasionOf,
      ),
    ).toEqual([
      { kind: 'settlement', day: '2026-11-22', n: '2', step: 'deductCash' },
      { kind: 'import', number: '3' },
      { kind: 'recharge', id: 'r/1' },
      { kind: 'redemption', order: 'o-1' },
      { kind: 'command', name: 'buyCard', key: 'k/1' },
    ]);
  });
});

describe('balances run along the entries', () => {
  it('as the engine leaves them, step by step', () => {
    forAllSettlements(({ before, effects, parked }) => {
      if (parked) return;
      const balances = balancesOf(before);
      let now = before;
      for (const { name } of settlementSteps) {
        const step = effects.get(name);
        if (!step) continue;
        for (const posting of stepPostings(step)) applyPosting(balances, posting);
        now = afterStep(now, step);
        const expected = balancesOf(now);
        for (const debt of [chart.overdraft, chart.cloudArrears]) balances.delete(debt);
        expect(balances).toEqual(expected);
      }
    });
  });

  it('count what is owed, and never fall below zero', () => {
    const balances: RunningBalances = new Map();
    applyPosting(balances, { debit: 'overdraft', credit: 'due', amount });
    applyPosting(balances, { debit: 'bank', credit: 'cash', amount });
    expect([...balances]).toEqual([
      ['overdraft', '10.00'],
      ['cash', '10.00'],
    ]);
    applyPosting(balances, { debit: 'cash', credit: 'overdraft', amount });
    expect([...balances]).toEqual([]);
    expect(balanceIn(balances, 'cash')).toBe('0.00');
    expect(() => applyPosting(balances, { debit: 'cash', credit: 'due', amount })).toThrow(
      'an amount below zero',
    );
  });
});

function balancesOf({ instruments, cash }: SettlementInHand): RunningBalances {
  const all = [
    ...instruments.map(
      ({ kind, id, balance }) => [chart.instrumentAccount(kind, id), balance] as const,
    ),
    [chart.cash, cash] as const,
  ];
  return new Map(all.filter(([, balance]) => !isZero(balance)));
}
