import { parseAmount } from '../../domain/money.js';
import { takenByInstrument, type Deduction } from '../../domain/settlement.js';
import { addAmounts, amountsOf, noAmounts, totalOf } from '../../domain/statement.js';

const deduction = (kind: Deduction['kind'], id: string, amount: string, line = 0): Deduction => ({
  line,
  kind,
  id,
  amount: parseAmount(amount),
});

const deductions = [
  deduction('ordinary-voucher', 'X', '1.00'),
  deduction('full-reduction-voucher', 'FV', '2.00'),
  deduction('stored-value-card', 'X', '4.00'),
  deduction('cash', 'acct', '8.00'),
  deduction('cloud-account', 'aws-1', '16.00'),
  deduction('cloud-account', 'hw-1', '32.00'),
  deduction('ordinary-voucher', 'X', '0.50', 1),
];

describe('the statement', () => {
  it('has a column for each kind of payer', () => {
    expect(amountsOf(deductions)).toEqual({
      ordinaryVouchers: '1.50',
      fullReductionVouchers: '2.00',
      storedValueCards: '4.00',
      cash: '8.00',
      cloudAccount: '48.00',
      arrears: '0.00',
    });
  });

  it('shows as arrears what a cloud account refused for good', () => {
    expect(amountsOf(deductions, new Set(['hw-1']))).toMatchObject({
      cloudAccount: '16.00',
      arrears: '32.00',
    });
  });

  it('an instrument that is no cloud account is not refused, whatever its id', () => {
    expect(amountsOf(deductions, new Set(['X', 'acct']))).toMatchObject({
      storedValueCards: '4.00',
      cash: '8.00',
      arrears: '0.00',
    });
  });

  it('its total is the sum of its six amounts', () => {
    const amounts = { ...amountsOf(deductions), arrears: parseAmount('100.00') };
    expect(totalOf(amounts)).toBe('163.50');
    expect(totalOf(noAmounts())).toBe('0.00');
  });

  it('adds up column by column', () => {
    const amounts = { ...amountsOf(deductions), arrears: parseAmount('100.00') };
    expect(addAmounts(amounts, amounts)).toEqual({
      ordinaryVouchers: '3.00',
      fullReductionVouchers: '4.00',
      storedValueCards: '8.00',
      cash: '16.00',
      cloudAccount: '96.00',
      arrears: '200.00',
    });
  });

  it('names every instrument once, in the order in which they were drawn', () => {
    expect(takenByInstrument(deductions)).toEqual([
      { kind: 'ordinary-voucher', id: 'X', amount: '1.50' },
      { kind: 'full-reduction-voucher', id: 'FV', amount: '2.00' },
      { kind: 'stored-value-card', id: 'X', amount: '4.00' },
      { kind: 'cash', id: 'acct', amount: '8.00' },
      { kind: 'cloud-account', id: 'aws-1', amount: '16.00' },
      { kind: 'cloud-account', id: 'hw-1', amount: '32.00' },
    ]);
  });
});
