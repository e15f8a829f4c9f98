import type { Subscriber } from '../../emulators/subscribers';
import { pushToHuawei, usagePath, type HuaweiSending } from '../support/emulator-clients';
import { halfPastTen, runEmulators } from '../support/emulator-running';

const instance = '7f141bf1-aec8-4859-8323-fb3a8ad50721';
const emulate = runEmulators();

const subscriber: Subscriber = {
  provider: 'huawei-cloud',
  customer: '0123456789abcdef0123456789abcdef',
  instance,
  subscribed: true,
};

/** Keys in their natural order, as they are signed. */
function usage(changes: Record<string, unknown> = {}): object {
  const fields = {
    begin_time: '20261122T090000Z',
    end_time: '20261122T100000Z',
    instance_id: instance,
    metering_sn: 'cloud-1/2026-11-22/1',
    record_time: '20261122T100500Z',
    usage_value: '1234',
    ...changes,
  };
  return Object.fromEntries(Object.entries(fields).toSorted(([a], [b]) => (a < b ? -1 : 1)));
}

function bodyOf(...records: object[]): string {
  return JSON.stringify({ usage_records: records });
}

async function push(address: string, body: string, sending?: HuaweiSending): Promise<unknown[]> {
  const answer = await pushToHuawei(address, body, sending);
  const { error_code } = JSON.parse(answer.body) as { error_code?: string };
  return [answer.status, error_code];
}

describe('Huawei Cloud: what is recorded', () => {
  it('takes an hour of usage', async () => {
    const { addresses, books } = await emulate({ subscribers: [subscriber] });
    const answer = await pushToHuawei(addresses['huawei-cloud'], bodyOf(usage()));
    expect([answer.status, answer.body]).toEqual([
      200,
      '{"error_code":"MKT.0000","error_msg":"success"}',
    ]);
    expect(books['huawei-cloud'].entries()).toMatchObject([
      {
        instance,
        customer: '0123456789abcdef0123456789abcdef',
        reference: 'cloud-1/2026-11-22/1',
        from: '2026-11-22T09:00:00.000Z',
        to: '2026-11-22T10:00:00.000Z',
        units: '1234',
        state: 'accepted',
        deliveries: 1,
      },
    ]);
  });

  it('processes the first of equal windows and says success to the others', async () => {
    const { addresses, books } = await emulate();
    const address = addresses['huawei-cloud'];
    for (const usage_value of ['1234', '1234', '99'])
      expect(await push(address, bodyOf(usage({ usage_value })))).toEqual([200, 'MKT.0000']);
    expect(books['huawei-cloud'].entries()).toMatchObject([
      { units: '1234', deliveries: 3, conflicts: 1 },
    ]);
  });

  it('bills another window again, whatever its metering_sn', async () => {
    const { addresses, books } = await emulate();
    const body = bodyOf(usage(), usage({ begin_time: '20261122T093000Z' }));
    await push(addresses['huawei-cloud'], body);
    expect(books['huawei-cloud'].entries()).toHaveLength(2);
  });

  it.each([
    ['five decimals', { usage_value: '1.23456' }, 'usage_value is not a number (12,4)'],
    ['nine digits', { usage_value: '123456789' }, 'usage_value is not a number (12,4)'],
    ['nothing', { usage_value: '0.00' }, 'usage_value must be above 0'],
    ['an end in the future', { end_time: '20261122T103001Z' }, 'end_time is in the future'],
    ['an end before the begin', { end_time: '20261122T085959Z' }, 'begin_time is after end_time'],
  ])('says success to %s and rejects it in the background', async (_, changes, reason) => {
    const { addresses, books } = await emulate();
    expect(await push(addresses['huawei-cloud'], bodyOf(usage(changes)))).toEqual([
      200,
      'MKT.0000',
    ]);
    expect(books['huawei-cloud'].entries()).toMatchObject([{ state: 'rejected', reason }]);
  });

  it.each(['0.0001', '99999999.9999', '1'])('bills %s', async (usage_value) => {
    const { addresses, books } = await emulate();
    await push(addresses['huawei-cloud'], bodyOf(usage({ usage_value })));
    expect(books['huawei-cloud'].entries()).toMatchObject([
      { state: 'accepted', units: usage_value },
    ]);
  });

  it('says success for a released resource and rejects it in the background', async () => {
    const { addresses, books } = await emulate({
      subscribers: [{ ...subscriber, subscribed: false }],
    });
    expect(await push(addresses['huawei-cloud'], bodyOf(usage()))).toEqual([200, 'MKT.0000']);
    expect(books['huawei-cloud'].entries()).toMatchObject([
      { reason: 'the resource was released' },
    ]);
  });

  it('takes a rejected window when it is sent again', async () => {
    const { addresses, books } = await emulate();
    await push(addresses['huawei-cloud'], bodyOf(usage({ usage_value: '0' })));
    await push(addresses['huawei-cloud'], bodyOf(usage()));
    expect(books['huawei-cloud'].entries()).toMatchObject([
      { state: 'accepted', units: '1234', deliveries: 2 },
    ]);
  });

  it('takes 1,000 records', async () => {
    const { addresses, books } = await emulate();
    expect(await push(addresses['huawei-cloud'], bodyOf(...usagesOf(1000)))).toEqual([
      200,
      'MKT.0000',
    ]);
    expect(books['huawei-cloud'].entries()).toHaveLength(1000);
  });
});

