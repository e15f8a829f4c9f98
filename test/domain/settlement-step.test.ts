import { parseAmount } from '../../domain/money.js';
import { afterStep, takeStep, type SettlementInHand } from '../../domain/settlement-step.js';
import { inHandWith, lineOf } from '../support/domain-builders.js';

function taken(inHand: SettlementInHand): string[] {
  return takeStep('recordArrears', inHand).deductions.map(({ id, amount }) => `${id} ${amount}`);
}

describe('the steps of a settlement', () => {
  it('the last step takes the cards and then the cash that came in since, before anything is owed', () => {
    const inHand = inHandWith({
      lines: [lineOf({ amount: '30.00' })],
      due: [parseAmount('25.00')],
      instruments: [{ kind: 'stored-value-card', id: 'NEW', balance: parseAmount('10.00') }],
      cash: parseAmount('7.00'),
    });
    expect(taken(inHand)).toEqual(['NEW 10.00', 'acct 7.00']);
    expect(takeStep('recordArrears', inHand).overdraft).toBe('8.00');
  });

  it('a voucher that came in after its step pays nothing any more', () => {
    const inHand = inHandWith({
      lines: [lineOf({ amount: '30.00' })],
      instruments: [{ kind: 'ordinary-voucher', id: 'NEW', balance: parseAmount('10.00') }],
    });
    expect(takeStep('recordArrears', inHand)).toMatchObject({ deductions: [], overdraft: '30.00' });
  });

  it('opening a settlement takes nothing', () => {
    const inHand = inHandWith({ lines: [lineOf({ amount: '30.00' })], cash: parseAmount('100') });
    expect(takeStep('openSettlements', inHand)).toEqual({
      deductions: [],
      due: ['30.00'],
      forfeits: [],
      charges: [],
      overdraft: '0.00',
    });
  });

  it('an instrument pays from line to line, to the cent, and says for which', () => {
    const inHand = inHandWith({
      lines: [
        lineOf({ amount: '10.00' }),
        lineOf({ amount: '0.00' }),
        lineOf({ amount: '18.70', item: 'sms' }),
        lineOf({ amount: '5.00' }),
      ],
      instruments: [
        { kind: 'stored-value-card', id: 'C1', balance: parseAmount('12.34') },
        { kind: 'stored-value-card', id: 'C2', balance: parseAmount('17.00') },
      ],
    });
    const effects = takeStep('applyStoredValueCards', inHand);
    expect(effects.deductions).toEqual([
      { line: 0, kind: 'stored-value-card', id: 'C1', amount: '10.00' },
      { line: 2, kind: 'stored-value-card', id: 'C1', amount: '2.34' },
      { line: 2, kind: 'stored-value-card', id: 'C2', amount: '16.36' },
      { line: 3, kind: 'stored-value-card', id: 'C2', amount: '0.64' },
    ]);
    const after = afterStep(inHand, effects);
    expect(after.due).toEqual(['0.00', '0.00', '0.00', '4.36']);
    expect(after.instruments.map(({ balance }) => balance)).toEqual(['0.00', '0.00']);
  });

  it('a card that has the id of a used single-use voucher keeps its balance', () => {
    const inHand = inHandWith({
      lines: [lineOf({ amount: '10.00' })],
      eligibleSpend: parseAmount('10.00'),
      instruments: [
        {
          kind: 'full-reduction-voucher',
          id: 'X',
          balance: parseAmount('50.00'),
          singleUse: true,
        },
        { kind: 'stored-value-card', id: 'X', balance: parseAmount('20.00') },
      ],
    });
    const after = afterStep(inHand, takeStep('applyFullReductionVouchers', inHand));
    expect(after.instruments.map(({ kind, balance }) => [kind, balance])).toEqual([
      ['full-reduction-voucher', '0.00'],
      ['stored-value-card', '20.00'],
    ]);
  });

  it("a cloud line that is due after its cloud account is the account's trouble, never an overdraft", () => {
    const inHand = inHandWith({ lines: [lineOf({ amount: '10.00', cloudAccount: 'aws-1' })] });
    expect(() => takeStep('recordArrears', inHand)).toThrow(
      'account acct: line 0 is due after all who may pay it',
    );
  });

  it('cash pays the enterprise line behind a cloud line that nobody has paid yet', () => {
    const inHand = inHandWith({
      lines: [lineOf({ amount: '10.00', cloudAccount: 'aws-1' }), lineOf({ amount: '4.00' })],
      cash: parseAmount('100.00'),
    });
    const effects = takeStep('deductCash', inHand);
    expect(effects.deductions).toEqual([{ line: 1, kind: 'cash', id: 'acct', amount: '4.00' }]);
    expect(afterStep(inHand, effects).cash).toBe('96.00');
  });
});
