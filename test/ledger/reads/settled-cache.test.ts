import { listBills } from '../../../ledger/reads/list-bills.js';
import { readOverview } from '../../../ledger/reads/read-overview.js';
import { SettledCache } from '../../../ledger/reads/settled-cache.js';
import { account, bill, day, enterpriseWorkspace, recharge } from '../../support/records.js';
import { startLedger, type LedgerSystem } from '../../support/ledger-system.js';

let system: LedgerSystem;

beforeAll(async () => {
  system = await startLedger();
});

afterAll(() => system.drop());

describe('what was added up of settled days', () => {
  it('is kept up to so many rows, the least used forgotten first, each ledger for itself', () => {
    const cache = new SettledCache<number>({ mostRows: 5 });
    cache.keep(system.ledger, 'a', [1, 1]);
    cache.keep(system.ledger, 'b', [2, 2]);
    cache.keep(system.ledger, 'a', [3, 3]);
    expect(cache.recall(system.ledger, 'a')).toEqual([3, 3]);
    cache.keep(system.ledger, 'c', [4, 4]);
    expect(cache.recall(system.ledger, 'b')).toBeUndefined();
    expect(cache.recall(system.ledger, 'a')).toEqual([3, 3]);
    const { collections } = system.ledger;
    const other = { ...system.ledger, collections: { ...collections } };
    expect(cache.recall(other, 'a')).toBeUndefined();
  });

  it('is complete after a supplement, and its state follows a repayment', async () => {
    await system.importRecords([
      account('acct-1', '5.00'),
      enterpriseWorkspace('w-1', 'acct-1'),
      bill('w-1', '12.00'),
    ]);
    await system.settle(day);
    expect(await itemsOf()).toMatchObject([
      { of: 'logs', total: '12.00', arrears: '7.00', state: 'arrears', bills: 1 },
    ]);
    const before = await readOverview(system.ledger, { account: 'acct-1' });
    expect(before.spending[27]).toMatchObject({ items: [{ item: 'logs', amount: '12.00' }] });
    await system.importRecords([
      enterpriseWorkspace('w-2', 'acct-1'),
      bill('w-2', '3.00', { restricted: '1.00' }),
      recharge('r-1', 'acct-1', '20.00'),
    ]);
    await system.settle(day);
    expect(await itemsOf()).toMatchObject([
      { of: 'logs', total: '15.00', arrears: '7.00', cash: '8.00', state: 'settled', bills: 2 },
      { of: 'sms', total: '1.00', cash: '1.00', state: 'settled' },
    ]);
    const after = await readOverview(system.ledger, { account: 'acct-1' });
    expect(after.spending[27]).toMatchObject({
      total: '16.00',
      items: [
        { item: 'logs', amount: '15.00' },
        { item: 'sms', amount: '1.00' },
      ],
    });
  });
});

async function itemsOf() {
  const { rows } = await listBills(system.ledger, { account: 'acct-1', by: 'item', limit: 10 });
  return rows;
}
