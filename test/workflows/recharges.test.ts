import type { CycleReport } from '../../domain/cycle-report.js';
import { instantOf, type Instant } from '../../domain/instant.js';
import type { Amount } from '../../domain/money.js';
import { recharge, type Recharge } from '../../ledger/recharge.js';
import { account, bill, enterpriseWorkspace } from '../support/records.js';
import { startSystem, type System } from '../support/system.js';
import { untilTrue } from '../support/until-true.js';
import { callDuring } from '../support/workflow-clients.js';
import { billsOf, numbered, payingAccounts } from '../support/workflow-records.js';

/** Five days in a row: a cycle is over too soon for many recharges to come in. */
const [day, ...laterDays] = [
  '2026-11-18',
  '2026-11-19',
  '2026-11-20',
  '2026-11-21',
  '2026-11-22',
] as const;
const hot = 'acct-100';

describe('recharges', () => {
  let system: System;
  beforeAll(async () => {
    system = await startSystem();
  });
  afterAll(() => system.stop());

  it('come in from four clients to one account of a running cohort of 200, which commits', async () => {
    await system.importRecords(payingAccounts('acct', 200, day));
    for (const each of laterDays) await system.importRecords(billsOf('acct', 200, each));
    const reports: CycleReport[] = [];
    let during = 0;
    const { count, p50Ms, p99Ms, longestMs } = await callDuring(
      {
        clients: 4,
        call: (number) => recharge(system.ledger, rechargeOf(hot, `hot-${number}`, '0.01')),
      },
      async () => {
        await untilTrue(async () => (await rechargesOf(system, hot)) >= 20);
        const before = await rechargesOf(system, hot);
        for (const each of [day, ...laterDays]) reports.push(await system.settle(each));
        during = (await rechargesOf(system, hot)) - before;
      },
    );
    const [report, ...later] = reports;
    const seconds = reports.reduce((total, each) => total + each.seconds, 0);
    process.stderr.write(
      `four clients, one account of a cohort of 200: ${count} recharges, ${during} of them in the ${Math.round(seconds)} s of five cycles; p50 ${p50Ms} ms, p99 ${p99Ms} ms, longest ${longestMs} ms\n`,
    );
    expect(report).toMatchObject({
      settled: { accounts: 200, bills: 200, total: '2000.00' },
      columns: {
        ordinaryVouchers: '600.00',
        storedValueCards: '400.00',
        cash: '999.00',
        arrears: '1.00',
      },
      differences: [],
    });
    expect(later).toHaveLength(4);
    for (const each of later)
      expect(each).toMatchObject({
        settled: { accounts: 200, bills: 200, total: '2000.00' },
        columns: { cash: '1990.00', arrears: '10.00' },
        differences: [],
      });
    expect(during).toBeGreaterThan(50);
    expect(p99Ms).toBeLessThan(5_000);
    // What the clients brought, made up to 1,000.00 by a last recharge.
    const rest = (100_000 - count).toString();
    const last = `${rest.slice(0, -2)}.${rest.slice(-2)}`;
    await recharge(system.ledger, rechargeOf(hot, 'last', last));
    const balances = await system.balances();
    expect(balances.find((each) => each.account === hot)).toMatchObject({
      cash: '1055.00',
      overdraft: '0.00',
    });
    expect(balances.find((each) => each.account === numbered('acct', 99))).toMatchObject({
      cash: '55.00',
      overdraft: '0.00',
    });
    expect(await rechargesOf(system, hot)).toBe(count + 1);
    expect(await system.audit()).toEqual([]);
  });

  it('count once by their id, answer the same again, and refuse another content', async () => {
    await system.importRecords([account('once', '5.00')]);
    const wanted = rechargeOf('once', 'r-1', '20.00');
    const answers = await Promise.all(
      Array.from({ length: 8 }, () => recharge(system.ledger, wanted)),
    );
    expect(answers).toEqual(
      Array.from({ length: 8 }, () => ({ overdraft: '0.00', cloudArrears: '0.00', cash: '20.00' })),
    );
    await expect(recharge(system.ledger, { ...wanted, amount: amount('21.00') })).rejects.toThrow(
      'recharge r-1 was another one',
    );
    await expect(recharge(system.ledger, { ...wanted, at: instant(1) })).rejects.toThrow(
      'recharge r-1 was another one',
    );
    expect(await balanceOf('once')).toMatchObject({ cash: '25.00', overdraft: '0.00' });
    expect(await system.audit()).toEqual([]);
  });

  it('repay the oldest cycle first, cloud arrears after overdraft, and leave the rest as cash', async () => {
    const [first, second] = ['2026-10-01', '2026-10-02'];
    await system.importRecords([
      account('debt'),
      {
        kind: 'cloudAccount',
        id: 'ca-debt',
        account: 'debt',
        provider: 'aws',
        customer: '123456789012',
        instance: 'productcode1',
        subscribed: false,
      },
      enterpriseWorkspace('w-debt-1', 'debt'),
      {
        kind: 'workspace',
        id: 'w-debt-2',
        account: 'debt',
        site: 'us1',
        settlement: { method: 'cloud', cloudAccount: 'ca-debt' },
      },
      bill('w-debt-1', '10.00', { day: first }),
      bill('w-debt-2', '4.00', { day: first }),
      bill('w-debt-1', '20.00', { day: second }),
    ]);
    await system.settle(first);
    await system.settle(second);
    expect(await balanceOf('debt')).toMatchObject({ overdraft: '30.00', cloudArrears: '4.00' });
    expect(await recharge(system.ledger, rechargeOf('debt', 'r-1', '13.00'))).toEqual({
      overdraft: '10.00',
      cloudArrears: '3.00',
      cash: '0.00',
    });
    expect(await statesOf('debt', [first, second])).toEqual(['arrears', 'arrears']);
    const wanted = rechargeOf('debt', 'r-2', '40.00');
    const paid = { overdraft: '20.00', cloudArrears: '1.00', cash: '19.00' };
    expect(await recharge(system.ledger, wanted)).toEqual(paid);
    expect(await recharge(system.ledger, wanted)).toEqual(paid);
    expect(await statesOf('debt', [first, second])).toEqual(['settled', 'settled']);
    expect(await balanceOf('debt')).toMatchObject({
      cash: '19.00',
      overdraft: '0.00',
      cloudArrears: '0.00',
    });
    expect(await system.audit()).toEqual([]);
  });

  it('are refused for an account that is not there, and when they bring nothing', async () => {
    await expect(recharge(system.ledger, rechargeOf('nobody', 'r-1', '1.00'))).rejects.toThrow(
      'no account nobody',
    );
    await expect(recharge(system.ledger, rechargeOf(hot, 'r-0', '0.00'))).rejects.toThrow(
      'a recharge is above zero',
    );
  });

  async function balanceOf(id: string): Promise<object | undefined> {
    return (await system.balances()).find((each) => each.account === id);
  }

  async function statesOf(id: string, days: string[]): Promise<(string | undefined)[]> {
    const statements = await Promise.all(days.map((each) => system.statement(each)));
    return statements.map((rows) => rows.find((row) => row.account === id)?.state);
  }
});

function rechargeOf(owner: string, id: string, text: string): Recharge {
  return { account: owner, id, amount: amount(text), at: instant(0) };
}

function amount(text: string): Amount {
  return text as Amount;
}

/** Noon of the day after the cycle, and so many milliseconds. */
function instant(milliseconds: number): Instant {
  const at = instantOf(Date.UTC(2026, 10, 23, 12) + milliseconds);
  if (!at) throw new RangeError('out of range');
  return at;
}

function rechargesOf({ ledger }: System, id: string): Promise<number> {
  return ledger.collections.entries.countDocuments({ account: id, key: { $regex: '^recharge/' } });
}
