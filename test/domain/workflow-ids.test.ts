import { accountTrouble, errorCodes, invariant } from '../../domain/settlement-error.js';
import { summaryOf } from '../../domain/step-summary.js';
import { parseAmount } from '../../domain/money.js';
import {
  accountSettlementId,
  cohortId,
  followingId,
  parseSettlementId,
  settleCycleId,
} from '../../domain/workflow-ids.js';

const cycle = { currency: 'CNY', day: '2026-11-22' } as const;

describe('workflow ids', () => {
  it('carry their meaning', () => {
    expect(settleCycleId(cycle)).toBe('cycle/CNY/2026-11-22');
    expect(cohortId(cycle, 7)).toBe('settlement/CNY/2026-11-22/cohort/0007');
    expect(accountSettlementId(cycle, 'acct-1')).toBe('settlement/CNY/2026-11-22/account/acct-1');
  });

  it('can be read back', () => {
    expect(parseSettlementId(cohortId(cycle, 7))).toEqual({ ...cycle, rest: 'cohort/0007' });
    expect(() => parseSettlementId(settleCycleId(cycle))).toThrow(RangeError);
  });

  it('name the workflow that settles the next day for those who waited', () => {
    expect(followingId(accountSettlementId(cycle, 'acct-1'), '2026-11-23')).toBe(
      'settlement/CNY/2026-11-23/account/acct-1',
    );
    expect(followingId(cohortId(cycle, 7), '2026-11-23')).toBe(
      'settlement/CNY/2026-11-23/after/2026-11-22/cohort/0007',
    );
  });
});

describe('what a step says of itself', () => {
  it('counts accounts and money', () => {
    const counts = { accounts: 200, took: 88, amount: parseAmount('1204.5') };
    expect(summaryOf('applyVouchers', counts)).toBe(
      'ordinary vouchers: 1,204.50 of 88 accounts, 112 had none',
    );
    expect(summaryOf('openSettlements', { ...counts, accounts: 1 })).toBe(
      'open settlements: 1,204.50 of 1 account',
    );
  });
});

describe('errors', () => {
  it('only a server that is away is worth another try', () => {
    const retried = Object.entries(errorCodes).filter(([, { retry }]) => retry);
    expect(retried.map(([code]) => code)).toEqual(['server-away']);
  });

  it("an account's trouble names the account", () => {
    expect(accountTrouble('acct-1', 'has no site')).toMatchObject({
      code: 'account-trouble',
      message: 'account acct-1: has no site',
      accounts: [{ account: 'acct-1', reason: 'has no site' }],
    });
  });

  it('a broken invariant is loud', () => {
    expect(() => invariant(false, 'entries balance')).toThrow(
      expect.objectContaining({ code: 'broken-invariant', accounts: [] }),
    );
    expect(() => invariant(true, 'entries balance')).not.toThrow();
  });
});
