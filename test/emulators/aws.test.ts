import type { UsageRecord } from '@aws-sdk/client-marketplace-metering';
import type { AwsRules } from '../../emulators/aws/rules';
import type { Subscriber } from '../../emulators/subscribers';
import { refusalOf, sendToAws } from '../support/emulator-clients';
import { captureRequest, replay } from '../support/emulator-requests';
import { runEmulators } from '../support/emulator-running';

const license = 'arn:aws:license-manager::111122223333:license:l-0123456789abcdef0123456789abcdef';
const otherLicense = 'arn:aws:license-manager::111122223333:license:l-ffffffffffffffffffffffffffff';
const chineseLicense = 'arn:aws-cn:license-manager::111122223333:license:l-0123456789abcdef';
const customer = '123456789012';

function record(changes: Partial<UsageRecord> = {}): UsageRecord {
  return {
    Timestamp: new Date('2026-11-22T09:00:00Z'),
    Dimension: 'usd_cents',
    Quantity: 1234,
    CustomerAWSAccountId: customer,
    LicenseArn: license,
    ...changes,
  };
}

/** In the form of products before June 2026: the product stands in the request. */
function productRecord(changes: Partial<UsageRecord> = {}): UsageRecord {
  const { LicenseArn: _, ...rest } = record(changes);
  return rest;
}

function subscriber(changes: Partial<Subscriber> = {}): Subscriber {
  return { provider: 'aws', customer, instance: license, subscribed: true, ...changes };
}

const emulate = runEmulators();

