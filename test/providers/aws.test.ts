/**
 * @jest-environment ./test/support/one-error-class.ts
 */
import { aws } from '../../providers/aws/connect.js';
import type { CloudProvider, CloudUsage } from '../../providers/port.js';
import { clock, instant, limits, submitOne, usage } from '../support/cloud-usage.js';
import {
  deadEndpoint,
  html,
  startVendorServer,
  type SeenRequest,
  type VendorAnswer,
  type VendorServer,
} from '../support/vendor-server.js';

const licence = 'arn:aws:license-manager::294406891311:license:l-0123456789abcdef';
const secret = 'wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY';
const reached = 'AWS Marketplace';

let server: VendorServer | undefined;
afterEach(async () => {
  await server?.stop();
  server = undefined;
});

function connect(endpoint: string, product: { region?: string; currency?: 'CNY' | 'USD' } = {}) {
  return aws.connect(
    {
      provider: 'aws',
      currency: product.currency ?? 'USD',
      dimension: 'usd_cents',
      region: product.region ?? 'us-east-1',
    },
    { endpoint, keyId: 'AKIDEXAMPLE', secret, requestTimeoutMs: 400 },
  );
}

async function vendor(
  answerTo: (request: SeenRequest, nth: number) => VendorAnswer,
  options?: { resetUnread?: boolean },
): Promise<CloudProvider> {
  server = await startVendorServer(answerTo, options);
  return connect(server.endpoint);
}

function charge(part: Partial<CloudUsage> = {}): CloudUsage {
  return usage({ customer: '123456789012', instance: licence, ...part });
}

interface SentRecord {
  Timestamp: number;
  Dimension: string;
  Quantity: number;
  CustomerAWSAccountId: string;
  LicenseArn?: string;
}

function bodyOf(request: SeenRequest): { UsageRecords: SentRecord[]; ProductCode?: string } {
  return JSON.parse(request.body.toString()) as ReturnType<typeof bodyOf>;
}

/** Answers every record with a status, echoing it, perhaps with something else in it. */
function answerAll(Status: string, other: Partial<SentRecord> = {}, more: object = {}) {
  return (request: SeenRequest): VendorAnswer => ({
    json: {
      Results: bodyOf(request).UsageRecords.map((record) => ({
        UsageRecord: { ...record, ...other },
        MeteringRecordId: `id-${record.CustomerAWSAccountId}`,
        Status,
      })),
      UnprocessedRecords: [],
      ...more,
    },
  });
}

/** As AWS writes an error of its JSON protocol. */
function exception(type: string, status = 400): VendorAnswer {
  return {
    json: {
      __type: `com.amazonaws.marketplace.metering#${type}`,
      message: `no ${licence} for 123456789012 with ${secret}`,
    },
    status,
    headers: { 'content-type': 'application/x-amz-json-1.1', 'x-amzn-errortype': type },
  };
}

