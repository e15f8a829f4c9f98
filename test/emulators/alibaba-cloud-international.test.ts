import type { Subscriber } from '../../emulators/subscribers';
import { callAlibaba, refusalOf } from '../support/emulator-clients';
import { captureRequest, replay } from '../support/emulator-requests';
import { runEmulators } from '../support/emulator-running';

const emulate = runEmulators();

function order(changes: Record<string, string> = {}, n = 1): Record<string, string> {
  const fields = {
    PushOrderBizId: 'cloud-1/2026-11-22/1',
    InstanceId: '5000002763123',
    StartTime: '1795338000',
    EndTime: '1795341600',
    MeteringEntity: '{"Unit":1234}',
    MeteringAssist: 'sgcmgj0003XXXX-Unit-1',
    ...changes,
  };
  const flat = Object.entries(fields).map(([name, value]) => [`MeteringData.${n}.${name}`, value]);
  return Object.fromEntries([['GmtCreate', '1795343400000'], ...flat]) as Record<string, string>;
}

const subscriber: Subscriber = {
  provider: 'alibaba-cloud',
  customer: '5123456789',
  instance: '5000002763123',
  subscribed: true,
};

async function push(address: string, body: Record<string, string>): Promise<object> {
  return callAlibaba(address, { action: 'PushMeteringData', body });
}

async function describeOrder(address: string, PushOrderBizId: string): Promise<object> {
  const query = { PushOrderBizId };
  return callAlibaba(address, { action: 'DescribePushMeteringData', query });
}

describe('Alibaba Cloud, international site', () => {
  it('takes an order from a form and gives it back by its id', async () => {
    const { addresses, books } = await emulate({ subscribers: [subscriber] });
    const address = addresses['alibaba-cloud'];
    expect(await push(address, order())).toMatchObject({ Success: true });
    expect(await describeOrder(address, 'cloud-1/2026-11-22/1')).toMatchObject({
      Success: true,
      Result: {
        PushOrderBizId: 'cloud-1/2026-11-22/1',
        InstanceId: '5000002763123',
        StartTime: 1795338000000,
        EndTime: 1795341600000,
        MeteringEntity: '{"Unit":1234}',
        MeteringAssist: 'sgcmgj0003XXXX-Unit-1',
        IsPushBilling: true,
      },
    });
    expect(books['alibaba-cloud'].entries()).toMatchObject([
      { reference: 'cloud-1/2026-11-22/1', customer: '5123456789', units: '1234', deliveries: 1 },
    ]);
  });

  it('takes an order from the query, and times in milliseconds', async () => {
    const { addresses, books } = await emulate();
    const query = order({ StartTime: '1795338000000', EndTime: '1795341600000' });
    await callAlibaba(addresses['alibaba-cloud'], { action: 'PushMeteringData', query });
    expect(books['alibaba-cloud'].entries()).toMatchObject([
      { from: '2026-11-22T09:00:00.000Z', to: '2026-11-22T10:00:00.000Z' },
    ]);
  });

  it('takes several orders in one call', async () => {
    const { addresses, books } = await emulate();
    const second = order({ PushOrderBizId: 'k-2' }, 2);
    await push(addresses['alibaba-cloud'], { ...order(), ...second });
    expect(books['alibaba-cloud'].entries().map(({ reference }) => reference)).toEqual([
      'cloud-1/2026-11-22/1',
      'k-2',
    ]);
  });

  it('has an empty result for an order it does not know', async () => {
    const { addresses } = await emulate();
    expect(await describeOrder(addresses['alibaba-cloud'], 'k-9')).toMatchObject({
      Success: true,
      Result: {},
    });
  });

  it('adds up an order that comes again, because nothing says that it is noticed', async () => {
    const { addresses, books } = await emulate();
    await push(addresses['alibaba-cloud'], order());
    await push(addresses['alibaba-cloud'], order());
    expect(books['alibaba-cloud'].entries()).toMatchObject([{ units: '2468', deliveries: 2 }]);
  });

  it('can be told to notice an order that comes again', async () => {
    const { addresses, books } = await emulate({
      rules: { 'alibaba-cloud': { repeatedOrder: 'first-wins' } },
    });
    await push(addresses['alibaba-cloud'], order());
    await push(addresses['alibaba-cloud'], order());
    await push(addresses['alibaba-cloud'], order({ MeteringEntity: '{"Unit":1}' }));
    expect(books['alibaba-cloud'].entries()).toMatchObject([
      { units: '1234', deliveries: 3, conflicts: 1 },
    ]);
  });

  it('does not bill an instance that has ended', async () => {
    const { addresses } = await emulate({ subscribers: [{ ...subscriber, subscribed: false }] });
    await push(addresses['alibaba-cloud'], order());
    expect(await describeOrder(addresses['alibaba-cloud'], 'cloud-1/2026-11-22/1')).toMatchObject({
      Result: { IsPushBilling: false },
    });
  });

  it.each([
    ['InvalidMeteringEntity', 'a fraction', { MeteringEntity: '{"Unit":12.5}' }, 400],
    ['InvalidMeteringEntity', 'a key that does not exist', { MeteringEntity: '{"Units":1}' }, 400],
    ['InvalidMeteringEntity', 'what is not JSON', { MeteringEntity: 'Unit=1' }, 400],
    ['InvalidMeteringData', 'no window', { StartTime: '1795341600' }, 400],
    ['InvalidMeteringData', 'the future', { EndTime: '1795343401' }, 400],
    ['InvalidInstanceId.NotFound', 'an instance nobody has', { InstanceId: '5' }, 404],
    ['MissingMeteringData.1.PushOrderBizId', 'no id', { PushOrderBizId: '' }, 400],
  ])('refuses with %s %s', async (code, _, changes, status) => {
    const { addresses, books } = await emulate({ subscribers: [subscriber] });
    const sent = push(addresses['alibaba-cloud'], order(changes));
    expect(await refusalOf(sent)).toEqual({ code, status });
    expect(books['alibaba-cloud'].entries()).toEqual([]);
  });

  it('does not believe a form that was changed on its way', async () => {
    const { addresses, books } = await emulate();
    const sent = await captureRequest((address) => push(address, order()));
    const changed = { ...sent, body: sent.body.replace('1234', '9234') };
    const answer = await replay(addresses['alibaba-cloud'], changed);
    expect([answer.status, JSON.parse(answer.body)['Code']]).toEqual([
      400,
      'SignatureDoesNotMatch',
    ]);
    expect((await replay(addresses['alibaba-cloud'], sent)).status).toBe(200);
    expect(books['alibaba-cloud'].entries()).toMatchObject([{ units: '1234' }]);
  });

  it.each([
    ['an action it does not have', { action: 'PushTimesUsage', version: '2022-12-30' }],
    [
      'the read-back on the Chinese site',
      { action: 'DescribePushMeteringData', version: '2015-11-01' },
    ],
    ['another version', { action: 'PushMeteringData', version: '2020-01-01' }],
  ])('does not know %s', async (_, call) => {
    const { addresses } = await emulate();
    const sent = callAlibaba(addresses['alibaba-cloud'], { ...call, body: order() });
    expect(await refusalOf(sent)).toEqual({ code: 'InvalidAction.NotFound', status: 404 });
  });
});
