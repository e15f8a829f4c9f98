import type { Subscriber } from '../../emulators/subscribers';
import { pushToAlibaba, refusalOf } from '../support/emulator-clients';
import { captureRequest, replay } from '../support/emulator-requests';
import { halfPastTen, runEmulators } from '../support/emulator-running';

/** 2026-11-22 09:00 and 10:00 UTC. */
const nine = 1795338000;
const ten = 1795341600;

interface Usage {
  InstanceId?: string;
  StartTime?: unknown;
  EndTime?: unknown;
  Entities?: unknown;
}

function usage(changes: Usage = {}): Usage {
  return {
    InstanceId: '1000001',
    StartTime: String(nine),
    EndTime: String(ten),
    Entities: [{ Key: 'Unit', Value: '1234', meteringAssit: 'cmapi00060317-Unit-1' }],
    ...changes,
  };
}

function entities(changes: Record<string, unknown>): Usage {
  const entity = { Key: 'Unit', Value: '1234', meteringAssit: 'cmapi00060317-Unit-1', ...changes };
  return { Entities: [entity] };
}

function subscriber(changes: Partial<Subscriber> = {}): Subscriber {
  const customer = '1234567890123456';
  return { provider: 'alibaba-cloud', customer, instance: '1000001', subscribed: true, ...changes };
}

const emulate = runEmulators();

describe('Alibaba Cloud, Chinese site: what is recorded', () => {
  it('takes an hour of usage', async () => {
    const { addresses, books } = await emulate({ subscribers: [subscriber()] });
    const answer = await pushToAlibaba(addresses['alibaba-cloud'], [usage()]);
    expect(answer).toMatchObject({ success: true, requestId: expect.any(String) });
    expect(books['alibaba-cloud'].entries()).toMatchObject([
      {
        instance: '1000001',
        customer: '1234567890123456',
        dimension: 'Unit',
        item: 'cmapi00060317-Unit-1',
        from: '2026-11-22T09:00:00.000Z',
        to: '2026-11-22T10:00:00.000Z',
        units: '1234',
        state: 'accepted',
        deliveries: 1,
      },
    ]);
  });

  it('adds up what is sent again: nothing tells a resend from more usage', async () => {
    let now = halfPastTen;
    const { addresses, books } = await emulate({ now: () => now });
    await pushToAlibaba(addresses['alibaba-cloud'], [usage()]);
    now = new Date('2026-11-22T10:31:00Z');
    await pushToAlibaba(addresses['alibaba-cloud'], [usage()]);
    expect(books['alibaba-cloud'].entries()).toMatchObject([{ units: '2468', deliveries: 2 }]);
  });

  it('answers one request for an instance in 60 seconds', async () => {
    let now = halfPastTen;
    const { addresses, books } = await emulate({ now: () => now });
    const push = (InstanceId: string): Promise<unknown> =>
      pushToAlibaba(addresses['alibaba-cloud'], [usage({ InstanceId })]);
    await push('1000001');
    now = new Date('2026-11-22T10:30:59.999Z');
    expect(await refusalOf(push('1000001'))).toEqual({ code: 'Throttling', status: 400 });
    await push('1000002');
    expect(books['alibaba-cloud'].entries().map(({ units }) => units)).toEqual(['1234', '1234']);
    now = new Date('2026-11-22T10:31:00Z');
    await push('1000001');
  });

  it('takes usage of an instance that has ended, and never bills it', async () => {
    const { addresses, books } = await emulate({
      subscribers: [subscriber({ subscribed: false })],
    });
    const answer = await pushToAlibaba(addresses['alibaba-cloud'], [usage()]);
    expect(answer.success).toBe(true);
    expect(books['alibaba-cloud'].entries()).toMatchObject([
      { state: 'unbilled', reason: 'the instance has ended' },
    ]);
  });

  it('takes usage until the 59th minute of the next hour', async () => {
    let now = new Date('2026-11-22T10:58:59Z');
    const { addresses } = await emulate({ now: () => now });
    await pushToAlibaba(addresses['alibaba-cloud'], [usage()]);
    now = new Date('2026-11-22T10:59:00Z');
    const late = pushToAlibaba(addresses['alibaba-cloud'], [usage({ InstanceId: '1000002' })]);
    expect(await refusalOf(late)).toEqual({ code: 'InvalidMetering', status: 400 });
  });

  it('can be told to take late usage without billing it, as with hourly products', async () => {
    const { addresses, books } = await emulate({
      now: () => new Date('2026-11-22T10:59:00Z'),
      rules: { 'alibaba-cloud': { late: 'unbilled' } },
    });
    expect((await pushToAlibaba(addresses['alibaba-cloud'], [usage()])).success).toBe(true);
    expect(books['alibaba-cloud'].entries()).toMatchObject([
      { state: 'unbilled', reason: 'too late to be billed' },
    ]);
  });

  it('can do without meteringAssit, as older products do', async () => {
    const { addresses, books } = await emulate({
      rules: { 'alibaba-cloud': { meteringAssit: 'optional' } },
    });
    const older = usage({ Entities: [{ Key: 'Unit', Value: '7' }] });
    await pushToAlibaba(addresses['alibaba-cloud'], [older]);
    expect(books['alibaba-cloud'].entries()).toMatchObject([{ units: '7' }]);
  });

  it('takes 100 entries', async () => {
    const { addresses, books } = await emulate();
    await pushToAlibaba(addresses['alibaba-cloud'], usagesOf(100));
    expect(books['alibaba-cloud'].entries()).toHaveLength(100);
  });
});

