import { parseInstant, type Instant } from '../../domain/instant.js';
import type { Message } from '../../domain/message.js';
import { parseAmount } from '../../domain/money.js';
import { bindWorkspace } from '../../ledger/commands/bind-workspace.js';
import { changeSettlementMethod } from '../../ledger/commands/change-settlement-method.js';
import { moveWorkspace } from '../../ledger/commands/move-workspace.js';
import { unbindWorkspace } from '../../ledger/commands/unbind-workspace.js';
import { unsubscribeCloudAccount } from '../../ledger/commands/unsubscribe-cloud-account.js';
import { clockChanges, clockChangeTold, missFollowers } from '../../ledger/clock-changes.js';
import { advanceCourse, type ArrearsStand } from '../../ledger/follow-arrears.js';
import { hasFollowUp } from '../../ledger/outbox-queue.js';
import { listWorkspaces } from '../../ledger/reads/list-workspaces.js';
import { recharge } from '../../ledger/recharge.js';
import { command, onDay } from '../support/commands.js';
import { awsAccount } from '../support/ledger-records.js';
import { startLedger, type LedgerSystem } from '../support/ledger-system.js';
import { account, bill, cloudWorkspace, day, enterpriseWorkspace } from '../support/records.js';

/** The clock of these tests stands at 2026-11-24T01:00:00Z: what is settled is owed since then. */
const owedSince = '2026-11-24T01:00:00.000Z';

function instant(text: string): Instant {
  const at = parseInstant(text);
  if (at === undefined) throw new Error(`no instant: ${text}`);
  return at;
}

