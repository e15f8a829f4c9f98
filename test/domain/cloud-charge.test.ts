import { chargeKey, isAboveVendorLimit, vendorLimit } from '../../domain/cloud-charge.js';
import { parseAmount } from '../../domain/money.js';
import { cloudResiduals } from '../../domain/settlement.js';
import { takeStep } from '../../domain/settlement-step.js';
import { centsOf, cents } from '../support/domain-cents.js';
import { forAllSettlements } from '../support/domain-runs.js';
import { inHandWith, lineOf } from '../support/domain-builders.js';

describe('cloud charges', () => {
  it('each cloud account gets one charge at most, of all its workspaces whatever their site', () => {
    forAllSettlements(({ before, charges, deductions }) => {
      const accounts = charges.map(({ cloudAccount }) => cloudAccount);
      expect(new Set(accounts).size).toBe(accounts.length);
      const pushed = deductions.filter(({ kind }) => kind === 'cloud-account');
      expect(accounts.toSorted()).toEqual([...new Set(pushed.map(({ id }) => id))].toSorted());
      for (const { cloudAccount, amount } of charges)
        expect(cents(amount)).toBe(
          centsOf(pushed.filter(({ id }) => id === cloudAccount).map((each) => each.amount)),
        );
      expect(before.n).toBe(1);
    });
  });

  it('the shares of the workspaces add up to the charge', () => {
    forAllSettlements(({ before, charges, deductions }) => {
      for (const { amount, shares, cloudAccount } of charges) {
        expect(centsOf(shares.map((each) => each.amount))).toBe(cents(amount));
        for (const { workspace, amount: share } of shares)
          expect(cents(share)).toBe(
            centsOf(
              deductions
                .filter(
                  ({ id, kind, line }) =>
                    kind === 'cloud-account' &&
                    id === cloudAccount &&
                    before.lines[line]?.workspace === workspace,
                )
                .map((each) => each.amount),
            ),
          );
        expect(new Set(shares.map(({ workspace }) => workspace)).size).toBe(shares.length);
      }
    });
  });

  it('nothing is never pushed', () => {
    forAllSettlements(({ charges }) => {
      for (const { amount, shares } of charges) {
        expect(cents(amount)).toBeGreaterThan(0n);
        for (const share of shares) expect(cents(share.amount)).toBeGreaterThan(0n);
      }
    });
  });

  it('what an unsubscribed account cannot take is refused, everything else is charged', () => {
    forAllSettlements(({ before, charges }) => {
      for (const { cloudAccount, state, provider } of charges) {
        const registered = before.cloudAccounts.get(cloudAccount);
        expect(state).toBe(registered?.subscribed === true ? 'charging' : 'refused');
        expect(provider).toBe(registered?.provider);
      }
    });
  });

  it('a charge has a key of its own for every cloud account, day and supplement', () => {
    const key = { cloudAccount: 'aws-1', day: '2026-11-22', n: 1 };
    expect(chargeKey(key)).toBe('aws-1/2026-11-22/1');
    expect(chargeKey({ ...key, n: 2 })).toBe('aws-1/2026-11-22/2');
  });

  it('the charge of a supplement carries the number of the supplement', () => {
    const inHand = { ...cloudInHand('10.00'), n: 3 };
    expect(takeStep('chargeCloudAccounts', inHand).charges).toEqual([
      {
        key: 'aws-1/2026-11-22/3',
        cloudAccount: 'aws-1',
        provider: 'aws',
        amount: '10.00',
        state: 'charging',
        shares: [{ workspace: 'w', amount: '10.00' }],
      },
    ]);
  });

  it.each([
    ['aws', '21474836.47', false],
    ['aws', '21474836.48', true],
    ['aws', '9000000.00', false],
    ['huawei-cloud', '999999.99', false],
    ['huawei-cloud', '1000000.00', true],
    ['alibaba-cloud', '99999999999.00', false],
  ] as const)("%s and %s: above the vendor's limit is %s", (provider, amount, above) => {
    expect(isAboveVendorLimit(provider, parseAmount(amount))).toBe(above);
  });

  it('Alibaba Cloud states no limit', () => {
    expect(vendorLimit('alibaba-cloud')).toBeUndefined();
    expect(vendorLimit('aws')).toBe('21474836.47');
    expect(vendorLimit('huawei-cloud')).toBe('999999.99');
  });

  it("a residual above the vendor's limit is the account's trouble, in words", () => {
    expect(() => takeStep('chargeCloudAccounts', cloudInHand('21474836.48'))).toThrow(
      expect.objectContaining({
        code: 'account-trouble',
        accounts: [
          {
            account: 'acct',
            reason: '21,474,836.48 for aws-1 is above the 21,474,836.47 that aws takes at once',
          },
        ],
      }),
    );
  });

  it('the limit does not hold for an unsubscribed account: nothing is sent there', () => {
    const { charges } = takeStep('chargeCloudAccounts', cloudInHand('21474836.48', false));
    expect(charges).toMatchObject([{ state: 'refused', amount: '21474836.48' }]);
  });

  it("an unknown cloud account is the account's trouble", () => {
    const inHand = { ...cloudInHand('10.00'), cloudAccounts: new Map() };
    expect(() => takeStep('chargeCloudAccounts', inHand)).toThrow(
      'account acct: its cloud account aws-1 is not registered',
    );
  });

  it('the residuals of a cloud account are those of its lines that are still due', () => {
    const lines = [
      lineOf({ amount: '10.00', cloudAccount: 'aws-1', site: 'cn1' }),
      lineOf({ amount: '20.00' }),
      lineOf({ amount: '5.00', cloudAccount: 'hw-1' }),
      lineOf({ amount: '30.00', cloudAccount: 'aws-1', site: 'us1' }),
    ];
    const due = ['1.00', '2.00', '0.00', '30.00'].map(parseAmount);
    expect(cloudResiduals(lines, due)).toEqual([{ cloudAccount: 'aws-1', amount: '31.00' }]);
  });
});

function cloudInHand(amount: string, subscribed = true) {
  return inHandWith({
    lines: [lineOf({ amount, cloudAccount: 'aws-1' })],
    cloudAccounts: new Map([['aws-1', { id: 'aws-1', provider: 'aws' as const, subscribed }]]),
  });
}