describe('AWS Marketplace Metering: what is recorded', () => {
  it('takes a record under its licence', async () => {
    const { addresses, books } = await emulate({ subscribers: [subscriber()] });
    const { Results, UnprocessedRecords } = await sendToAws(addresses.aws, {
      UsageRecords: [record()],
    });
    expect(Results).toEqual([
      { UsageRecord: record(), MeteringRecordId: expect.any(String), Status: 'Success' },
    ]);
    expect(UnprocessedRecords).toEqual([]);
    expect(books.aws.entries()).toEqual([
      {
        key: `us-east-1 ${customer} ${license} usd_cents 2026-11-22T09:00:00.000Z`,
        recordId: Results?.[0]?.MeteringRecordId,
        instance: license,
        customer,
        dimension: 'usd_cents',
        region: 'us-east-1',
        from: '2026-11-22T09:00:00.000Z',
        to: '2026-11-22T10:00:00.000Z',
        units: '1234',
        state: 'accepted',
        deliveries: 1,
        conflicts: 0,
        requestIds: [expect.any(String)],
        firstAt: '2026-11-22T10:30:00.000Z',
        lastAt: '2026-11-22T10:30:00.000Z',
      },
    ]);
  });

  it('takes a record under its product code', async () => {
    const { addresses, books } = await emulate({
      subscribers: [subscriber({ instance: '0abc1' })],
    });
    const { Results } = await sendToAws(addresses.aws, {
      ProductCode: '0abc1',
      UsageRecords: [productRecord()],
    });
    expect(Results?.[0]?.Status).toBe('Success');
    expect(books.aws.entries()).toMatchObject([{ instance: '0abc1', units: '1234' }]);
  });

  it('bills twice when licence and product code are sent for the same hour', async () => {
    const { addresses, books } = await emulate();
    await sendToAws(addresses.aws, { UsageRecords: [record()] });
    await sendToAws(addresses.aws, { ProductCode: '0abc1', UsageRecords: [productRecord()] });
    expect(books.aws.entries().map(({ units }) => units)).toEqual(['1234', '1234']);
  });

  it('answers an identical resend with the record it has', async () => {
    const { addresses, books } = await emulate();
    const first = await sendToAws(addresses.aws, { UsageRecords: [record()] });
    const later = record({ Timestamp: new Date('2026-11-22T09:59:59.900Z') });
    const second = await sendToAws(addresses.aws, { UsageRecords: [later] });
    expect(second.Results?.[0]?.Status).toBe('Success');
    expect(second.Results?.[0]?.MeteringRecordId).toBe(first.Results?.[0]?.MeteringRecordId);
    expect(books.aws.entries()).toMatchObject([{ units: '1234', deliveries: 2, conflicts: 0 }]);
  });

  it('can be told to call an identical resend a duplicate, as the AWS toolkit has seen it', async () => {
    const rules: AwsRules = { repeatedRecord: 'DuplicateRecord' };
    const { addresses, books } = await emulate({ rules: { aws: rules } });
    await sendToAws(addresses.aws, { UsageRecords: [record()] });
    const { Results } = await sendToAws(addresses.aws, { UsageRecords: [record()] });
    expect(Results?.[0]?.Status).toBe('DuplicateRecord');
    expect(books.aws.entries()).toMatchObject([{ units: '1234', deliveries: 2, conflicts: 0 }]);
  });

  it('keeps the first quantity when another one comes for the same hour', async () => {
    const { addresses, books } = await emulate();
    await sendToAws(addresses.aws, { UsageRecords: [record()] });
    const { Results } = await sendToAws(addresses.aws, {
      UsageRecords: [record({ Quantity: 1235 })],
    });
    expect(Results?.[0]?.Status).toBe('DuplicateRecord');
    expect(books.aws.entries()).toMatchObject([{ units: '1234', deliveries: 2, conflicts: 1 }]);
  });

  it.each([
    ['another hour', { Timestamp: new Date('2026-11-22T08:59:59Z') }, 'us-east-1'],
    ['another dimension', { Dimension: 'Usd_cents' }, 'us-east-1'],
    ['another account', { CustomerAWSAccountId: '210987654321' }, 'us-east-1'],
    ['another licence', { LicenseArn: otherLicense }, 'us-east-1'],
    ['another region, because duplicates are known in one region only', {}, 'eu-west-1'],
  ])('bills again for %s', async (_, changes, region) => {
    const { addresses, books } = await emulate();
    await sendToAws(addresses.aws, { UsageRecords: [record()] });
    await sendToAws(addresses.aws, { UsageRecords: [record(changes)] }, { region });
    expect(books.aws.entries()).toHaveLength(2);
  });

  it('answers for each customer, and the others of the batch are billed', async () => {
    const { addresses, books } = await emulate({
      subscribers: [subscriber(), subscriber({ instance: otherLicense, subscribed: false })],
    });
    const { Results } = await sendToAws(addresses.aws, {
      UsageRecords: [record({ LicenseArn: otherLicense }), record()],
    });
    expect(Results?.map(({ Status }) => Status)).toEqual(['CustomerNotSubscribed', 'Success']);
    expect(books.aws.entries()).toHaveLength(1);
  });

  it('knows a customer of the product code from one that is not', async () => {
    const { addresses } = await emulate({ subscribers: [subscriber({ instance: '0abc1' })] });
    const { Results } = await sendToAws(addresses.aws, {
      ProductCode: '0abc1',
      UsageRecords: [productRecord({ CustomerAWSAccountId: '210987654321' }), productRecord()],
    });
    expect(Results?.map(({ Status }) => Status)).toEqual(['CustomerNotSubscribed', 'Success']);
  });

  it.each([0, 2147483647])('takes %d units', async (Quantity) => {
    const { addresses, books } = await emulate();
    await sendToAws(addresses.aws, { UsageRecords: [record({ Quantity })] });
    expect(books.aws.entries()[0]?.units).toBe(String(Quantity));
  });

  it('takes 25 records', async () => {
    const { addresses, books } = await emulate();
    await sendToAws(addresses.aws, { UsageRecords: recordsOf(25) });
    expect(books.aws.entries()).toHaveLength(25);
  });

  it('serves AWS China, with licences of its own', async () => {
    const { addresses, books } = await emulate();
    const batch = { UsageRecords: [record({ LicenseArn: chineseLicense, Dimension: 'cny_fen' })] };
    await sendToAws(addresses.aws, batch, { region: 'cn-northwest-1' });
    expect(books.aws.entries()).toMatchObject([{ region: 'cn-northwest-1' }]);
  });

  it('takes usage split by tags when it adds up', async () => {
    const { addresses, books } = await emulate();
    const UsageAllocations = [
      { AllocatedUsageQuantity: 1000, Tags: [{ Key: 'site', Value: 'cn1' }] },
      { AllocatedUsageQuantity: 234 },
    ];
    await sendToAws(addresses.aws, { UsageRecords: [record({ UsageAllocations })] });
    expect(books.aws.entries()).toHaveLength(1);
  });
});