describe('the arrears course of an account', () => {
  let system: LedgerSystem;

  beforeEach(async () => {
    system = await startLedger();
  });
  afterEach(async () => {
    expect(await system.audit()).toEqual([]);
    await system.drop();
  });

  async function owing(id: string, amount: string, workspaces = [`w-${id}`]): Promise<void> {
    const [first = ''] = workspaces;
    await system.importRecords([
      account(id),
      ...workspaces.map((workspace) => enterpriseWorkspace(workspace, id)),
      bill(first, amount, { day }),
    ]);
    await system.settle(day);
  }

  function at(id: string, time: string): Promise<ArrearsStand> {
    return advanceCourse(system.ledger, { account: id, now: instant(time) });
  }

  async function pay(id: string, amount: string): Promise<void> {
    const paid = { account: id, id: `pay-${id}-${amount}`, amount: parseAmount(amount) };
    await recharge(system.ledger, { ...paid, at: system.ledger.now() });
  }

  async function told(): Promise<Message[]> {
    const found = await system.ledger.collections.outbox.find().sort({ _id: 1 }).toArray();
    return found.map(({ message }) => message).toSorted((a, b) => (a.type < b.type ? -1 : 1));
  }

  async function typesTold(): Promise<string[]> {
    return (await told()).map((message) =>
      'day' in message ? `${message.type} ${message.day}` : message.type,
    );
  }

  async function locksOf(id: string, workspace: string): Promise<string[]> {
    const { rows } = await listWorkspaces(system.ledger, { account: id, workspace, limit: 1 });
    return (rows[0]?.locks ?? []).map(({ cause }) => cause);
  }

  it('gives notices on days 0, 11 and 13, and locks on day 14, each once', async () => {
    await owing('a', '30.00', ['w-1', 'w-2']);
    const first = await at('a', owedSince);
    expect(first).toMatchObject({
      owedSince,
      overdraft: '30.00',
      cloudArrears: '0.00',
      locked: false,
      next: { kind: 'notice', day: 11, at: '2026-12-05T01:00:00.000Z' },
    });
    await at('a', owedSince);
    expect(await typesTold()).toEqual(['arrears.notice 0']);
    expect((await at('a', '2026-12-05T00:59:59.999Z')).next?.day).toBe(11);
    expect((await at('a', '2026-12-05T01:00:00Z')).next?.day).toBe(13);
    expect((await at('a', '2026-12-07T01:00:00Z')).next).toEqual({
      kind: 'lock',
      day: 14,
      at: '2026-12-08T01:00:00.000Z',
    });
    expect(await locksOf('a', 'w-1')).toEqual([]);
    expect(await at('a', '2026-12-08T01:00:00Z')).toMatchObject({ locked: true });
    expect((await at('a', '2026-12-09T01:00:00Z')).next).toBeUndefined();
    expect(await locksOf('a', 'w-1')).toEqual(['arrears']);
    expect(await locksOf('a', 'w-2')).toEqual(['arrears']);
    const lock = { account: 'a', site: 'cn1', causes: ['arrears'], type: 'workspace.locked' };
    const debt = { currency: 'CNY', overdraft: '30.00', cloudArrears: '0.00', owedSince };
    const lockAt = '2026-12-08T01:00:00.000Z';
    const notice = { type: 'arrears.notice', account: 'a', ...debt, lockAt };
    const messages = await told();
    expect(messages).toHaveLength(6);
    expect(messages).toEqual(
      expect.arrayContaining([
        { type: 'arrears.locked', account: 'a', ...debt, workspaces: 2 },
        { ...notice, day: 0 },
        { ...notice, day: 11 },
        { ...notice, day: 13 },
        { ...lock, workspace: 'w-1' },
        { ...lock, workspace: 'w-2' },
      ]),
    );
  });

  it('takes each step once, however many ask at the same time', async () => {
    await owing('a', '30.00');
    await Promise.all(Array.from({ length: 8 }, () => at('a', '2026-12-08T01:00:00Z')));
    expect(await typesTold()).toEqual(['arrears.locked', 'workspace.locked']);
    const stored = await system.ledger.collections.accounts.findOne({ _id: 'a' });
    expect(stored?.course?.map((each) => [each.day, each.overtaken ?? false])).toEqual([
      [0, true],
      [11, true],
      [13, true],
      [14, false],
    ]);
  });

  it('example 8: a later bill does not restart the clock', async () => {
    await owing('a', '10.00');
    await at('a', owedSince);
    system.ledger.now = () => instant('2026-11-25T00:00:00Z');
    await system.importRecords([bill('w-a', '20.00', { day: '2026-11-23' })]);
    await system.settle('2026-11-23');
    expect(await at('a', '2026-11-25T00:00:00Z')).toMatchObject({
      owedSince,
      overdraft: '30.00',
      next: { day: 11, at: '2026-12-05T01:00:00.000Z' },
    });
  });

  it('example 9: what repays everything clears the clock and opens the lock in one go', async () => {
    await owing('a', '30.00');
    await at('a', '2026-12-08T01:00:00Z');
    await pay('a', '130.00');
    expect(await locksOf('a', 'w-a')).toEqual([]);
    const stored = await system.ledger.collections.accounts.findOne({ _id: 'a' });
    expect(stored).not.toHaveProperty('arrearsSince');
    expect(stored).not.toHaveProperty('course');
    expect(stored).not.toHaveProperty('followedAt');
    expect(stored).not.toHaveProperty('locks');
    expect(await typesTold()).toEqual([
      'arrears.cleared',
      'arrears.locked',
      'workspace.locked',
      'workspace.unlocked',
    ]);
    expect(await told()).toContainEqual({
      type: 'arrears.cleared',
      account: 'a',
      currency: 'CNY',
      owedSince,
      unlocked: true,
    });
    expect(await at('a', '2026-12-09T01:00:00Z')).toMatchObject({ steps: [], locked: false });
  });

  it('example 10: what repays a part leaves clock and lock as they are', async () => {
    await owing('a', '30.00');
    await at('a', '2026-12-08T01:00:00Z');
    await pay('a', '20.00');
    expect(await at('a', '2026-12-09T01:00:00Z')).toMatchObject({
      owedSince,
      overdraft: '10.00',
      locked: true,
    });
    expect(await locksOf('a', 'w-a')).toEqual(['arrears']);
  });

  it('begins anew with the next debt: a clock that was cleared leaves nothing behind', async () => {
    await owing('a', '30.00');
    await at('a', owedSince);
    await pay('a', '30.00');
    system.ledger.now = () => instant('2026-11-25T02:00:00Z');
    await system.importRecords([bill('w-a', '5.00', { day: '2026-11-23' })]);
    await system.settle('2026-11-23');
    expect(await at('a', '2026-11-25T02:00:00Z')).toMatchObject({
      owedSince: '2026-11-25T02:00:00.000Z',
      next: { day: 11, at: '2026-12-06T02:00:00.000Z' },
    });
    expect(await typesTold()).toEqual(['arrears.cleared', 'arrears.notice 0', 'arrears.notice 0']);
  });

  it('names each clock that started or was cleared until somebody was told, and no change is lost', async () => {
    await owing('a', '30.00');
    expect(await hasFollowUp(system.ledger)).toBe(true);
    const [started] = await clockChanges(system.ledger, { most: 10 });
    if (!started) throw new Error('no clock started');
    expect(started).toMatchObject({ account: 'a', currency: 'CNY', runs: true });
    await pay('a', '30.00');
    // Told of the start only now: the clearing stays to be told.
    await clockChangeTold(system.ledger, started);
    const [cleared] = await clockChanges(system.ledger, { most: 10 });
    if (!cleared) throw new Error('no clock was cleared');
    expect(cleared).toMatchObject({ account: 'a', runs: false });
    await clockChangeTold(system.ledger, cleared);
    expect(await clockChanges(system.ledger, { most: 10 })).toEqual([]);
  });

  it('misses who has not been looked at for two days', async () => {
    await owing('a', '30.00');
    const { ledger } = system;
    const [started] = await clockChanges(ledger, { most: 10 });
    if (!started) throw new Error('no clock started');
    await clockChangeTold(ledger, started);
    await at('a', owedSince);
    await missFollowers(ledger);
    expect(await clockChanges(ledger, { most: 10 })).toEqual([]);
    ledger.now = () => instant('2026-11-26T01:00:00.001Z');
    await missFollowers(ledger);
    const [missed] = await clockChanges(ledger, { most: 10 });
    expect(missed).toMatchObject({ account: 'a', runs: true });
    await at('a', '2026-11-26T01:00:00Z');
    if (missed) await clockChangeTold(ledger, missed);
    await missFollowers(ledger);
    expect(await clockChanges(ledger, { most: 10 })).toEqual([]);
  });

  it('keeps a workspace locked until its last cause is gone', async () => {
    await system.importRecords([
      account('a'),
      awsAccount('aws-a', 'a'),
      cloudWorkspace('w-cloud', 'a', 'aws-a'),
      enterpriseWorkspace('w-own', 'a'),
      bill('w-own', '30.00', { day }),
    ]);
    await system.settle(day);
    await unsubscribeCloudAccount(onDay(system.ledger, '2026-11-24'), command('a', 'leave'), {
      cloudAccount: 'aws-a',
    });
    await at('a', '2026-12-08T01:00:00Z');
    expect(await locksOf('a', 'w-cloud')).toEqual(['cloud-account-unsubscribed', 'arrears']);
    await pay('a', '30.00');
    expect(await locksOf('a', 'w-cloud')).toEqual(['cloud-account-unsubscribed']);
    const { ledger } = system;
    await changeSettlementMethod(onDay(ledger, '2026-11-24'), command('a', 'change'), {
      workspace: 'w-cloud',
      settlement: { method: 'enterprise' },
    });
    expect(await locksOf('a', 'w-cloud')).toEqual([]);
    const ofCloud = (await told()).filter(
      (message) => 'workspace' in message && message.workspace === 'w-cloud',
    );
    expect(ofCloud).toEqual([
      {
        type: 'workspace.locked',
        account: 'a',
        workspace: 'w-cloud',
        site: 'cn2',
        causes: ['cloud-account-unsubscribed'],
      },
      { type: 'workspace.unlocked', account: 'a', workspace: 'w-cloud', site: 'cn2' },
    ]);
  });

  it('gives a workspace the locks of the account that is to pay for it', async () => {
    await owing('a', '30.00', ['w-1', 'w-2']);
    await system.importRecords([account('b'), enterpriseWorkspace('w-3', 'b')]);
    await at('a', '2026-12-08T01:00:00Z');
    const ledger = onDay(system.ledger, '2026-11-24');
    await moveWorkspace(ledger, command('a', 'move'), { workspace: 'w-1', to: 'b' });
    expect(await locksOf('b', 'w-1')).toEqual([]);
    await moveWorkspace(ledger, command('b', 'move'), { workspace: 'w-3', to: 'a' });
    expect(await locksOf('a', 'w-3')).toEqual(['arrears']);
    await unbindWorkspace(ledger, command('a', 'unbind'), { workspace: 'w-2' });
    await bindWorkspace(ledger, command('a', 'bind'), { workspace: 'w-4', site: 'cn3' });
    const moved = (await told()).flatMap((message) =>
      'workspace' in message && message.workspace !== ''
        ? [`${message.workspace} ${message.type} ${message.account}`]
        : [],
    );
    expect(moved.toSorted()).toEqual([
      'w-1 workspace.locked a',
      'w-1 workspace.unlocked b',
      'w-2 workspace.locked a',
      'w-2 workspace.unlocked a',
      'w-3 workspace.locked a',
      'w-4 workspace.locked a',
    ]);
  });
});
