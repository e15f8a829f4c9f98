import type { Instant } from '../../domain/instant.js';
import { setAside } from '../../ledger/cohort-membership.js';
import { createImportStore } from '../../ledger/import-store.js';
import { openSettlements } from '../../ledger/open-settlements.js';
import { unsubscribe } from '../../ledger/unsubscribe.js';
import { account, bill, cloudWorkspace, enterpriseWorkspace } from '../support/records.js';
import { addressesOf, runSettle, type CommandRun } from '../support/command-run.js';
import { awsAccount, cloudAccount } from '../support/ledger-records.js';
import { startSystem, type System } from '../support/system.js';
import { closeDay, openDay, settleRange } from '../support/workflow-steps.js';

/** The day in which the subscriptions end, and the one after it. */
const [lastDay, nextDay] = ['2025-11-20', '2025-11-21'];
const at = '2025-11-20T02:30:00.000Z' as Instant;

describe('a cloud account that is unsubscribed', () => {
  let system: System;
  beforeAll(async () => {
    system = await startSystem();
  });
  afterEach(async () => {
    expect(await system.audit()).toEqual([]);
  });
  afterAll(() => system.stop());

  it('is charged for its last day; then Alibaba switches, AWS and Huawei Cloud lock', async () => {
    await system.importRecords([
      ...customerOf('ali', cloudAccount('ca-ali', 'ali', 'alibaba-cloud')),
      ...customerOf('aws', awsAccount('ca-aws', 'aws')),
      ...customerOf('hua', cloudAccount('ca-hua', 'hua', 'huawei-cloud')),
    ]);
    expect(await settleUnsubscribe('ca-ali', '--at', '2025-11-20T10:30:00+08:00')).toEqual({
      status: 0,
      stdout:
        'ca-ali: subscribed until 2025-11-20T02:30:00.000Z\nw-ali: enterprise settlement from 2025-11-21 on\n',
      stderr: '',
    });
    for (const id of ['aws', 'hua'])
      expect(await settleUnsubscribe(`ca-${id}`, '--at', at)).toEqual({
        status: 0,
        stdout: `ca-${id}: subscribed until 2025-11-20T02:30:00.000Z\nw-${id}: locked until it is moved to enterprise or another cloud account\n`,
        stderr: '',
      });
    await system.importRecords([bill('w-ali', '5.00', { day: '2025-11-22' })]);
    for (const each of [lastDay, nextDay, '2025-11-22']) await system.settle(each);
    expect(await rowsOf(lastDay)).toEqual([
      'ali charging cloud 10.00 cash 0.00 arrears 0.00',
      'aws charging cloud 10.00 cash 0.00 arrears 0.00',
      'hua charging cloud 10.00 cash 0.00 arrears 0.00',
    ]);
    expect(await rowsOf(nextDay)).toEqual([
      'ali settled cloud 0.00 cash 20.00 arrears 0.00',
      'aws arrears cloud 0.00 cash 0.00 arrears 20.00',
      'hua arrears cloud 0.00 cash 0.00 arrears 20.00',
    ]);
    expect(await rowsOf('2025-11-22')).toEqual(['ali settled cloud 0.00 cash 5.00 arrears 0.00']);
    expect(await locksOf('aws')).toMatchObject([
      { cause: 'cloud-account-unsubscribed', workspace: 'w-aws', cloudAccount: 'ca-aws' },
    ]);
    expect(await locksOf('ali')).toEqual([]);
    const switched = await system.ledger.collections.workspaces.findOne({ _id: 'w-ali' });
    expect(switched?.terms).toEqual([
      { from: '0001-01-01', account: 'ali', method: 'cloud', cloudAccount: 'ca-ali' },
      {
        from: '2025-11-21',
        account: 'ali',
        method: 'enterprise',
        cause: 'cloud-account-unsubscribed',
      },
    ]);
  });

  it('is answered the same again, and refused for any other instant', async () => {
    await system.importRecords([
      ...customerOf('again', cloudAccount('ca-again', 'again', 'alibaba-cloud')),
      ...customerOf('locked', awsAccount('ca-locked', 'locked')),
    ]);
    for (const id of ['ca-again', 'ca-locked']) {
      const first = await settleUnsubscribe(id, '--at', at);
      expect(first.status).toBe(0);
      const before = await documentsOf(id.slice(3));
      expect(await settleUnsubscribe(id, '--at', at)).toEqual(first);
      expect(await settleUnsubscribe(id)).toEqual(first);
      expect(await settleUnsubscribe(id, '--at', '2025-11-20T02:30:01Z')).toEqual({
        status: 2,
        stdout: '',
        stderr: `settle: cloud account ${id} was unsubscribed at 2025-11-20T02:30:00.000Z already\n`,
      });
      expect(await documentsOf(id.slice(3))).toEqual(before);
    }
  });

  it('takes effect once when several processes say so at once', async () => {
    await system.importRecords(customerOf('race', awsAccount('ca-race', 'race')));
    const runs = await Promise.all([1, 2, 3].map(() => settleUnsubscribe('ca-race', '--at', at)));
    expect(runs.map(({ status }) => status)).toEqual([0, 0, 0]);
    expect(await locksOf('race')).toHaveLength(1);
  });

  it('without an instant is unsubscribed now', async () => {
    await system.importRecords(customerOf('now', awsAccount('ca-now', 'now')));
    const before = new Date().toISOString();
    const { until } = await unsubscribe(system.ledger, { cloudAccount: 'ca-now' });
    expect([before, until, new Date().toISOString()].toSorted()[1]).toBe(until);
    await system.settle(nextDay);
    expect(await rowsOf(nextDay, 'now')).toEqual([
      'now charging cloud 20.00 cash 0.00 arrears 0.00',
    ]);
  });

  it('is refused in one line, with status 2, and nothing changes', async () => {
    await system.importRecords([
      ...customerOf('no', awsAccount('ca-no', 'no')),
      awsAccount('ca-false', 'no', false),
    ]);
    for (const [id, instant, reason] of [
      ['ca-none', at, 'no cloud account ca-none'],
      [
        'ca-false',
        at,
        'cloud account ca-false was imported as not subscribed: it has no day to be charged',
      ],
    ] as const)
      expect(await settleUnsubscribe(id, '--at', instant)).toEqual({
        status: 2,
        stdout: '',
        stderr: `settle: ${reason}\n`,
      });
    const future = await settleUnsubscribe('ca-no', '--at', '2999-01-01T00:00:00Z');
    expect(future).toMatchObject({ status: 2, stdout: '' });
    expect(future.stderr).toContain(
      'cloud account ca-no cannot be unsubscribed at 2999-01-01T00:00:00.000Z, which is in the future: it is ',
    );
    const unread = await settleUnsubscribe('ca-no', '--at', '2025-11-20');
    expect(unread).toMatchObject({ status: 2, stdout: '' });
    expect(unread.stderr).toContain('It is no time with an offset');
    expect(await locksOf('no')).toEqual([]);
  });

  it('goes by the day in the zone of the center', async () => {
    await system.importRecords([
      account('usd', '0.00', 'USD'),
      awsAccount('ca-usd', 'usd'),
      cloudWorkspace('w-usd', 'usd', 'ca-usd'),
      ...[lastDay, nextDay].map((each) => bill('w-usd', '3.00', { day: each })),
    ]);
    // Already the 21st in Shanghai.
    await settleUnsubscribe('ca-usd', '--at', '2025-11-20T23:59:59.999Z');
    for (const each of [lastDay, nextDay]) await system.settle(each, 'USD');
    expect([...(await rowsOf(lastDay, 'usd')), ...(await rowsOf(nextDay, 'usd'))]).toEqual([
      'usd charging cloud 3.00 cash 0.00 arrears 0.00',
      'usd arrears cloud 0.00 cash 0.00 arrears 3.00',
    ]);
  });

  it('leaves other workspaces of the account as they are', async () => {
    await system.importRecords([
      ...customerOf('mixed', cloudAccount('ca-mixed', 'mixed', 'alibaba-cloud')),
      awsAccount('ca-other', 'mixed'),
      cloudWorkspace('w-mixed-aws', 'mixed', 'ca-other'),
      enterpriseWorkspace('w-mixed-own', 'mixed'),
      bill('w-mixed-aws', '7.00', { day: nextDay }),
      bill('w-mixed-own', '1.00', { day: nextDay }),
    ]);
    const { switched, locked } = await unsubscribe(system.ledger, { cloudAccount: 'ca-mixed', at });
    expect({ switched, locked }).toEqual({
      switched: [{ workspace: 'w-mixed', from: nextDay }],
      locked: [],
    });
    for (const each of [lastDay, nextDay]) await system.settle(each);
    expect(await rowsOf(nextDay, 'mixed')).toEqual([
      'mixed charging cloud 7.00 cash 21.00 arrears 0.00',
    ]);
  });

  it('heard of late leaves settled days as they are, and takes bills that were only set aside', async () => {
    const { ledger } = system;
    await system.importRecords([
      ...customerOf('late', cloudAccount('ca-late', 'late', 'alibaba-cloud')),
      cloudWorkspace('w-late-2', 'late', 'ca-late'),
      bill('w-late-2', '4.00', { day: lastDay }),
      ...['2025-11-22', '2025-11-23'].flatMap((each) => [
        bill('w-late', '6.00', { day: each }),
        bill('w-late-2', '8.00', { day: each }),
      ]),
    ]);
    for (const each of [lastDay, nextDay]) {
      await settleRange(ledger, (await openDay(ledger, each))('late', 'late', 'late'));
      expect(await closeDay(ledger, each)).toEqual([]);
    }
    const work = (await openDay(ledger, '2025-11-22'))('late', 'late', 'late');
    const alone = { ...work, owner: 'settlement/CNY/2025-11-22/account/late' };
    await setAside(ledger, work, { account: 'late', newOwner: alone.owner });
    const { switched } = await unsubscribe(ledger, { cloudAccount: 'ca-late', at });
    // Of the 21st one workspace was settled, by the cloud; the other has had no bill of that day.
    expect(switched).toEqual([
      { workspace: 'w-late', from: '2025-11-22' },
      { workspace: 'w-late-2', from: '2025-11-21' },
    ]);
    await settleRange(ledger, alone);
    expect(await closeDay(ledger, '2025-11-22')).toEqual([]);
    await system.settle('2025-11-23');
    expect([
      ...(await rowsOf(nextDay, 'late')),
      ...(await rowsOf('2025-11-22', 'late')),
      ...(await rowsOf('2025-11-23', 'late')),
    ]).toEqual([
      'late charging cloud 20.00 cash 0.00 arrears 0.00',
      'late settled cloud 0.00 cash 14.00 arrears 0.00',
      'late settled cloud 0.00 cash 14.00 arrears 0.00',
    ]);
  });

  it('in the middle of a day that is opened owes that day to its cloud', async () => {
    const { ledger } = system;
    await system.importRecords(customerOf('mid', cloudAccount('ca-mid', 'mid', 'alibaba-cloud')));
    await settleRange(ledger, (await openDay(ledger, lastDay))('mid', 'mid', 'mid'));
    const work = (await openDay(ledger, nextDay))('mid', 'mid', 'mid');
    await openSettlements(ledger, work);
    const { switched } = await unsubscribe(ledger, { cloudAccount: 'ca-mid', at });
    expect(switched).toEqual([{ workspace: 'w-mid', from: '2025-11-22' }]);
    await settleRange(ledger, work, 'applyVouchers');
    expect(await rowsOf(nextDay, 'mid')).toEqual([
      'mid arrears cloud 0.00 cash 0.00 arrears 20.00',
    ]);
    for (const each of [lastDay, nextDay]) expect(await closeDay(ledger, each)).toEqual([]);
  });

  it('waits for an import that stamps bills, and refuses workspaces that come later', async () => {
    const { ledger } = system;
    await system.importRecords(customerOf('turn', awsAccount('ca-turn', 'turn')));
    const store = await createImportStore({
      db: ledger.client.db(ledger.collections.imports.dbName),
    });
    const number = await store.begin();
    let told: (() => void) | undefined;
    const waiting = new Promise<void>((resolve) => (told = resolve));
    const unsubscribed = unsubscribe(ledger, { cloudAccount: 'ca-turn', at }, () => told?.());
    await waiting;
    const { cloudAccounts } = ledger.collections;
    expect(await cloudAccounts.findOne({ _id: 'ca-turn' })).not.toHaveProperty('subscribedUntil');
    await store.abort(number);
    expect(await unsubscribed).toMatchObject({ locked: ['w-turn'] });
    const workspace = cloudWorkspace('w-turn-2', 'turn', 'ca-turn');
    expect(await system.importRecords([workspace])).toMatchObject({ rejected: 1 });
    const again = await system.importRecords(customerOf('turn', awsAccount('ca-turn', 'turn')));
    expect(again).toMatchObject({ rejected: 0, unchanged: 5 });
  });

  function settleUnsubscribe(id: string, ...more: string[]): Promise<CommandRun> {
    const args = ['cloud-account', 'unsubscribe', id, ...more];
    return runSettle(args, { environment: addressesOf(system.located) });
  }

  /** What was settled of a day, an account a line. */
  async function rowsOf(day: string, only?: string): Promise<string[]> {
    const rows = await system.statement(day);
    return rows
      .filter((row) => only === undefined || row.account === only)
      .map(
        (row) =>
          `${row.account} ${row.state} cloud ${row.cloudAccount} cash ${row.cash} arrears ${row.arrears}`,
      );
  }

  async function locksOf(id: string): Promise<object[]> {
    return (await system.ledger.collections.accounts.findOne({ _id: id }))?.locks ?? [];
  }

  async function documentsOf(id: string): Promise<object> {
    const { cloudAccounts, workspaces, bills } = system.ledger.collections;
    return {
      locks: await locksOf(id),
      cloudAccounts: await cloudAccounts.find({ account: id }).toArray(),
      workspaces: await workspaces.find({ account: id }).toArray(),
      bills: await bills.find({ account: id }).toArray(),
    };
  }
});

/** An account with 100.00 cash and a workspace on its cloud account: 10.00 on the last day, 20.00 on the next. */
function customerOf(id: string, onCloud: object): object[] {
  return [
    account(id, '100.00'),
    onCloud,
    cloudWorkspace(`w-${id}`, id, `ca-${id}`),
    bill(`w-${id}`, '10.00', { day: lastDay }),
    bill(`w-${id}`, '20.00', { day: nextDay }),
  ];
}
