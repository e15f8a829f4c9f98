import { Decimal128 } from 'mongodb';
import {
  account,
  accountNumber,
  bill,
  day,
  enterpriseWorkspace,
  plainAccounts,
  recharge,
} from '../support/records.js';
import { startSystem, type System } from '../support/system.js';
import { untilTrue } from '../support/until-true.js';

/** A manual edit of the database: a string where an amount belongs. */
const damage = [{ $set: { cash: 'much' } }];

describe('a cycle', () => {
  let system: System;
  beforeEach(async () => {
    system = await startSystem({ environment: { COHORT_SIZE: '50' } });
  });
  afterEach(() => system.stop());

  it('settles every account, proves it, and changes nothing when it runs again', async () => {
    await system.importRecords(plainAccounts(120));
    const report = await system.settle(day);
    expect(report).toMatchObject({
      imported: { bills: 120, total: '1200.00' },
      settled: { accounts: 120, bills: 120, total: '1200.00' },
      parked: { accounts: 0 },
      columns: { cash: '1200.00', arrears: '0.00' },
      ledger: { cash: '1200.00', arrears: '0.00' },
      differences: [],
    });
    const statement = await system.statement(day);
    const balances = await system.balances();
    expect(statement).toHaveLength(120);
    expect(balances[0]).toMatchObject({ account: 'acct-001', cash: '90.00', overdraft: '0.00' });
    await system.settle(day);
    expect(await system.statement(day)).toEqual(statement);
    expect(await system.balances()).toEqual(balances);
    expect(await system.audit()).toEqual([]);
  });

  it('sets a damaged account aside alone, settles the others, and settles it after "retry now"', async () => {
    await system.importRecords(plainAccounts(200));
    const damaged = accountNumber(77);
    const { accounts } = system.ledger.collections;
    await accounts.updateOne({ _id: damaged }, damage);
    const report = await system.settle(day);
    expect(report.settled.accounts).toBe(199);
    expect(report.parked).toMatchObject({ accounts: 1, bills: 1 });
    expect(report.attention).toEqual([
      expect.objectContaining({
        account: damaged,
        state: 'parked',
        workflow: `settlement/CNY/${day}/account/${damaged}`,
      }),
    ]);
    const row = (await system.statement(day)).find((each) => each.account === damaged);
    expect(row).toMatchObject({ state: 'parked', total: '0.00', reason: expect.any(String) });
    await accounts.updateOne({ _id: damaged }, { $set: { cash: Decimal128.fromString('100.00') } });
    const alone = system.client.workflow.getHandle(`settlement/CNY/${day}/account/${damaged}`);
    await alone.executeUpdate('retryNow');
    await alone.result();
    const settled = (await system.statement(day)).find((each) => each.account === damaged);
    expect(settled).toMatchObject({ state: 'settled', total: '10.00', cash: '10.00' });
    expect((await system.settle(day)).settled.accounts).toBe(200);
    expect(await system.audit()).toEqual([]);
  });

  it('finds an account that makes every list fail without naming itself', async () => {
    await system.importRecords(plainAccounts(40));
    const poison = accountNumber(13);
    const db = system.ledger.client.db(system.ledger.collections.entries.dbName);
    // The server refuses this account's entries, and its error does not say whose they are.
    await db.command({
      collMod: 'entries',
      validator: { $or: [{ account: { $ne: poison } }, { cycle: { $exists: false } }] },
    });
    const report = await system.settle(day);
    expect(report.settled.accounts).toBe(39);
    expect(report.attention.map((each) => each.account)).toEqual([poison]);
    await db.command({ collMod: 'entries', validator: {} });
    const alone = system.client.workflow.getHandle(`settlement/CNY/${day}/account/${poison}`);
    await alone.executeUpdate('retryNow');
    await alone.result();
    expect((await system.settle(day)).settled.accounts).toBe(40);
    expect(await system.audit()).toEqual([]);
  });

  it('refuses "retry now" where nothing is parked, and a second pause', async () => {
    await system.importRecords([
      account('acct-1'),
      enterpriseWorkspace('w-1', 'acct-1'),
      bill('w-1', '5.00'),
    ]);
    await system.ledger.collections.accounts.updateOne({ _id: 'acct-1' }, damage);
    await system.settle(day);
    const alone = system.client.workflow.getHandle(`settlement/CNY/${day}/account/acct-1`);
    await alone.executeUpdate('pause');
    await expect(alone.executeUpdate('pause')).rejects.toThrow('Workflow Update failed');
    await expect(
      alone.executeUpdate('setAside', { args: [{ account: 'acct-1' }] }),
    ).rejects.toThrow('Workflow Update failed');
    await alone.executeUpdate('resume');
    await expect(alone.executeUpdate('resume')).rejects.toThrow('Workflow Update failed');
  });

  it('makes late bills supplements whose spend includes what was settled before', async () => {
    await system.importRecords([
      account('acct-1', '500.00'),
      enterpriseWorkspace('w-1', 'acct-1'),
      enterpriseWorkspace('w-2', 'acct-1'),
      {
        kind: 'voucher',
        id: 'f-1',
        account: 'acct-1',
        type: 'full-reduction',
        faceValue: '20.00',
        minSpend: '100.00',
      },
      bill('w-1', '80.00'),
    ]);
    await system.settle(day);
    await system.importRecords([bill('w-2', '30.00')]);
    await system.settle(day);
    const [row] = await system.statement(day);
    expect(row).toMatchObject({
      total: '110.00',
      fullReductionVouchers: '20.00',
      cash: '90.00',
      state: 'settled',
    });
    expect(await system.audit()).toEqual([]);
  });

  it('lets day D+1 wait while day D is parked, and settles both in order afterwards', async () => {
    const next = '2026-11-21';
    await system.importRecords([
      account('acct-1', '15.00'),
      enterpriseWorkspace('w-1', 'acct-1'),
      bill('w-1', '10.00', { day: next }),
      bill('w-1', '10.00'),
    ]);
    const { accounts } = system.ledger.collections;
    await accounts.updateOne({ _id: 'acct-1' }, damage);
    expect((await system.settle(next)).parked.accounts).toBe(1);
    await accounts.updateOne({ _id: 'acct-1' }, { $set: { cash: Decimal128.fromString('15') } });
    const second = await system.settle(day);
    expect(second.waiting.accounts).toBe(1);
    expect((await system.statement(day))[0]).toMatchObject({
      state: 'parked',
      reason: `waits for ${next}`,
    });
    const alone = system.client.workflow.getHandle(`settlement/CNY/${next}/account/acct-1`);
    await alone.executeUpdate('retryNow');
    await alone.result();
    await untilTrue(async () => (await system.statement(day))[0]?.state === 'arrears');
    expect((await system.statement(next))[0]).toMatchObject({ cash: '10.00', arrears: '0.00' });
    expect((await system.statement(day))[0]).toMatchObject({ cash: '5.00', arrears: '5.00' });
    expect(await system.audit()).toEqual([]);
  });

  it('repays what is owed with a later recharge, which changes no amount of the statement', async () => {
    await system.importRecords([
      account('acct-1', '3.00'),
      enterpriseWorkspace('w-1', 'acct-1'),
      bill('w-1', '10.00'),
    ]);
    await system.settle(day);
    expect((await system.statement(day))[0]).toMatchObject({ state: 'arrears', arrears: '7.00' });
    await system.importRecords([recharge('r-1', 'acct-1', '20.00')]);
    expect((await system.statement(day))[0]).toMatchObject({ state: 'settled', arrears: '7.00' });
    expect((await system.balances())[0]).toMatchObject({ cash: '13.00', overdraft: '0.00' });
    expect(await system.audit()).toEqual([]);
  });

  it('names sites whose bills differ from their manifest', async () => {
    await system.importRecords([
      ...plainAccounts(2),
      { kind: 'manifest', site: 'cn1', currency: 'CNY', day, bills: 3, total: '30.00' },
    ]);
    const report = await system.settle(day);
    expect(report.differingSites).toEqual([
      { site: 'cn1', bills: { sent: 3, imported: 2 }, total: { sent: '30.00', imported: '20.00' } },
    ]);
  });
});
