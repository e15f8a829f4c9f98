import { balanceOf, forAllSettlements } from '../support/domain-runs.js';
import { cents, centsOf } from '../support/domain-cents.js';

describe('full-reduction vouchers', () => {
  it('a single-use voucher that paid keeps nothing: its rest is forfeited', () => {
    forAllSettlements(({ before, after, deductions, forfeits }) => {
      for (const each of before.instruments) {
        if (each.kind !== 'full-reduction-voucher') continue;
        const paid = centsOf(
          deductions
            .filter(({ kind, id }) => kind === each.kind && id === each.id)
            .map(({ amount }) => amount),
        );
        const rest = cents(each.balance) - paid;
        const used = paid > 0n && each.singleUse === true;
        expect(cents(balanceOf(after.instruments, each))).toBe(used ? 0n : rest);
        const forfeited = forfeits.filter(({ id }) => id === each.id);
        expect(forfeited.map(({ amount }) => cents(amount))).toEqual(
          used && rest > 0n ? [rest] : [],
        );
      }
    });
  });

  it('nothing but a full-reduction voucher is ever forfeited', () => {
    forAllSettlements(({ before, forfeits }) => {
      for (const { id } of forfeits)
        expect(
          before.instruments.filter((each) => each.id === id && each.singleUse === true),
        ).toMatchObject([{ kind: 'full-reduction-voucher' }]);
    });
  });
});