describe('what AWS is sent', () => {
  it('a licence goes with the account, without a product code', async () => {
    const provider = await vendor(answerAll('Success'));
    await submitOne(provider, charge());
    const [request] = server?.requests ?? [];
    expect(request?.method).toBe('POST');
    expect(request?.url).toBe('/');
    expect(request?.headers['x-amz-target']).toBe('AWSMPMeteringService.BatchMeterUsage');
    expect(request?.headers['content-type']).toBe('application/x-amz-json-1.1');
    expect(request?.headers.authorization).toMatch(
      /^AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE\/\d{8}\/us-east-1\/aws-marketplace\/aws4_request, /,
    );
    expect(request?.body.toString()).toBe(
      `{"UsageRecords":[{"Timestamp":1795334400,"Dimension":"usd_cents","Quantity":1234,"CustomerAWSAccountId":"123456789012","LicenseArn":"${licence}"}]}`,
    );
  });

  it('a product code goes once for the whole call, with the account and no licence', async () => {
    const provider = await vendor(answerAll('Success'));
    await submitOne(provider, charge({ instance: 'abc123def456' }));
    expect(server?.requests[0]?.body.toString()).toBe(
      '{"UsageRecords":[{"Timestamp":1795334400,"Dimension":"usd_cents","Quantity":1234,"CustomerAWSAccountId":"123456789012"}],"ProductCode":"abc123def456"}',
    );
  });

  it('licences and two product codes in one list go in three calls', async () => {
    const provider = await vendor(answerAll('Success'));
    const outcomes = await provider.submit(
      [
        charge({ customer: '000000000001' }),
        charge({ customer: '000000000002', instance: 'aaaa' }),
        charge({ customer: '000000000003', instance: 'bbbb' }),
        charge({ customer: '000000000004' }),
        charge({ customer: '000000000005', instance: 'aaaa' }),
      ],
      limits,
    );
    expect(
      server?.requests.map(bodyOf).map(({ ProductCode, UsageRecords }) => ({
        ProductCode,
        accounts: UsageRecords.map((each) => each.CustomerAWSAccountId),
        licences: UsageRecords.filter((each) => each.LicenseArn !== undefined).length,
      })),
    ).toEqual([
      { ProductCode: undefined, accounts: ['000000000001', '000000000004'], licences: 2 },
      { ProductCode: 'aaaa', accounts: ['000000000002', '000000000005'], licences: 0 },
      { ProductCode: 'bbbb', accounts: ['000000000003'], licences: 0 },
    ]);
    expect(outcomes).toEqual(
      [1, 2, 3, 4, 5].map((n) => ({ kind: 'accepted', reference: `id-00000000000${n}` })),
    );
  });

  it('25 records at most go in one call', async () => {
    const provider = await vendor(answerAll('Success'));
    const charges = Array.from({ length: 51 }, (_, n) =>
      charge({ customer: String(n).padStart(12, '0') }),
    );
    const outcomes = await provider.submit(charges, limits);
    expect(server?.requests.map((each) => bodyOf(each).UsageRecords.length)).toEqual([25, 25, 1]);
    expect(outcomes.map((each) => each.kind === 'accepted' && each.reference)).toEqual(
      charges.map(({ customer }) => `id-${customer}`),
    );
  });
});