describe('Huawei Cloud: what is refused whole', () => {
  it.each([
    ['an instance nobody has', bodyOf(usage({ instance_id: 'other' })), 500, 'MKT.9001'],
    ['1,001 records', bodyOf(...usagesOf(1001)), 500, 'MKT.9003'],
    ['22 days', bodyOf(usage({ begin_time: '20261101T102959Z' })), 500, 'MKT.9004'],
    ['no record', bodyOf(), 400, 'MKT.0101'],
    ['no instance', bodyOf(usage({ instance_id: undefined })), 400, 'MKT.0101'],
    ['a field it does not know', bodyOf(usage({ product_id: 'p' })), 400, 'MKT.0101'],
    ['another form of time', bodyOf(usage({ end_time: '2026-11-22T10:00:00Z' })), 400, 'MKT.0101'],
    ['a day that does not exist', bodyOf(usage({ end_time: '20261332T100000Z' })), 400, 'MKT.0101'],
    ['what is not JSON', 'usage', 400, 'MKT.0101'],
    ['keys out of order', JSON.stringify({ usage_records: [unsorted()] }), 400, 'MKT.0102'],
  ])('%s', async (_, body, status, code) => {
    const { addresses, books } = await emulate({ subscribers: [subscriber, ...manySubscribers()] });
    expect(await push(addresses['huawei-cloud'], body)).toEqual([status, code]);
    expect(books['huawei-cloud'].entries()).toEqual([]);
  });

  it('takes what began 21 days ago', async () => {
    const { addresses } = await emulate();
    const body = bodyOf(usage({ begin_time: '20261101T103000Z' }));
    expect(await push(addresses['huawei-cloud'], body)).toEqual([200, 'MKT.0000']);
  });

  it('another path', async () => {
    const { addresses } = await emulate();
    const old = await fetch(`${addresses['huawei-cloud']}/rest/marketplace/v1/isv/usage-data`, {
      method: 'POST',
      body: bodyOf(usage()),
    });
    expect([old.status, JSON.parse(await old.text())['error_code']]).toEqual([404, 'APIGW.0101']);
  });
});

describe('Huawei Cloud: whom it believes', () => {
  const wall = halfPastTen.getTime();

  it.each<[string, HuaweiSending, string]>([
    ['another key', { secret: 'guessed' }, 'MKT.0102'],
    ['a body with one byte more', { sentBody: ` ${bodyOf(usage())}` }, 'MKT.0102'],
    ['a time 61 seconds old', { ts: wall - 61_000 }, 'MKT.0102'],
    ['a time 61 seconds ahead', { ts: wall + 61_000 }, 'MKT.0102'],
    ['seconds', { ts: wall / 1000 }, 'MKT.0101'],
    ['a nonce of 65 characters', { nonce: 'n'.repeat(65) }, 'MKT.0101'],
  ])('not %s', async (_, sending, code) => {
    const { addresses, books } = await emulate({ wallClock: () => halfPastTen });
    const answer = await push(addresses['huawei-cloud'], bodyOf(usage()), { ts: wall, ...sending });
    expect(answer).toEqual([400, code]);
    expect(books['huawei-cloud'].entries()).toEqual([]);
  });

  it('a clock that is a minute off', async () => {
    const { addresses } = await emulate({ wallClock: () => halfPastTen });
    const answer = await push(addresses['huawei-cloud'], bodyOf(usage()), { ts: wall - 60_000 });
    expect(answer).toEqual([200, 'MKT.0000']);
  });

  it('no nonce twice', async () => {
    const { addresses, books } = await emulate();
    const address = addresses['huawei-cloud'];
    expect(await push(address, bodyOf(usage()), { nonce: 'once' })).toEqual([200, 'MKT.0000']);
    expect(await push(address, bodyOf(usage()), { nonce: 'once' })).toEqual([400, 'MKT.0102']);
    expect(books['huawei-cloud'].entries()).toMatchObject([{ deliveries: 1 }]);
  });

  it('nothing without a signature', async () => {
    const { addresses } = await emulate();
    const answer = await fetch(`${addresses['huawei-cloud']}${usagePath}`, {
      method: 'POST',
      body: bodyOf(usage()),
    });
    expect([answer.status, JSON.parse(await answer.text())['error_code']]).toEqual([
      400,
      'MKT.0199',
    ]);
  });
});

function usagesOf(count: number): object[] {
  return Array.from({ length: count }, (_, n) => usage({ instance_id: `i-${n}` }));
}

function manySubscribers(): Subscriber[] {
  return Array.from({ length: 1001 }, (_, n) => ({ ...subscriber, instance: `i-${n}` }));
}

function unsorted(): object {
  return Object.fromEntries(Object.entries(usage()).toReversed());
}
