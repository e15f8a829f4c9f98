import { goldenCases } from '../support/domain-golden.js';

const one = `
## 1. A case

| record | id | amount | with |
| --- | --- | --- | --- |
| account | A | 5.00 | currency USD |
| cloud account | C | | aws, unsubscribed |
| workspace | us1/w | | cloud C |
| full-reduction voucher | F | 20.00 | spend 100.00, single use, until 2027-01-01T00:00:00Z |
| bill | w | 1.00 | logs |
| bill | w | 2.00 | sms |
| bill | w | 3.00 | sms, on 2026-11-23 |

| statement 2026-11-22 | total | arrears | state |
| --- | --- | --- | --- |
| A | 3.00 | 3.00 | arrears |

| instrument | paid | left |
| --- | --- | --- |
| cash | | 5.00 |
| F | | 20.00 |
`;

describe('the file of golden cases', () => {
  it('gives the records of the import format, with a prefix before every id', () => {
    const [read] = goldenCases((number) => `case${number}-`, one);
    expect(read?.steps[0]?.records).toEqual([
      { kind: 'account', id: 'case1-A', name: 'A', currency: 'USD', cash: '5.00' },
      {
        kind: 'cloudAccount',
        id: 'case1-C',
        account: 'case1-A',
        provider: 'aws',
        customer: '123456789012',
        instance: 'case1c',
        subscribed: false,
      },
      {
        kind: 'workspace',
        id: 'case1-w',
        account: 'case1-A',
        site: 'us1',
        settlement: { method: 'cloud', cloudAccount: 'case1-C' },
      },
      {
        kind: 'voucher',
        id: 'case1-F',
        account: 'case1-A',
        type: 'full-reduction',
        faceValue: '20.00',
        balance: '20.00',
        minSpend: '100.00',
        singleUse: true,
        expiresAt: '2027-01-01T00:00:00Z',
      },
      {
        kind: 'bill',
        workspace: 'case1-w',
        day: '2026-11-22',
        lines: [
          { item: 'logs', amount: '1.00' },
          { item: 'sms', amount: '2.00' },
        ],
      },
      {
        kind: 'bill',
        workspace: 'case1-w',
        day: '2026-11-23',
        lines: [{ item: 'sms', amount: '3.00' }],
      },
    ]);
  });

  it('gives the figures that are expected', () => {
    const [read] = goldenCases(undefined, one);
    expect(read).toMatchObject({ number: '1', title: 'A case', account: 'A', currency: 'USD' });
    expect(read?.steps[0]).toMatchObject({
      day: '2026-11-22',
      statement: { account: 'A', state: 'arrears', total: '3.00', cash: '0.00', arrears: '3.00' },
      workspaces: [],
      deductions: [],
      balances: {
        cash: '5.00',
        overdraft: '0.00',
        cloudArrears: '0.00',
        instruments: { F: { left: '20.00', forfeited: '0.00' } },
      },
    });
  });

  it.each([
    ['| bill | w | 2.00 | sms |', '| bil | w | 2.00 | sms |', 'line 11: unknown record "bil"'],
    ['single use', 'single-use', 'line 9: a full-reduction voucher is not "single-use"'],
    ['us1/w', 'w', 'line 8: "w" is not site/name'],
    ['| F | | 20.00 |', '| G | | 20.00 |', 'line 21: no instrument "G"'],
    ['| F | | 20.00 |', '| F | | 20 |', 'line 21: "20" under left is not an amount'],
    ['| F | | 20.00 |', '| F | 20.00 |', 'line 21: 2 cells under 3 headings'],
    ['| arrears | state |', '| owed | state |', 'line 14: unknown heading "owed"'],
    [
      '| A | 3.00 |',
      '| B | 3.00 |',
      'line 14: the first row of a statement is that of the account',
    ],
    ['| aws, un', '| gcp, un', 'line 7: a cloud account is one of'],
    ['| instrument |', '| instruments |', 'line 18: a step has one table each of'],
    ['| bill | w | 1.00 | logs |', '| bill | w | 1.00 | |', 'line 10: a bill line has no item'],
  ])('says where it cannot be read: %s → %s', (good, bad, message) => {
    expect(one).toContain(good);
    expect(() => goldenCases(undefined, one.replace(good, bad))).toThrow(message);
  });

  it('refuses two cases of one number', () => {
    expect(() => goldenCases(undefined, one + one.replace('A case', 'Another'))).toThrow(
      'there are two cases 1',
    );
  });
});
