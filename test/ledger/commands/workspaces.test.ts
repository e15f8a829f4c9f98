import { parseInstant } from '../../../domain/instant.js';
import type { SettlementMethod } from '../../../domain/records.js';
import { betweenImports } from '../../../ledger/between-imports.js';
import { bindWorkspace } from '../../../ledger/commands/bind-workspace.js';
import { changeSettlementMethod } from '../../../ledger/commands/change-settlement-method.js';
import { moveWorkspace } from '../../../ledger/commands/move-workspace.js';
import { registerCloudAccount } from '../../../ledger/commands/register-cloud-account.js';
import { requestRecharge } from '../../../ledger/commands/request-recharge.js';
import { unbindWorkspace } from '../../../ledger/commands/unbind-workspace.js';
import { unsubscribeCloudAccount } from '../../../ledger/commands/unsubscribe-cloud-account.js';
import { updateProfile } from '../../../ledger/commands/update-profile.js';
import { withdrawChange } from '../../../ledger/commands/withdraw-change.js';
import type { Lock } from '../../../domain/workspace-lock.js';
import { atTime, command, onDay } from '../../support/commands.js';
import { awsAccount, cloudAccount } from '../../support/ledger-records.js';
import { startLedger, type LedgerSystem } from '../../support/ledger-system.js';
import { account, bill, cloudWorkspace, enterpriseWorkspace } from '../../support/records.js';

const enterprise: SettlementMethod = { method: 'enterprise' };
const day = '2026-11-10';

function cloud(id: string): SettlementMethod {
  return { method: 'cloud', cloudAccount: id };
}