describe('what AWS answers for a record', () => {
  it('success is accepted', async () => {
    const provider = await vendor(answerAll('Success'));
    expect(await submitOne(provider, charge())).toEqual({
      kind: 'accepted',
      reference: 'id-123456789012',
    });
  });

  it('success again for the identical resend is accepted', async () => {
    const provider = await vendor(answerAll('Success'));
    expect(await submitOne(provider, charge({ attempt: 1 }))).toMatchObject({ kind: 'accepted' });
  });

  it('a duplicate at the first try is a conflict: somebody else used the hour', async () => {
    const provider = await vendor(answerAll('DuplicateRecord'));
    expect(await submitOne(provider, charge())).toEqual({
      kind: 'undecided',
      conflict: true,
      reason: `${reached} has something else for this hour (DuplicateRecord).`,
    });
  });

  it('a duplicate at a later try is our own: accepted', async () => {
    const provider = await vendor(answerAll('DuplicateRecord'));
    expect(await submitOne(provider, charge({ attempt: 1 }))).toEqual({
      kind: 'accepted',
      reference: 'id-123456789012',
    });
  });

  it('a customer without a subscription is refused', async () => {
    const provider = await vendor(answerAll('CustomerNotSubscribed'));
    expect(await submitOne(provider, charge())).toEqual({
      kind: 'refused',
      reason: `${reached} has no subscription of the customer (CustomerNotSubscribed).`,
    });
  });

  it('a refusal of a resend leaves open whether the first try arrived', async () => {
    const provider = await vendor(answerAll('CustomerNotSubscribed'));
    expect(await submitOne(provider, charge({ attempt: 1 }))).toMatchObject({
      kind: 'undecided',
      conflict: true,
    });
  });

  it.each([
    ['quantity', { Quantity: 1233 }],
    ['customer', { CustomerAWSAccountId: '999999999999' }],
    ['dimension', { Dimension: 'hosts' }],
    ['hour', { Timestamp: 1795330800 }],
    ['licence', { LicenseArn: `${licence}0` }],
  ])('success for another %s is a conflict', async (_, other) => {
    const provider = await vendor(answerAll('Success', other));
    expect(await submitOne(provider, charge())).toMatchObject({
      kind: 'undecided',
      conflict: true,
    });
  });

  it('a duplicate of another quantity is a conflict at any try', async () => {
    const provider = await vendor(answerAll('DuplicateRecord', { Quantity: 1 }));
    expect(await submitOne(provider, charge({ attempt: 3 }))).toMatchObject({ conflict: true });
  });

  it('an unknown status decides nothing', async () => {
    const provider = await vendor(answerAll('Pending'));
    expect(await submitOne(provider, charge())).toEqual({
      kind: 'undecided',
      reason: `${reached} gave no answer that decides this charge (Pending).`,
    });
  });

  it('each record of a batch is judged by its own answer, whatever their order', async () => {
    const provider = await vendor((request) => {
      const [one, two, three, four] = bodyOf(request).UsageRecords;
      return {
        json: {
          Results: [
            { UsageRecord: three, Status: 'DuplicateRecord' },
            { UsageRecord: one, MeteringRecordId: 'm-1', Status: 'Success' },
          ],
          UnprocessedRecords: [four],
          two: two?.CustomerAWSAccountId,
        },
      };
    });
    const outcomes = await provider.submit(
      ['1', '2', '3', '4'].map((n) => charge({ customer: n.padStart(12, '0') })),
      limits,
    );
    expect(outcomes).toEqual([
      { kind: 'accepted', reference: 'm-1' },
      { kind: 'undecided', reason: `${reached} did not answer for this record.` },
      {
        kind: 'undecided',
        conflict: true,
        reason: `${reached} has something else for this hour (DuplicateRecord).`,
      },
      {
        kind: 'not-sent',
        reason: `${reached} did not process this record.`,
        retryAfterSeconds: 5,
      },
    ]);
  });

  it('a record that is answered twice is undecided', async () => {
    const provider = await vendor((request) => {
      const [record] = bodyOf(request).UsageRecords;
      return {
        json: {
          Results: [{ UsageRecord: record, Status: 'Success' }],
          UnprocessedRecords: [record],
        },
      };
    });
    expect(await submitOne(provider, charge())).toMatchObject({ kind: 'undecided' });
  });
});

