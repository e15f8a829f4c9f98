import { parseAmount } from '../../domain/money.js';
import { planSettlement } from '../../domain/settlement-step.js';
import { whatIfVoucherId, withChanges } from '../../domain/what-if.js';
import { instant } from '../support/domain-arbitraries.js';
import { inHandWith, lineOf } from '../support/domain-builders.js';
import { forAllSettlements } from '../support/domain-runs.js';

const now = instant('2026-11-22T12:00:00Z');

describe('what-ifs', () => {
  it('of nothing change nothing', () => {
    forAllSettlements(({ before, parked }) => {
      if (parked) return;
      const { inHand, repayments } = withChanges(before, { owed: [], whatIf: {}, now });
      expect(repayments).toEqual([]);
      expect(planSettlement(inHand)).toEqual(planSettlement(before));
    });
  });

  it('of a recharge repay what is owed, oldest first; the rest is cash (worked example 10)', () => {
    const owed = [
      { cycle: '2026-11-21', n: 1, overdraft: parseAmount('30.00'), cloud: parseAmount('0.00') },
    ];
    const recharge = parseAmount('20.00');
    const poor = withChanges(inHandWith({}), { owed, whatIf: { recharge }, now });
    expect(poor.inHand.cash).toBe('0.00');
    expect(poor.repayments).toMatchObject([{ debt: 'overdraft', amount: '20.00' }]);
    const whatIf = { recharge: parseAmount('130.00') };
    expect(withChanges(inHandWith({}), { owed, whatIf, now }).inHand.cash).toBe('100.00');
  });

  it('of another method move the lines of that workspace alone, both ways', () => {
    const lines = [
      lineOf({ amount: '1.00', workspace: 'a' }),
      lineOf({ amount: '2.00', workspace: 'b', cloudAccount: 'ca' }),
      lineOf({ amount: '3.00', workspace: 'c' }),
    ];
    const methods = [
      { workspace: 'a', settlement: { method: 'cloud' as const, cloudAccount: 'ca' } },
      { workspace: 'b', settlement: { method: 'enterprise' as const } },
    ];
    const { inHand } = withChanges(inHandWith({ lines }), { owed: [], whatIf: { methods }, now });
    expect(inHand.lines.map(({ method, cloudAccount }) => [method, cloudAccount])).toEqual([
      ['cloud', 'ca'],
      ['enterprise', undefined],
      ['enterprise', undefined],
    ]);
  });

  it('of a voucher add one that is valid from now on (worked example 5)', () => {
    const voucher = {
      type: 'full-reduction' as const,
      amount: parseAmount('20.00'),
      minSpend: parseAmount('100.00'),
    };
    const asItIs = inHandWith({
      lines: [lineOf({ amount: '150.00' })],
      eligibleSpend: parseAmount('150.00'),
      cash: parseAmount('500.00'),
    });
    const taken = (at: typeof now): unknown =>
      planSettlement(withChanges(asItIs, { owed: [], whatIf: { voucher }, now: at }).inHand).get(
        'applyFullReductionVouchers',
      )?.deductions;
    expect(taken(now)).toEqual([
      { line: 0, kind: 'full-reduction-voucher', id: whatIfVoucherId, amount: '20.00' },
    ]);
    expect(taken(instant('2026-11-22T16:00:00Z'))).toEqual([]);
  });
});