describe('commands on workspaces and cloud accounts', () => {
  let system: LedgerSystem;
  beforeAll(async () => {
    system = await startLedger();
  });
  afterEach(async () => {
    expect(await system.audit()).toEqual([]);
  });
  afterAll(() => system.drop());

  async function locksOf(id: string): Promise<Lock[]> {
    const found = await system.ledger.collections.accounts.findOne({ _id: id });
    return found?.locks ?? [];
  }

  async function stampsOf(workspace: string): Promise<string[]> {
    const bills = await system.ledger.collections.bills
      .find({ workspace })
      .sort({ day: 1 })
      .toArray();
    return bills.map((each) => `${each.day} ${each.account} ${each.cloudAccount ?? each.method}`);
  }

  it('a change of settlement method holds from the next day on, for bills that are there already too', async () => {
    await system.importRecords([
      account('a1', '10.00'),
      cloudAccount('ca-a1', 'a1', 'alibaba-cloud'),
      enterpriseWorkspace('w-a1', 'a1'),
      bill('w-a1', '1.00', { day }),
      bill('w-a1', '1.00', { day: '2026-11-11' }),
    ]);
    const ledger = onDay(system.ledger, day);
    const wanted = { workspace: 'w-a1', settlement: cloud('ca-a1') };
    const changed = {
      workspace: 'w-a1',
      from: '2026-11-11',
      method: 'cloud',
      cloudAccount: 'ca-a1',
    };
    expect(await changeSettlementMethod(ledger, command('a1', 'm'), wanted)).toEqual(changed);
    expect(await changeSettlementMethod(ledger, command('a1', 'm'), wanted)).toEqual(changed);
    await expect(
      changeSettlementMethod(ledger, command('a1', 'm'), { ...wanted, settlement: enterprise }),
    ).rejects.toMatchObject({ code: 'other-content' });
    await system.importRecords([bill('w-a1', '1.00', { day: '2026-11-12' })]);
    expect(await stampsOf('w-a1')).toEqual([
      '2026-11-10 a1 enterprise',
      '2026-11-11 a1 ca-a1',
      '2026-11-12 a1 ca-a1',
    ]);
  });

  it.each([
    ['2026-11-30T23:59:59+08:00', '2026-12-01'],
    ['2026-11-30T16:00:00Z', '2026-12-02'],
  ])('what is asked for at %s holds from %s on', async (time, from) => {
    const id = `zone-${from}`;
    await system.importRecords([
      account(id),
      awsAccount(`ca-${id}`, id),
      enterpriseWorkspace(`w-${id}`, id),
    ]);
    const ledger = atTime(system.ledger, time);
    const wanted = { workspace: `w-${id}`, settlement: cloud(`ca-${id}`) };
    expect(await changeSettlementMethod(ledger, command(id, 'm'), wanted)).toMatchObject({ from });
  });

  it('the method changes once in a calendar month; one that was withdrawn counts', async () => {
    await system.importRecords([
      account('monthly'),
      awsAccount('ca-monthly', 'monthly'),
      enterpriseWorkspace('w-monthly', 'monthly'),
      enterpriseWorkspace('w-other', 'monthly'),
    ]);
    const wanted = { workspace: 'w-monthly', settlement: cloud('ca-monthly') };
    const mine = { workspace: 'w-monthly' };
    const on = (of: string) => onDay(system.ledger, of);
    await changeSettlementMethod(on('2026-10-01'), command('monthly', '1'), wanted);
    expect(await withdrawChange(on('2026-10-01'), command('monthly', '2'), mine)).toEqual({
      workspace: 'w-monthly',
      from: '2026-10-02',
      method: 'enterprise',
    });
    await expect(
      withdrawChange(on('2026-10-01'), command('monthly', '3'), mine),
    ).rejects.toMatchObject({ code: 'refused' });
    await expect(
      changeSettlementMethod(on('2026-10-31'), command('monthly', '4'), wanted),
    ).rejects.toMatchObject({
      code: 'refused',
      message: expect.stringContaining('changed on 2026-10-01 already'),
    });
    await changeSettlementMethod(on('2026-10-31'), command('monthly', '5'), {
      ...wanted,
      workspace: 'w-other',
    });
    await changeSettlementMethod(on('2026-11-01'), command('monthly', '6'), wanted);
    // Too late: it holds.
    await expect(
      withdrawChange(on('2026-11-02'), command('monthly', '7'), mine),
    ).rejects.toMatchObject({ code: 'refused' });
  });

  it('a workspace does not go to a cloud account while its account owes, nor to one that is not there', async () => {
    await system.importRecords([
      account('owing'),
      account('stranger'),
      awsAccount('ca-owing', 'owing'),
      awsAccount('ca-stranger', 'stranger'),
      awsAccount('ca-never', 'owing', false),
      enterpriseWorkspace('w-owing', 'owing'),
      bill('w-owing', '30.00', { day: '2026-11-09' }),
    ]);
    const ledger = onDay(system.ledger, day);
    const to = async (id: string): Promise<unknown> =>
      changeSettlementMethod(ledger, command('owing', id), {
        workspace: 'w-owing',
        settlement: cloud(id),
      });
    await expect(to('ca-stranger')).rejects.toMatchObject({ code: 'not-found' });
    await expect(to('ca-never')).rejects.toMatchObject({ code: 'refused' });
    await system.settle('2026-11-09');
    await expect(to('ca-owing')).rejects.toMatchObject({
      code: 'refused',
      message: expect.stringContaining('owes'),
    });
    await expect(
      changeSettlementMethod(ledger, command('stranger', 'x'), {
        workspace: 'w-owing',
        settlement: enterprise,
      }),
    ).rejects.toMatchObject({ code: 'not-found' });
    await expect(
      changeSettlementMethod(ledger, command('owing', 'y'), {
        workspace: 'w-owing',
        settlement: enterprise,
      }),
    ).rejects.toMatchObject({ code: 'refused' });
  });

  it('a cloud account is left once it is unsubscribed; the lock opens, and closes where that is withdrawn', async () => {
    await system.importRecords([
      account('leaver'),
      awsAccount('ca-left', 'leaver'),
      cloudWorkspace('w-left', 'leaver', 'ca-left'),
      bill('w-left', '1.00', { day: '2026-11-11' }),
    ]);
    const ledger = onDay(system.ledger, day);
    const wanted = { workspace: 'w-left', settlement: enterprise };
    const mine = { workspace: 'w-left' };
    for (const refused of [
      changeSettlementMethod(ledger, command('leaver', '1'), wanted),
      unbindWorkspace(ledger, command('leaver', '2'), mine),
      moveWorkspace(ledger, command('leaver', '3'), { ...mine, to: 'stranger' }),
    ])
      await expect(refused).rejects.toMatchObject({
        code: 'refused',
        message: expect.stringContaining('only once that is unsubscribed'),
      });
    const gone = await unsubscribeCloudAccount(ledger, command('leaver', 'u'), {
      cloudAccount: 'ca-left',
    });
    expect(gone).toMatchObject({ account: 'leaver', locked: ['w-left'], switched: [] });
    expect(
      await unsubscribeCloudAccount(ledger, command('leaver', 'u'), { cloudAccount: 'ca-left' }),
    ).toEqual(gone);
    const lock = {
      cause: 'cloud-account-unsubscribed',
      workspace: 'w-left',
      cloudAccount: 'ca-left',
    };
    expect(await locksOf('leaver')).toMatchObject([lock]);
    await changeSettlementMethod(ledger, command('leaver', '4'), wanted);
    expect(await locksOf('leaver')).toEqual([]);
    expect(await stampsOf('w-left')).toEqual(['2026-11-11 leaver enterprise']);
    await withdrawChange(ledger, command('leaver', '5'), mine);
    expect(await locksOf('leaver')).toMatchObject([lock]);
    expect(await stampsOf('w-left')).toEqual(['2026-11-11 leaver ca-left']);
  });

  it('a switch that nobody asked for does not count for the month', async () => {
    await system.importRecords([
      account('switched'),
      cloudAccount('ca-switched', 'switched', 'alibaba-cloud'),
      awsAccount('ca-next', 'switched'),
      cloudWorkspace('w-switched', 'switched', 'ca-switched'),
    ]);
    const ledger = onDay(system.ledger, day);
    expect(
      await unsubscribeCloudAccount(ledger, command('switched', 'u'), {
        cloudAccount: 'ca-switched',
      }),
    ).toMatchObject({ switched: [{ workspace: 'w-switched', from: '2026-11-11' }] });
    await changeSettlementMethod(ledger, command('switched', 'm'), {
      workspace: 'w-switched',
      settlement: cloud('ca-next'),
    });
    expect(
      await withdrawChange(ledger, command('switched', 'w'), { workspace: 'w-switched' }),
    ).toMatchObject({ method: 'enterprise' });
  });

  it('a workspace that is moved takes the bills of later days along, and leaves the others', async () => {
    await system.importRecords([
      account('from', '5.00'),
      account('to', '5.00'),
      account('dollars', '0.00', 'USD'),
      enterpriseWorkspace('w-moved', 'from'),
      bill('w-moved', '1.00', { day }),
      bill('w-moved', '2.00', { day: '2026-11-11' }),
    ]);
    const ledger = onDay(system.ledger, day);
    const mine = { workspace: 'w-moved' };
    await expect(
      moveWorkspace(ledger, command('from', '1'), { ...mine, to: 'dollars' }),
    ).rejects.toMatchObject({ code: 'refused' });
    await expect(
      moveWorkspace(ledger, command('from', '2'), { ...mine, to: 'nobody' }),
    ).rejects.toMatchObject({ code: 'not-found' });
    const moved = await moveWorkspace(ledger, command('from', '3'), { ...mine, to: 'to' });
    expect(moved).toEqual({ workspace: 'w-moved', from: '2026-11-11', method: 'enterprise' });
    expect(await stampsOf('w-moved')).toEqual([
      '2026-11-10 from enterprise',
      '2026-11-11 to enterprise',
    ]);
    for (const each of [day, '2026-11-11']) await system.settle(each);
    expect(await system.statement({ day, account: 'from' })).toMatchObject([{ cash: '1.00' }]);
    expect(await system.statement({ day: '2026-11-11', account: 'to' })).toMatchObject([
      { cash: '2.00' },
    ]);
  });

  it('a workspace that is to move has switched until then where its cloud account was gone before', async () => {
    await system.importRecords([
      account('leaves'),
      account('takes'),
      cloudAccount('ca-leaves', 'leaves', 'alibaba-cloud'),
      cloudWorkspace('w-leaves', 'leaves', 'ca-leaves'),
      bill('w-leaves', '1.00', { day: '2026-11-09' }),
      bill('w-leaves', '1.00', { day: '2026-11-11' }),
    ]);
    const ledger = onDay(system.ledger, day);
    const at = parseInstant('2026-11-08T04:00:00Z');
    expect(
      await unsubscribeCloudAccount(ledger, command('leaves', 'u'), {
        cloudAccount: 'ca-leaves',
        at,
      }),
    ).toMatchObject({ switched: [{ workspace: 'w-leaves', from: '2026-11-09' }] });
    const move = { workspace: 'w-leaves', to: 'takes' };
    await moveWorkspace(ledger, command('leaves', 'm'), move);
    expect(await stampsOf('w-leaves')).toEqual([
      '2026-11-09 leaves enterprise',
      '2026-11-11 takes enterprise',
    ]);
  });

  it('commands wait for a running import, and are told where it takes too long', async () => {
    await system.importRecords([account('waits'), enterpriseWorkspace('w-waits', 'waits')]);
    const { ledger } = system;
    const turn = betweenImports(ledger, undefined, () =>
      // Another one asks meanwhile, and waits no time at all.
      betweenImports(ledger, undefined, async () => 'its turn', 0),
    );
    await expect(turn).rejects.toMatchObject({ code: 'server-away' });
    await unbindWorkspace(ledger, command('waits', 'u'), { workspace: 'w-waits' });
  });

  it('bills of an unbound workspace are refused until it is bound again', async () => {
    await system.importRecords([
      account('first'),
      account('second'),
      enterpriseWorkspace('w-free', 'first'),
    ]);
    const mine = { workspace: 'w-free' };
    await expect(
      bindWorkspace(onDay(system.ledger, day), command('second', '1'), mine),
    ).rejects.toMatchObject({ code: 'refused' });
    expect(await unbindWorkspace(onDay(system.ledger, day), command('first', '2'), mine)).toEqual({
      ...mine,
      from: '2026-11-11',
    });
    await expect(
      system.importRecords([bill('w-free', '1.00', { day: '2026-11-11' })]),
    ).rejects.toThrow('its workspace has no account on this day');
    await system.importRecords([bill('w-free', '1.00', { day })]);
    expect(
      await bindWorkspace(onDay(system.ledger, '2026-11-13'), command('second', '3'), mine),
    ).toEqual({ ...mine, from: '2026-11-14', method: 'enterprise' });
    await expect(
      system.importRecords([bill('w-free', '1.00', { day: '2026-11-13' })]),
    ).rejects.toThrow('its workspace has no account on this day');
    await system.importRecords([bill('w-free', '1.00', { day: '2026-11-14' })]);
    expect(await stampsOf('w-free')).toEqual([
      '2026-11-10 first enterprise',
      '2026-11-14 second enterprise',
    ]);
    await expect(
      unbindWorkspace(onDay(system.ledger, '2026-11-13'), command('second', '4'), mine),
    ).rejects.toThrow('bills of w-free for 2026-11-14 and later are there already');
  });

  it('a workspace that the center does not know is bound with its site', async () => {
    await system.importRecords([account('binder'), awsAccount('ca-binder', 'binder')]);
    const ledger = onDay(system.ledger, day);
    await expect(
      bindWorkspace(ledger, command('binder', '1'), { workspace: 'w-new' }),
    ).rejects.toMatchObject({ code: 'bad-input' });
    expect(
      await bindWorkspace(ledger, command('binder', '2'), {
        workspace: 'w-new',
        site: 'us1',
        settlement: cloud('ca-binder'),
      }),
    ).toEqual({
      workspace: 'w-new',
      from: '2026-11-11',
      method: 'cloud',
      cloudAccount: 'ca-binder',
    });
    await expect(system.importRecords([enterpriseWorkspace('w-new', 'binder')])).rejects.toThrow(
      'already imported with other content',
    );
  });

  it('to be unbound and bound again is no way around the limit of one change a month', async () => {
    await system.importRecords([
      account('around'),
      awsAccount('ca-around', 'around'),
      enterpriseWorkspace('w-around', 'around'),
    ]);
    const ledger = onDay(system.ledger, day);
    const mine = { workspace: 'w-around' };
    await changeSettlementMethod(ledger, command('around', '1'), {
      ...mine,
      settlement: cloud('ca-around'),
    });
    await withdrawChange(ledger, command('around', '2'), mine);
    await unbindWorkspace(ledger, command('around', '3'), mine);
    await expect(
      bindWorkspace(ledger, command('around', '4'), { ...mine, settlement: cloud('ca-around') }),
    ).rejects.toMatchObject({ code: 'refused' });
    await bindWorkspace(ledger, command('around', '5'), mine);
  });

  it('an instance of a vendor is registered once, over all accounts', async () => {
    await system.importRecords([account('registers'), account('again')]);
    const wanted = { provider: 'huawei-cloud', customer: 'a'.repeat(32), instance: 'i-1' } as const;
    const registered = await registerCloudAccount(system.ledger, command('registers', '1'), wanted);
    expect(registered).toMatchObject({ provider: 'huawei-cloud', instance: 'i-1' });
    await expect(
      registerCloudAccount(system.ledger, command('again', '2'), wanted),
    ).rejects.toMatchObject({ code: 'refused' });
    await expect(
      system.importRecords([{ kind: 'cloudAccount', id: 'ca-again', account: 'again', ...wanted }]),
    ).rejects.toThrow('already registered by another cloud account');
    await expect(
      registerCloudAccount(system.ledger, command('again', '3'), { ...wanted, customer: '12' }),
    ).rejects.toThrow('customer must be 32 hexadecimal digits');
    await system.importRecords([cloudWorkspace('w-reg', 'registers', registered.cloudAccount)]);
  });

  it('a profile keeps what is not given, and loses what is taken away', async () => {
    await system.importRecords([account('profile')]);
    const { ledger } = system;
    const change = { name: '观测 Ltd', email: 'billing@example.com', language: 'zh' } as const;
    expect(await updateProfile(ledger, command('profile', '1'), change)).toEqual(change);
    expect(await updateProfile(ledger, command('profile', '2'), { email: null })).toEqual({
      name: '观测 Ltd',
      language: 'zh',
    });
    await expect(
      updateProfile(ledger, command('profile', '3'), { email: 'nowhere' }),
    ).rejects.toMatchObject({ code: 'bad-input' });
    await expect(
      requestRecharge(ledger, { ...command('profile', ''), key: '' }, { amount: '1.00' as never }),
    ).rejects.toMatchObject({ code: 'bad-input' });
  });
});