describe('what AWS answers for a call', () => {
  it.each([
    ['ThrottlingException', 400],
    ['ThrottlingException', 503],
    ['SomethingNewException', 429],
  ])('%s with status %i was not taken and may be sent again soon', async (type, status) => {
    const provider = await vendor(() => exception(type, status));
    expect(await submitOne(provider, charge())).toEqual({
      kind: 'not-sent',
      reason: `${reached} takes no more calls at the moment (${type}).`,
      retryAfterSeconds: 5,
    });
    expect(server?.requests).toHaveLength(1);
  });

  it.each([
    'AccessDeniedException',
    'UnrecognizedClientException',
    'InvalidSignatureException',
    'SignatureDoesNotMatch',
    'ExpiredTokenException',
    'DisabledApiException',
  ])('%s is trouble of our configuration: not taken, tried again later', async (type) => {
    const provider = await vendor(() => exception(type, 403));
    expect(await submitOne(provider, charge())).toEqual({
      kind: 'not-sent',
      reason: `${reached} cannot be used as configured: it answered ${type}.`,
      retryAfterSeconds: 300,
    });
  });

  it.each([
    'InvalidLicenseException',
    'InvalidProductCodeException',
    'InvalidCustomerIdentifierException',
    'InvalidUsageDimensionException',
    'TimestampOutOfBoundsException',
    'ValidationException',
  ])('%s refuses a single record for good', async (type) => {
    const provider = await vendor(() => exception(type));
    const outcome = await submitOne(provider, charge());
    expect(outcome).toMatchObject({ kind: 'refused' });
    expect(outcome).toMatchObject({ reason: expect.stringContaining(type) });
    expect(server?.requests).toHaveLength(1);
  });

  it('a window missed at a resend does not say that the first try was not taken', async () => {
    const provider = await vendor(() => exception('TimestampOutOfBoundsException'));
    expect(await submitOne(provider, charge({ attempt: 2 }))).toMatchObject({
      kind: 'undecided',
      conflict: true,
    });
  });

  it.each<[string, VendorAnswer]>([
    ['an internal error', exception('InternalServiceErrorException', 500)],
    ['an error of no known name', exception('SomethingNewException', 400)],
    ['a page of HTML', html],
    ['a page of HTML with status 200', { ...html, status: 200 }],
    ['a page of HTML with status 403', { ...html, status: 403 }],
    ['5xx without a body', { text: '', status: 503 }],
    ['half an answer', { half: '{"Results":[{"Status":"Success"' }],
    ['an empty object', { json: {} }],
    ['a list', { json: [] }],
    ['a reset connection', 'reset'],
    ['silence', 'silence'],
    ['an answer that never ends', 'drip'],
  ])('%s decides nothing, and nothing is sent again', async (_, answer) => {
    const provider = await vendor(() => answer);
    const began = performance.now();
    const outcome = await submitOne(provider, charge());
    expect(outcome).toMatchObject({ kind: 'undecided' });
    expect(outcome).not.toHaveProperty('conflict');
    expect(server?.requests).toHaveLength(1);
    expect(performance.now() - began).toBeLessThan(3000);
  });

  it('a connection that is reset before the request was read decides nothing', async () => {
    const provider = await vendor(() => 'silence', { resetUnread: true });
    expect(await submitOne(provider, charge())).toMatchObject({ kind: 'undecided' });
    expect(server?.connections()).toBe(1);
  });

  it('the time limit is named as such', async () => {
    const provider = await vendor(() => 'silence');
    expect(await submitOne(provider, charge())).toEqual({
      kind: 'undecided',
      reason: `${reached} gave no answer that decides this charge (time-out).`,
    });
  });

  it('a refused connection is certain: nothing was sent', async () => {
    expect(await submitOne(connect(await deadEndpoint()), charge())).toEqual({
      kind: 'not-sent',
      reason: `${reached} could not be reached (ECONNREFUSED).`,
      retryAfterSeconds: 30,
    });
  });

  it('without an access key nothing is sent', async () => {
    server = await startVendorServer(() => 'silence');
    const provider = aws.connect(
      { provider: 'aws', currency: 'USD', dimension: 'usd_cents', region: 'us-east-1' },
      { endpoint: server.endpoint, requestTimeoutMs: 400 },
    );
    expect(await submitOne(provider, charge())).toEqual({
      kind: 'not-sent',
      reason: `${reached} cannot be used as configured: it has no access key.`,
      retryAfterSeconds: 300,
    });
    expect(server.connections()).toBe(0);
  });
});

