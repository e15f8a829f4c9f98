import { listBills, type BillsBy } from '../../../ledger/reads/list-bills.js';
import { account, bill, enterpriseWorkspace } from '../../support/records.js';
import { example14 } from '../../support/ledger-records.js';
import { startLedger, type LedgerSystem } from '../../support/ledger-system.js';

let system: LedgerSystem;

/** Worked example 14 on the 22nd; days before and after it, one of them not settled. */
beforeAll(async () => {
  system = await startLedger();
  await system.importRecords([
    ...example14('acct-14', '14'),
    bill('c', '30.00', { day: '2026-11-23' }),
    bill('c', '7.006', { day: '2026-11-24' }),
    account('acct-9'),
    enterpriseWorkspace('w-9', 'acct-9'),
    bill('w-9', '1.00', { day: '2026-10-31' }),
    bill('w-9', '2.00'),
    bill('w-9', '3.00', { day: '2026-11-23' }),
  ]);
  await system.settle('2026-10-31');
  await system.settle('2026-11-22', { parked: { 'acct-9': 'no terms' } });
  await system.settle('2026-11-23');
});

afterAll(() => system.drop());

describe('the bills of an account', () => {
  it('by day show who paid, newest first, and what is not settled yet', async () => {
    expect(await rowsOf('acct-14', 'day')).toEqual([
      '2026-11-24 7.01 unsettled: due 7.01',
      '2026-11-23 30.00 settled: cash 30.00',
      '2026-11-22 145.00 charging: ordinaryVouchers 60.00, storedValueCards 20.00, cloudAccount 65.00',
    ]);
    expect(await rowsOf('acct-9', 'day')).toEqual([
      '2026-11-23 3.00 parked: due 3.00',
      '2026-11-22 2.00 parked: due 2.00',
      '2026-10-31 1.00 arrears: arrears 1.00',
    ]);
  });

  it('by month add the days up', async () => {
    expect(await rowsOf('acct-9', 'month')).toEqual([
      '2026-11 5.00 parked: due 5.00',
      '2026-10 1.00 arrears: arrears 1.00',
    ]);
    const first = await listBills(system.ledger, { account: 'acct-9', by: 'month', limit: 1 });
    expect(first.next).toBe('2026-11');
    const second = await listBills(system.ledger, {
      account: 'acct-9',
      by: 'month',
      limit: 1,
      after: first.next,
    });
    expect(second).toMatchObject({ rows: [{ of: '2026-10', bills: 1 }] });
    expect(second.next).toBeUndefined();
  });

  it('by workspace and by item show the shares of worked example 14', async () => {
    const days = { from: '2026-11-22', to: '2026-11-22' };
    expect(await rowsOf('acct-14', 'workspace', days)).toEqual([
      'c 25.00 charging: ordinaryVouchers 25.00',
      'a 40.00 charging: ordinaryVouchers 35.00, storedValueCards 5.00',
      'b 80.00 charging: storedValueCards 15.00, cloudAccount 65.00',
    ]);
    expect(await rowsOf('acct-14', 'item', days)).toEqual([
      'logs 135.00 charging: ordinaryVouchers 60.00, storedValueCards 20.00, cloudAccount 55.00',
      'sms 10.00 charging: cloudAccount 10.00',
    ]);
    const page = await listBills(system.ledger, {
      account: 'acct-14',
      by: 'workspace',
      limit: 2,
      ...days,
    });
    const rest = await listBills(system.ledger, {
      account: 'acct-14',
      by: 'workspace',
      limit: 2,
      after: page.next,
      ...days,
    });
    expect([...page.rows, ...rest.rows].map(({ of }) => of)).toEqual(['c', 'a', 'b']);
    await expect(
      listBills(system.ledger, { account: 'acct-14', by: 'item', limit: 2, from: '2026-01-01' }),
    ).rejects.toThrow('by item at most 92 days are added up');
  });
});

async function rowsOf(id: string, by: BillsBy, days: object = {}): Promise<string[]> {
  const { rows } = await listBills(system.ledger, { account: id, by, limit: 50, ...days });
  return rows.map(({ of, total, state, site: _site, bills: _bills, ...amounts }) => {
    const paid = Object.entries(amounts).filter(([, amount]) => amount !== '0.00');
    return `${of} ${total} ${state}: ${paid.map((each) => each.join(' ')).join(', ')}`;
  });
}