describe('AWS Marketplace Metering: what is refused whole', () => {
  it.each<[string, string, Partial<UsageRecord>]>([
    ['SerializationException', 'above 2147483647', { Quantity: 2147483648 }],
    ['SerializationException', 'a fraction of a unit', { Quantity: 12.5 }],
    ['SerializationException', 'a quantity as text', { Quantity: '7' as unknown as number }],
    ['ValidationException', 'below zero', { Quantity: -1 }],
    ['ValidationException', 'an empty dimension', { Dimension: '' }],
    ['ValidationException', 'an account that is not digits', { CustomerAWSAccountId: 'acct' }],
    ['InvalidUsageDimensionException', 'the wrong case', { Dimension: 'USD_cents' }],
    ['InvalidLicenseException', 'a licence nobody has', { LicenseArn: otherLicense }],
    ['InvalidLicenseException', 'what is no licence', { LicenseArn: 'l-0123' }],
    ['InvalidLicenseException', 'another customer', { CustomerAWSAccountId: '210987654321' }],
    ['InvalidLicenseException', 'a licence of AWS China', { LicenseArn: chineseLicense }],
    ['TimestampOutOfBoundsException', '24 hours', { Timestamp: new Date('2026-11-21T10:30:00Z') }],
    [
      'TimestampOutOfBoundsException',
      'the future',
      { Timestamp: new Date('2026-11-22T10:30:01Z') },
    ],
    [
      'InvalidUsageAllocationsException',
      'parts',
      { UsageAllocations: [{ AllocatedUsageQuantity: 1233 }] },
    ],
    [
      'InvalidTagException',
      'six tags',
      { UsageAllocations: [{ AllocatedUsageQuantity: 1234, Tags: tags(6) }] },
    ],
  ])('%s for %s', async (code, _, changes) => {
    const { addresses, books } = await emulate({
      subscribers: [subscriber()],
      rules: { aws: { dimensions: ['usd_cents'] } },
    });
    const sent = sendToAws(addresses.aws, { UsageRecords: [record(), record(changes)] });
    expect(await refusalOf(sent)).toEqual({ code, status: 400 });
    expect(books.aws.entries()).toEqual([]);
  });

  it('takes what is one second less than 24 hours old', async () => {
    const { addresses, books } = await emulate();
    const Timestamp = new Date('2026-11-21T10:30:01Z');
    await sendToAws(addresses.aws, { UsageRecords: [record({ Timestamp })] });
    expect(books.aws.entries()).toMatchObject([{ from: '2026-11-21T10:00:00.000Z' }]);
  });

  it('takes the last month until 06:00 on the first', async () => {
    let now = new Date('2026-12-01T05:59:59Z');
    const { addresses, books } = await emulate({ now: () => now });
    const batch = { UsageRecords: [record({ Timestamp: new Date('2026-11-30T23:00:00Z') })] };
    await sendToAws(addresses.aws, batch);
    now = new Date('2026-12-01T06:00:00Z');
    expect(await refusalOf(sendToAws(addresses.aws, batch))).toEqual({
      code: 'TimestampOutOfBoundsException',
      status: 400,
    });
    expect(books.aws.entries()).toMatchObject([{ deliveries: 1 }]);
  });

  it('refuses 26 records', async () => {
    const { addresses } = await emulate();
    const sent = sendToAws(addresses.aws, { UsageRecords: recordsOf(26) });
    expect(await refusalOf(sent)).toEqual({ code: 'ValidationException', status: 400 });
  });

  it('refuses 1 MB', async () => {
    const { addresses } = await emulate();
    const Tags = [{ Key: 'site', Value: 'x'.repeat(1024 * 1024) }];
    const UsageAllocations = [{ AllocatedUsageQuantity: 1234, Tags }];
    const sent = sendToAws(addresses.aws, { UsageRecords: [record({ UsageAllocations })] });
    expect(await refusalOf(sent)).toEqual({ code: 'RequestEntityTooLargeException', status: 413 });
  });

  it('refuses licences of two products in one call', async () => {
    const { addresses, books } = await emulate({
      subscribers: [
        subscriber({ product: 'prod-a' }),
        subscriber({ instance: otherLicense, product: 'prod-b' }),
      ],
    });
    const sent = sendToAws(addresses.aws, {
      UsageRecords: [record(), record({ LicenseArn: otherLicense })],
    });
    expect(await refusalOf(sent)).toEqual({ code: 'InvalidLicenseException', status: 400 });
    expect(books.aws.entries()).toEqual([]);
  });

  it.each([
    ['InvalidProductCodeException', 'a product nobody has', '0zzz9', productRecord()],
    ['ValidationException', 'a licence beside the product code', '0abc1', record()],
    ['InvalidCustomerIdentifierException', 'no account', '0abc1', productRecordOfNobody()],
  ])('%s for %s', async (code, _, ProductCode, usage) => {
    const { addresses } = await emulate({ subscribers: [subscriber({ instance: '0abc1' })] });
    const sent = sendToAws(addresses.aws, { ProductCode, UsageRecords: [usage] });
    expect(await refusalOf(sent)).toEqual({ code, status: 400 });
  });

  it('refuses to bill a listing in CNY outside China', async () => {
    const { addresses } = await emulate({
      subscribers: [subscriber({ instance: '0abc1', currency: 'CNY' })],
    });
    const batch = { ProductCode: '0abc1', UsageRecords: [productRecord()] };
    expect(await refusalOf(sendToAws(addresses.aws, batch))).toEqual({
      code: 'InvalidProductCodeException',
      status: 400,
    });
    const { Results } = await sendToAws(addresses.aws, batch, { region: 'cn-northwest-1' });
    expect(Results?.[0]?.Status).toBe('Success');
  });

  it('answers ten requests a second in each region', async () => {
    let wall = new Date();
    const { addresses } = await emulate({ wallClock: () => wall });
    const send = (region: string): Promise<unknown> =>
      sendToAws(addresses.aws, { UsageRecords: [record()] }, { region });
    for (let n = 0; n < 10; n++) await send('us-east-1');
    expect(await refusalOf(send('us-east-1'))).toEqual({
      code: 'ThrottlingException',
      status: 400,
    });
    await send('us-west-2');
    wall = new Date(wall.getTime() + 1_000);
    await send('us-east-1');
  });
});