describe('a batch that AWS refuses whole', () => {
  const bad = '000000000006';
  const refusing = (request: SeenRequest, nth: number): VendorAnswer =>
    bodyOf(request).UsageRecords.some((each) => each.CustomerAWSAccountId === bad)
      ? exception('InvalidLicenseException')
      : answerAll('Success', {}, { nth })(request);

  it('is halved until the bad record stands alone', async () => {
    const provider = await vendor(refusing);
    const outcomes = await provider.submit(
      Array.from({ length: 8 }, (_, n) => charge({ customer: String(n).padStart(12, '0') })),
      limits,
    );
    expect(server?.requests.map((each) => bodyOf(each).UsageRecords.length)).toEqual([
      8, 4, 4, 2, 2, 1, 1,
    ]);
    expect(outcomes.map(({ kind }) => kind)).toEqual([
      ...Array.from({ length: 6 }, () => 'accepted'),
      'refused',
      'accepted',
    ]);
  });

  it('is halved no further once the time to send is over', async () => {
    const provider = await vendor(refusing);
    const outcomes = await provider.submit(
      Array.from({ length: 8 }, (_, n) => charge({ customer: String(n).padStart(12, '0') })),
      {
        sendBefore: instant('2026-11-22T09:10:30Z'),
        now: clock('2026-11-22T09:10:00Z', '2026-11-22T09:10:10Z', '2026-11-22T09:10:30Z'),
      },
    );
    expect(server?.requests).toHaveLength(2);
    expect(outcomes.map(({ kind }) => kind)).toEqual([
      ...Array.from({ length: 4 }, () => 'accepted'),
      ...Array.from({ length: 4 }, () => 'not-sent'),
    ]);
    expect(outcomes[7]).toEqual({
      kind: 'not-sent',
      reason: 'The time in which this try might be sent is over.',
      retryAfterSeconds: 0,
    });
  });

  it('is not halved for trouble that is ours, and no other call is made', async () => {
    const provider = await vendor(() => exception('AccessDeniedException', 403));
    const outcomes = await provider.submit(
      Array.from({ length: 60 }, (_, n) => charge({ customer: String(n).padStart(12, '0') })),
      limits,
    );
    expect(server?.requests).toHaveLength(1);
    expect(new Set(outcomes.map(({ kind }) => kind))).toEqual(new Set(['not-sent']));
  });
});