describe('Alibaba Cloud, Chinese site: what is refused whole', () => {
  it.each<[string, Usage]>([
    ['a window of five minutes', { StartTime: String(ten - 300) }],
    ['an end in the future', { EndTime: String(ten + 1801) }],
    ['milliseconds', { StartTime: `${nine}000`, EndTime: `${ten}000` }],
    ['no InstanceId', { InstanceId: '' }],
    ['no entities', { Entities: [] }],
    ['a key that does not exist', entities({ Key: 'Units' })],
    ['a fraction', entities({ Value: '12.34' })],
    ['a negative value', entities({ Value: '-1' })],
    ['no meteringAssit', entities({ meteringAssit: undefined })],
    ['the right spelling', entities({ meteringAssit: undefined, meteringAssist: 'cmapi1-Unit-1' })],
    ['the item of another key', entities({ meteringAssit: 'cmapi00060317-Period-1' })],
    ['a second product', entities({ meteringAssit: 'cmapi00099999-Unit-1' })],
  ])('%s', async (_, changes) => {
    const { addresses, books } = await emulate();
    const sent = pushToAlibaba(addresses['alibaba-cloud'], [
      usage({ InstanceId: '1000002' }),
      usage(changes),
    ]);
    expect(await refusalOf(sent)).toEqual({ code: 'InvalidMetering', status: 400 });
    expect(books['alibaba-cloud'].entries()).toEqual([]);
  });

  it('takes a window of five minutes and one second', async () => {
    const { addresses, books } = await emulate();
    await pushToAlibaba(addresses['alibaba-cloud'], [usage({ StartTime: String(ten - 301) })]);
    expect(books['alibaba-cloud'].entries()).toHaveLength(1);
  });

  it('101 entries', async () => {
    const { addresses } = await emulate();
    const sent = pushToAlibaba(addresses['alibaba-cloud'], usagesOf(101));
    expect(await refusalOf(sent)).toEqual({ code: 'InvalidMetering', status: 400 });
  });

  it('an instance nobody has', async () => {
    const { addresses } = await emulate({ subscribers: [subscriber()] });
    const sent = pushToAlibaba(addresses['alibaba-cloud'], [usage({ InstanceId: '1000002' })]);
    expect(await refusalOf(sent)).toEqual({ code: 'InvalidInstanceId.NotFound', status: 404 });
  });
});

describe('Alibaba Cloud: whom it believes', () => {
  it.each([
    ['another secret', { secret: 'guessed' }, 'SignatureDoesNotMatch', 400],
    ['a key it does not know', { keyId: 'LTAIother' }, 'InvalidAccessKeyId.NotFound', 404],
    [
      'a date of 2025',
      { headers: { 'x-acs-date': '2025-11-22T10:30:00Z' } },
      'InvalidTimeStamp.Expired',
      400,
    ],
    ['no date', { headers: { 'x-acs-date': 'today' } }, 'InvalidTimeStamp.Format', 400],
  ])('not %s', async (_, sending, code, status) => {
    const { addresses, books } = await emulate();
    const sent = pushToAlibaba(addresses['alibaba-cloud'], [usage()], sending);
    expect(await refusalOf(sent)).toEqual({ code, status });
    expect(books['alibaba-cloud'].entries()).toEqual([]);
  });

  it('not what was changed on its way, and nothing twice', async () => {
    const { addresses, books } = await emulate();
    const address = addresses['alibaba-cloud'];
    const sent = await captureRequest((captor) => pushToAlibaba(captor, [usage()]));
    const codeOf = async (changes: object): Promise<unknown> =>
      JSON.parse((await replay(address, { ...sent, ...changes })).body)['Code'];
    expect(await codeOf({ path: sent.path.replace('1234', '9234') })).toBe('SignatureDoesNotMatch');
    expect(await codeOf({ headers: { ...sent.headers, host: 'market.aliyuncs.com' } })).toBe(
      'SignatureDoesNotMatch',
    );
    expect(await codeOf({ headers: { ...sent.headers, 'x-acs-version': '2022-12-30' } })).toBe(
      'SignatureDoesNotMatch',
    );
    expect(await codeOf({ headers: { ...sent.headers, 'x-acs-more': 'unsigned' } })).toBe(
      'SignatureDoesNotMatch',
    );
    expect(await codeOf({})).toBeUndefined();
    expect(await codeOf({})).toBe('SignatureNonceUsed');
    expect(books['alibaba-cloud'].entries()).toMatchObject([{ units: '1234', deliveries: 1 }]);
  });
});

function usagesOf(count: number): Usage[] {
  return Array.from({ length: count }, (_, n) => usage({ InstanceId: String(1000001 + n) }));
}
