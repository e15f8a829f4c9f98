import type { Emulators } from '../../emulators/start-emulators.js';
import type { ChargeRow } from '../../ledger/read-charges.js';
import { readCharges } from '../../ledger/read-charges.js';
import { collectChargeId } from '../../domain/workflow-ids.js';
import { resolveUpdate } from '../../workflows/messages.js';
import { cloudCustomer, emulatedVendors } from '../support/emulated-vendors.js';
import { bill, day } from '../support/records.js';
import { startSystem, type System } from '../support/system.js';
import { untilTrue } from '../support/until-true.js';

/** Alibaba Cloud takes nothing in the last minutes of an hour: its charges wait for the next. */
const untilNextHourSeconds = 200;

describe('charges of cloud accounts', () => {
  let system: System;
  let emulators: Emulators;
  beforeAll(async () => {
    const vendors = await emulatedVendors();
    ({ emulators } = vendors);
    system = await startSystem({ environment: vendors.environment });
  });
  afterEach(async () => {
    emulators.faults.clear();
    expect(await system.audit()).toEqual([]);
  });
  afterAll(async () => {
    await system.stop();
    await emulators.stop();
  });

  async function chargesOf(cloudAccount: string): Promise<ChargeRow[]> {
    const rows: ChargeRow[] = [];
    for await (const row of readCharges(system.ledger, { account: `${cloudAccount}-acct` }))
      rows.push(row);
    return rows;
  }

  const untilState = (cloudAccount: string, state: ChargeRow['state']): Promise<void> =>
    untilTrue(
      async () => (await chargesOf(cloudAccount)).at(-1)?.state === state,
      untilNextHourSeconds,
    );

  async function rowOf(cloudAccount: string, of = day) {
    const rows = await system.statement(of);
    return rows.find(({ account }) => account === `${cloudAccount}-acct`);
  }

  it('are one of 65.00 for the workspaces of two sites, and the vendor has it once', async () => {
    await system.importRecords([
      ...cloudCustomer('one', { provider: 'aws', currency: 'USD', instance: 'prod0one' }),
      bill('one-a', '50.00'),
      bill('one-b', '10.00', { restricted: '5.00' }),
    ]);
    await system.settle(day, 'USD');
    await untilState('one', 'accepted');
    expect(await chargesOf('one')).toMatchObject([
      { charge: `one/${day}/1`, amount: '65.00', units: '6500', attempts: 1 },
    ]);
    expect(emulators.books.aws.entries()).toMatchObject([
      { instance: 'prod0one', units: '6500', state: 'accepted', deliveries: 1 },
    ]);
    expect(await rowOf('one')).toMatchObject({
      state: 'settled',
      cash: '0.00',
      cloudAccount: '65.00',
      arrears: '0.00',
    });
  });

  it('become cloud arrears when the vendor refuses them for good, never cash', async () => {
    emulators.faults.add([
      {
        kind: 'partial',
        provider: 'aws',
        match: { instance: 'prod0two' },
        status: 'CustomerNotSubscribed',
      },
    ]);
    await system.importRecords([
      ...cloudCustomer('two', { provider: 'aws', currency: 'USD', instance: 'prod0two' }),
      bill('two-a', '20.00'),
    ]);
    await system.settle(day, 'USD');
    await untilState('two', 'refused');
    expect(await rowOf('two')).toMatchObject({
      state: 'arrears',
      cash: '0.00',
      cloudAccount: '0.00',
      arrears: '20.00',
    });
    const [balances] = (await system.balances()).filter(({ account }) => account === 'two-acct');
    expect(balances).toMatchObject({ cash: '500.00', overdraft: '0.00', cloudArrears: '20.00' });
  });

  it('are sent again as they are when the answer is lost after AWS has recorded them', async () => {
    emulators.faults.add([
      { kind: 'reset', recorded: true, match: { instance: 'prod0three' }, times: 1 },
    ]);
    await system.importRecords([
      ...cloudCustomer('three', { provider: 'aws', currency: 'USD', instance: 'prod0three' }),
      bill('three-a', '7.00'),
    ]);
    await system.settle(day, 'USD');
    await untilState('three', 'accepted');
    expect(await chargesOf('three')).toMatchObject([{ attempts: 2, units: '700' }]);
    const held = emulators.books.aws.entries().filter(({ instance }) => instance === 'prod0three');
    expect(held).toMatchObject([{ units: '700', deliveries: 2 }]);
  });

  it('are never sent again where the vendor would add them up: an operator answers', async () => {
    emulators.faults.add([
      { kind: 'reset', recorded: true, match: { instance: 'four-1' }, times: 1 },
      { kind: 'reset', recorded: false, match: { instance: 'five-1' }, times: 1 },
    ]);
    await system.importRecords([
      ...cloudCustomer('four', { provider: 'alibaba-cloud', instance: 'four-1' }),
      bill('four-a', '9.00'),
      ...cloudCustomer('five', { provider: 'alibaba-cloud', instance: 'five-1' }),
      bill('five-a', '8.00'),
    ]);
    await system.settle(day);
    await untilState('four', 'parked');
    await untilState('five', 'parked');
    expect(await rowOf('four')).toMatchObject({ state: 'charging', cloudAccount: '9.00' });
    const resolve = (cloudAccount: string, answer: 'applied' | 'not-applied') =>
      system.client.workflow
        .getHandle(collectChargeId('alibaba-cloud', `${cloudAccount}/${day}/1`))
        .executeUpdate(resolveUpdate, { args: [{ answer, by: 'Li', reason: 'asked them' }] });
    expect(await resolve('four', 'applied')).toBe('accepted');
    expect(await resolve('five', 'not-applied')).toBe('replaced');
    await untilState('four', 'accepted');
    await untilTrue(async () => (await chargesOf('five')).length === 2);
    const [first, second] = await chargesOf('five');
    expect(first).toMatchObject({ state: 'replaced', replacedBy: `five/${day}/1/r2` });
    expect(second).toMatchObject({ charge: `five/${day}/1/r2`, units: '800' });
    const held = emulators.books['alibaba-cloud'].entries();
    expect(held.filter(({ instance }) => instance === 'four-1')).toMatchObject([{ units: '900' }]);
  });

  it('of an account that is not subscribed are arrears, and nothing is sent', async () => {
    await system.importRecords([
      ...cloudCustomer('six', { provider: 'huawei-cloud', instance: 'six-1', subscribed: false }),
      bill('six-a', '30.00'),
    ]);
    await system.settle(day);
    expect(await rowOf('six')).toMatchObject({ state: 'arrears', arrears: '30.00' });
    const held = emulators.books['huawei-cloud'].entries();
    expect(held.filter(({ instance }) => instance === 'six-1')).toEqual([]);
  });

  it('of a second cycle take another hour', async () => {
    await system.importRecords([
      ...cloudCustomer('seven', { provider: 'huawei-cloud', instance: 'seven-1' }),
      bill('seven-a', '1.00'),
      bill('seven-a', '2.00', { day: '2026-11-21' }),
    ]);
    await system.settle('2026-11-21');
    await system.settle(day);
    await untilTrue(async () =>
      (await chargesOf('seven')).every(({ state }) => state === 'provisional'),
    );
    const rows = await chargesOf('seven');
    expect(rows.map(({ units }) => units)).toEqual(['200', '100']);
    expect(new Set(rows.map(({ hour }) => hour)).size).toBe(2);
    expect((await rowOf('seven'))?.state).toBe('settled');
  });
});