describe('what AWS takes', () => {
  const provider = connect('http://127.0.0.1:9');

  it('an hour is chosen up to six hours back', () => {
    expect(provider.oldestHour(instant('2026-11-22T09:10:00Z'))).toBe('2026-11-22T04:00:00.000Z');
    expect(provider.oldestHour(instant('2026-11-22T09:00:00Z'))).toBe('2026-11-22T04:00:00.000Z');
    expect(provider.oldestHour(instant('2026-12-01T04:59:59Z'))).toBe('2026-11-30T23:00:00.000Z');
    expect(provider.oldestHour(instant('2026-12-01T05:59:59Z'))).toBe('2026-12-01T00:00:00.000Z');
  });

  it('an hour is billed for a day, at the end of a month until 06:00 on the 1st', () => {
    expect(provider.deadline(instant('2026-11-22T08:00:00Z'))).toBe('2026-11-23T08:00:00.000Z');
    expect(provider.deadline(instant('2026-11-30T05:00:00Z'))).toBe('2026-12-01T05:00:00.000Z');
    expect(provider.deadline(instant('2026-11-30T06:00:00Z'))).toBe('2026-12-01T06:00:00.000Z');
    expect(provider.deadline(instant('2026-11-30T23:00:00Z'))).toBe('2026-12-01T06:00:00.000Z');
    expect(provider.deadline(instant('2026-12-31T23:00:00Z'))).toBe('2027-01-01T06:00:00.000Z');
    expect(provider.deadline(instant('2026-12-01T00:00:00Z'))).toBe('2026-12-02T00:00:00.000Z');
  });

  it('what is stated of batches and resends', () => {
    expect([provider.batchSize, provider.callsPerSecond, provider.afterUndecided]).toEqual([
      25,
      8,
      'resend',
    ]);
    expect(provider).not.toHaveProperty('lookUp');
  });

  it.each<[string, Partial<CloudUsage>, string | undefined]>([
    ['a licence', {}, undefined],
    ['a product code', { instance: '9xyz' }, undefined],
    ['the most units', { units: '2147483647' }, undefined],
    [
      'one more',
      { units: '2147483648' },
      'the units are above the 2147483647 that the vendor takes in one charge',
    ],
    ['no units', { units: '0' }, 'the units must be a whole number above zero'],
    ['a fraction', { units: '12.5' }, 'the units must be a whole number above zero'],
    ['a negative number', { units: '-1' }, 'the units must be a whole number above zero'],
    ['a short account', { customer: '1234' }, 'the customer must be 12 digits'],
    [
      'another form of instance',
      { instance: 'Prod-1' },
      'the instance must be a licence ARN or a product code',
    ],
    [
      'half an hour',
      { hour: instant('2026-11-22T08:30:00Z') },
      'the hour must be a whole hour in UTC',
    ],
    ['a fraction of a try', { attempt: 0.5 }, 'the attempt must be a whole number, not negative'],
    ['no key', { key: '' }, 'the key must be 1 to 200 printable characters'],
  ])('%s', (_, part, problem) => {
    expect(provider.problemOf(charge(part))).toBe(problem);
  });

  it('takes licences of any partition, for AWS to judge, and products in its own currency', () => {
    const china = connect('http://127.0.0.1:9', { region: 'cn-northwest-1', currency: 'CNY' });
    expect(
      china.problemOf(charge({ instance: 'arn:aws-cn:license-manager::1:license:l-1' })),
    ).toBeUndefined();
    expect(china.problemOf(charge())).toBeUndefined();
    expect(connect('http://127.0.0.1:9', { currency: 'CNY' }).problemOf(charge())).toBe(
      'AWS bills USD in the region of this product',
    );
    expect(connect('http://127.0.0.1:9', { region: 'cn-north-1' }).problemOf(charge())).toBe(
      'AWS bills CNY in the region of this product',
    );
  });

  it('what has a problem is not sent, the others are', async () => {
    const taking = await vendor(answerAll('Success'));
    const outcomes = await taking.submit([charge({ units: '0' }), charge()], limits);
    expect(outcomes).toEqual([
      { kind: 'refused', reason: 'Not sent: the units must be a whole number above zero.' },
      { kind: 'accepted', reference: 'id-123456789012' },
    ]);
    expect(server?.requests).toHaveLength(1);
  });

  it.each([
    ['is not over', '2026-11-22T09:00:00Z', 'The hour of this charge is not over.', 3000],
    [
      'is closed',
      '2026-11-21T09:00:00Z',
      'The vendor no longer bills the hour of this charge.',
      300,
    ],
  ])('an hour that %s is not sent', async (_, hour, reason, retryAfterSeconds) => {
    const taking = await vendor(answerAll('Success'));
    expect(await submitOne(taking, charge({ hour: instant(hour) }))).toEqual({
      kind: 'not-sent',
      reason,
      retryAfterSeconds,
    });
    expect(server?.requests).toHaveLength(0);
  });
});

it('no reason shows a secret, a customer, a licence or what was sent', async () => {
  const answers: VendorAnswer[] = [
    exception('InvalidLicenseException'),
    exception('AccessDeniedException', 403),
    exception('ThrottlingException'),
    exception(`123456789012 ${secret}`, 500),
    { text: `<html>${secret} 123456789012 ${licence}</html>`, status: 502 },
    'reset',
    answerAll(`${secret} ${licence}`)({
      method: 'POST',
      url: '/',
      headers: {},
      body: Buffer.from('{"UsageRecords":[]}'),
    }),
  ];
  for (const answer of answers) {
    const outcome = await submitOne(await vendor(() => answer), charge());
    await server?.stop();
    expect(JSON.stringify(outcome)).not.toMatch(
      /wJalr|EXAMPLEKEY|123456789012|arn:|1234|usd_cents|http:|\?/,
    );
    expect('reason' in outcome && outcome.reason.length < 300).toBe(true);
  }
  server = undefined;
});
