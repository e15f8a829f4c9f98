import { settlementSteps } from '../../domain/deduction-order.js';
import type { BillRecord } from '../../domain/records.js';
import { connectLedger } from '../../ledger/connect.js';
import { abandonCycle, openCycle } from '../../ledger/cycles.js';
import { missedDays } from '../../ledger/missed-days.js';
import { createImportStore } from '../../ledger/import-store.js';
import { listBills } from '../../ledger/reads/list-bills.js';
import { takeSettlementStep } from '../../ledger/take-step.js';
import { listVouchers } from '../../ledger/reads/list-vouchers.js';
import { account, bill, day, enterpriseWorkspace } from '../support/records.js';
import { voucher } from '../support/ledger-records.js';
import { closeDay, openAndPlan } from '../support/workflow-steps.js';
import { startLedger, type LedgerSystem } from '../support/ledger-system.js';

const nextDay = '2026-11-23';

let system: LedgerSystem;

beforeEach(async () => {
  system = await startLedger();
  await system.importRecords([
    account('a', '100.00'),
    enterpriseWorkspace('w', 'a'),
    bill('w', '1.00'),
  ]);
});

afterEach(() => system.drop());

describe('a day is unsettled', () => {
  it('from its first bill until its cycle has closed, and again when a late bill comes', async () => {
    expect(await noted()).toEqual(['CNY/2026-11-22 1']);
    expect(await billsOf('a')).toEqual(['2026-11-22 1.00 unsettled']);
    await system.settle(day);
    expect(await noted()).toEqual([]);
    await system.importRecords([enterpriseWorkspace('late', 'a'), bill('late', '2.00')]);
    expect(await noted()).toEqual(['CNY/2026-11-22 2']);
    expect(await billsOf('a')).toEqual(['2026-11-22 3.00 unsettled']);
    await system.settle(day);
    expect(await noted()).toEqual([]);
    expect(await billsOf('a')).toEqual(['2026-11-22 3.00 settled']);
    expect(await system.audit()).toEqual([]);
  });

  it('as long as its cycle runs, whatever brought its bills', async () => {
    const { ledger } = system;
    await ledger.collections.unsettledDays.deleteMany({});
    await openCycle(ledger, { currency: 'CNY', day });
    expect(await noted()).toEqual(['CNY/2026-11-22 1']);
    await system.settle(day);
    expect(await noted()).toEqual([]);
  });

  it('where a bill came too late for the cycle that has just closed', async () => {
    const { ledger } = system;
    const cycle = { currency: 'CNY', day } as const;
    const { cut } = await openCycle(ledger, cycle);
    const all = { owner: 'all', ...cycle, cut, first: '0', last: 'zzzz' };
    const work = await openAndPlan(ledger, all);
    for (const { name } of settlementSteps.slice(1)) await takeSettlementStep(ledger, name, work);
    await system.importRecords([enterpriseWorkspace('late', 'a'), bill('late', '2.00')]);
    expect(await closeDay(ledger, day)).toEqual([]);
    expect(await noted()).toEqual(['CNY/2026-11-22 2']);
  });

  it('no more where what is left of it is parked, which holds the next day all the same', async () => {
    await system.settle(day, { parked: { a: 'no terms' } });
    expect(await noted()).toEqual([]);
    await system.importRecords([bill('w', '3.00', { day: nextDay })]);
    expect(await system.settle(nextDay)).toMatchObject({ waiting: { accounts: 1, total: '3.00' } });
    expect(await noted()).toEqual([]);
    expect(await system.audit()).toEqual([]);
  });

  it('after its cycle was given up, and holds the next one', async () => {
    const { ledger } = system;
    await openCycle(ledger, { currency: 'CNY', day });
    await abandonCycle(ledger, { currency: 'CNY', day });
    await system.importRecords([bill('w', '3.00', { day: nextDay })]);
    expect(await system.settle(nextDay)).toMatchObject({ waiting: { accounts: 1, total: '3.00' } });
    expect(await noted()).toEqual(['CNY/2026-11-22 1']);
  });

  it('after its cycle was given up with a settlement open, which holds the next one', async () => {
    const { ledger } = system;
    const cycle = { currency: 'CNY', day } as const;
    const { cut } = await openCycle(ledger, cycle);
    await openAndPlan(ledger, { owner: 'gone', ...cycle, cut, first: '0', last: 'zzzz' });
    await abandonCycle(ledger, cycle);
    await system.importRecords([bill('w', '3.00', { day: nextDay })]);
    expect(await system.settle(nextDay)).toMatchObject({ waiting: { accounts: 1, total: '3.00' } });
    expect(await noted()).toEqual(['CNY/2026-11-22 1']);
    expect(await system.audit()).toEqual([]);
  });

  it('where a closing could not account for a bill', async () => {
    const { bills } = system.ledger.collections;
    // Out of the range of every cohort.
    await bills.updateOne({ _id: 'w/2026-11-22' }, { $set: { account: '' } });
    await system.settle(day);
    expect(await noted()).toEqual(['CNY/2026-11-22 1']);
  });

  it('and missed, where nobody ran it, unless the import that noted it was given up', async () => {
    const { ledger } = system;
    const store = await createImportStore({ db: ledger.client.db(databaseOf()) });
    const number = await store.begin();
    const record: BillRecord = { kind: 'bill', workspace: 'w', day: '2026-11-21', lines: [] };
    const identities = [{ id: 'bill/w/2026-11-21', hash: '' }];
    const payer = { account: 'a', method: 'enterprise' } as const;
    const stamp = { ...payer, site: 'cn1', currency: 'CNY' } as const;
    await store.write(number, [{ record, identities, stamp }]);
    await store.abort(number);
    expect(await noted()).toEqual(['CNY/2026-11-21 2', 'CNY/2026-11-22 1']);
    await system.settle(nextDay);
    expect(await missedDays(ledger, { currency: 'CNY', day: nextDay })).toEqual(['2026-11-22']);
  });

  it('in a database that was written before days were noted', async () => {
    await system.settle(day, { parked: { a: 'no terms' } });
    await system.importRecords([bill('w', '3.00', { day: nextDay })]);
    const { collections } = system.ledger;
    await collections.unsettledDays.drop();
    await collections.settlements.updateMany({}, { $unset: { delayed: '' } });
    const uri = process.env['TEST_MONGODB_URI'] ?? '';
    const again = await connectLedger({ uri, database: databaseOf() });
    await again.close();
    expect(await noted()).toEqual(['CNY/2026-11-23 2']);
    expect(await system.settle(nextDay)).toMatchObject({ waiting: { accounts: 1 } });
    expect(await system.audit()).toEqual([]);
  });
});

describe('a voucher of which nothing is left', () => {
  it('is marked as used up, and its customer still sees it', async () => {
    await system.importRecords([voucher('v-1', 'a', '1.00'), voucher('v-2', 'a', '5.00')]);
    await system.settle(day);
    const stored = await system.ledger.collections.vouchers.find().sort({ _id: 1 }).toArray();
    expect(stored.map(({ _id, usedUp }) => [_id, usedUp])).toEqual([
      ['v-1', true],
      ['v-2', undefined],
    ]);
    const { rows } = await listVouchers(system.ledger, { account: 'a', limit: 10 });
    expect(rows.map(({ id, balance }) => `${id} ${balance}`)).toEqual(['v-1 0.00', 'v-2 5.00']);
  });
});

async function noted(): Promise<string[]> {
  const found = await system.ledger.collections.unsettledDays.find().sort({ _id: 1 }).toArray();
  return found.map((each) => `${each._id} ${each.import}`);
}

async function billsOf(id: string): Promise<string[]> {
  const { rows } = await listBills(system.ledger, { account: id, by: 'day', limit: 10 });
  return rows.map(({ of, total, state }) => `${of} ${total} ${state}`);
}

function databaseOf(): string {
  return system.ledger.collections.accounts.dbName;
}
