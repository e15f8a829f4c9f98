import { account, bill, day, enterpriseWorkspace, recharge } from '../support/records.js';
import { startSystem, type System } from '../support/system.js';

const most = '9'.repeat(34);

describe('amounts of 34 digits', () => {
  let system: System;
  beforeEach(async () => {
    system = await startSystem();
  });
  afterEach(() => system.stop());

  it('settle, though the sums of a cycle have more digits than a document holds', async () => {
    await system.importRecords([
      ...['acct-1', 'acct-2'].flatMap((id) => [
        account(id, most),
        enterpriseWorkspace(`w-${id}`, id),
        bill(`w-${id}`, most),
      ]),
      account('acct-3', '5.00'),
      enterpriseWorkspace('w-3', 'acct-3'),
      {
        kind: 'bill',
        workspace: 'w-3',
        day,
        lines: [
          { item: 'logs', amount: '12.50' },
          { item: 'traces', amount: '0.00000000000000000000000000000001' },
        ],
      },
      {
        kind: 'manifest',
        site: 'cn1',
        currency: 'CNY',
        day,
        bills: 1,
        total: most,
      },
      {
        kind: 'manifest',
        site: 'cn1',
        currency: 'CNY',
        day,
        part: 2,
        bills: 1,
        total: most,
      },
      {
        kind: 'manifest',
        site: 'cn1',
        currency: 'CNY',
        day,
        part: 3,
        bills: 1,
        total: '12.50000000000000000000000000000001',
      },
    ]);
    const report = await system.settle(day);
    expect(report).toMatchObject({
      imported: { bills: 3, total: '20000000000000000000000000000000010.50' },
      settled: { accounts: 3, bills: 3 },
      columns: { cash: '20000000000000000000000000000000003.00', arrears: '7.50' },
      ledger: { cash: '20000000000000000000000000000000003.00', arrears: '7.50' },
      matchedSites: ['cn1'],
      differingSites: [],
      differences: [],
    });
    expect(await system.audit()).toEqual([]);
  });

  it('parks an account whose own bills come to more, and settles the others', async () => {
    await system.importRecords([
      account('acct-1', '10.00'),
      enterpriseWorkspace('w-1', 'acct-1'),
      enterpriseWorkspace('w-2', 'acct-1'),
      bill('w-1', most),
      bill('w-2', most),
      account('acct-2', '10.00'),
      enterpriseWorkspace('w-3', 'acct-2'),
      bill('w-3', '4.00'),
    ]);
    const report = await system.settle(day);
    expect(report).toMatchObject({
      settled: { accounts: 1, total: '4.00' },
      parked: { accounts: 1, bills: 2 },
      due: '19999999999999999999999999999999998.00',
      attention: [
        { account: 'acct-1', reason: expect.stringContaining('has more than 34 digits') },
      ],
      differences: [],
    });
    expect(await system.audit()).toEqual([]);
  });

  it('are shown as balances that pass 34 digits, and refused where they would become such cash', async () => {
    const card = {
      kind: 'storedValueCard',
      account: 'acct-1',
      faceValue: most,
      purchaseType: 'cash',
      purchasedAt: '2026-01-01T00:00:00Z',
    };
    await system.importRecords([
      account('acct-1', most),
      { ...card, id: 'c-1' },
      { ...card, id: 'c-2' },
    ]);
    expect(await system.balances()).toMatchObject([
      { storedValueBalance: '19999999999999999999999999999999998.00' },
    ]);
    const refused = await system.importRecords([recharge('r-1', 'acct-1', most)]);
    expect(refused).toMatchObject({ rejected: 1, records: { recharge: 0 } });
    await expect(system.importRecords([recharge('r-2', 'acct-1', '0.01')])).resolves.toMatchObject({
      rejected: 1,
    });
    await system.importRecords([account('acct-2', '1.00'), recharge('r-3', 'acct-2', '0.01')]);
    expect((await system.balances())[1]).toMatchObject({ cash: '1.01' });
  });
});