describe('AWS Marketplace Metering: whom it believes', () => {
  const batch = { UsageRecords: [record()] };

  it.each([
    ['another secret', { secret: 'guessed' }, 'InvalidSignatureException'],
    ['a key it does not know', { keyId: 'AKIAOTHER' }, 'UnrecognizedClientException'],
    ['a date six minutes old', { clockOffsetMs: -360_000 }, 'InvalidSignatureException'],
    ['a date six minutes ahead', { clockOffsetMs: 360_000 }, 'InvalidSignatureException'],
    ['a region without BatchMeterUsage', { region: 'cn-north-1' }, 'DisabledApiException'],
  ])('not %s', async (_, sending, code) => {
    const { addresses, books } = await emulate();
    expect(await refusalOf(sendToAws(addresses.aws, batch, sending))).toEqual({
      code,
      status: 400,
    });
    expect(books.aws.entries()).toEqual([]);
  });

  it('a clock that is four minutes off', async () => {
    const { addresses, books } = await emulate();
    await sendToAws(addresses.aws, batch, { clockOffsetMs: -240_000 });
    expect(books.aws.entries()).toHaveLength(1);
  });

  it('not a body that was changed on its way', async () => {
    const { addresses, books } = await emulate();
    const sent = await captureRequest((address) => sendToAws(address, batch));
    const changed = { ...sent, body: sent.body.replace('1234,', '9234,') };
    const answer = await replay(addresses.aws, changed);
    expect([answer.status, JSON.parse(answer.body)['__type']]).toEqual([
      400,
      'InvalidSignatureException',
    ]);
    expect((await replay(addresses.aws, sent)).status).toBe(200);
    expect(books.aws.entries()).toMatchObject([{ units: '1234' }]);
  });

  it.each([
    ['no signature', { authorization: undefined }, 'MissingAuthenticationTokenException'],
    ['half a signature', { authorization: 'AWS4-HMAC-SHA256 x' }, 'IncompleteSignatureException'],
    ['another host', { host: 'metering.example' }, 'InvalidSignatureException'],
  ])('not %s', async (_, headers, type) => {
    const { addresses } = await emulate();
    const sent = await captureRequest((address) => sendToAws(address, batch));
    const kept = Object.fromEntries(
      Object.entries({ ...sent.headers, ...headers }).filter(([, value]) => value !== undefined),
    );
    const answer = await replay(addresses.aws, { ...sent, headers: kept });
    expect([answer.status, JSON.parse(answer.body)['__type']]).toEqual([400, type]);
  });
});

function recordsOf(count: number): UsageRecord[] {
  return Array.from({ length: count }, (_, n) => record({ Dimension: `usd_cents_${n}` }));
}

function tags(count: number): { Key: string; Value: string }[] {
  return Array.from({ length: count }, (_, n) => ({ Key: `k${n}`, Value: 'v' }));
}

function productRecordOfNobody(): UsageRecord {
  const { CustomerAWSAccountId: _, ...rest } = productRecord();
  return rest;
}
