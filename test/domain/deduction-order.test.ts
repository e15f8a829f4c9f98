import {
  deductionOrder,
  mayPay,
  settlementSteps,
  stepNumber,
  stepsDone,
} from '../../domain/deduction-order.js';
import { isRestricted } from '../../domain/records.js';

describe('the deduction order', () => {
  it('is the documented table', () => {
    expect(deductionOrder).toEqual({
      enterprise: {
        ordinary: [
          'ordinary-voucher',
          'full-reduction-voucher',
          'stored-value-card',
          'cash',
          'overdraft',
        ],
        restricted: ['stored-value-card', 'cash', 'overdraft'],
      },
      cloud: {
        ordinary: [
          'ordinary-voucher',
          'full-reduction-voucher',
          'stored-value-card',
          'cloud-account',
        ],
        restricted: ['stored-value-card', 'cloud-account'],
      },
    });
  });

  it('is walked by seven steps, of which the last takes up what came in since', () => {
    expect(settlementSteps.map(({ name, payers }) => [name, ...payers])).toEqual([
      ['openSettlements'],
      ['applyVouchers', 'ordinary-voucher'],
      ['applyFullReductionVouchers', 'full-reduction-voucher'],
      ['applyStoredValueCards', 'stored-value-card'],
      ['deductCash', 'cash'],
      ['chargeCloudAccounts', 'cloud-account'],
      ['recordArrears', 'stored-value-card', 'cash', 'overdraft'],
    ]);
    expect(stepsDone).toBe(7);
    expect(stepNumber('openSettlements')).toBe(0);
    expect(stepNumber('recordArrears')).toBe(6);
  });

  it('the steps first name the payers in the order of every row of the table', () => {
    const payers: readonly string[] = settlementSteps.flatMap((step) => [...step.payers]);
    for (const { ordinary, restricted } of Object.values(deductionOrder)) {
      for (const row of [ordinary, restricted]) {
        const places = row.map((payer) => payers.indexOf(payer));
        expect(places).toEqual(places.toSorted((a, b) => a - b));
        expect(places).not.toContain(-1);
      }
    }
  });

  it.each([
    ['sms', true],
    ['dial-testing', true],
    ['logs', false],
    ['triggers', false],
    ['something-new', false],
  ])('%s is restricted: %s', (item, restricted) => {
    expect(isRestricted(item)).toBe(restricted);
  });

  it('says who may pay a line', () => {
    expect(mayPay('ordinary-voucher', { method: 'cloud', restricted: false })).toBe(true);
    expect(mayPay('full-reduction-voucher', { method: 'enterprise', restricted: true })).toBe(
      false,
    );
    expect(mayPay('cash', { method: 'cloud', restricted: true })).toBe(false);
    expect(mayPay('overdraft', { method: 'cloud', restricted: false })).toBe(false);
    expect(mayPay('overdraft', { method: 'enterprise', restricted: true })).toBe(true);
  });
});
