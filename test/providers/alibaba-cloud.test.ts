import { alibabaCloud } from '../../providers/alibaba-cloud/connect.js';
import type { CloudProvider, CloudUsage } from '../../providers/port.js';
import { acs3Authorization } from '../support/acs3-signature.js';
import { clock, instant, limits, submitOne, usage } from '../support/cloud-usage.js';
import {
  deadEndpoint,
  html,
  startVendorServer,
  type SeenRequest,
  type VendorAnswer,
  type VendorServer,
} from '../support/vendor-server.js';

const keyId = 'LTAI5tEXAMPLE';
const secret = 'alibaba-secret-0123456789';
const reached = 'Alibaba Cloud Marketplace';
const china = { currency: 'CNY', dimension: 'cmapi00060317-Unit-1' } as const;
const international = { currency: 'USD', dimension: 'sgcmgj00031234-Unit-1' } as const;

let server: VendorServer | undefined;
afterEach(async () => {
  await server?.stop();
  server = undefined;
});

type Product = typeof china | typeof international | { currency: 'CNY'; dimension: string };

function connect(endpoint: string, product: Product, keys: object = { keyId, secret }) {
  return alibabaCloud.connect(
    { provider: 'alibaba-cloud', region: 'cn-hangzhou', ...product },
    { endpoint, requestTimeoutMs: 400, ...keys },
  );
}

async function vendor(
  product: Product,
  answerTo: (request: SeenRequest, nth: number) => VendorAnswer,
  options?: { resetUnread?: boolean },
): Promise<CloudProvider> {
  server = await startVendorServer(answerTo, options);
  return connect(server.endpoint, product);
}

function charge(part: Partial<CloudUsage> = {}): CloudUsage {
  return usage({ customer: '1234567890123456', instance: '1000001', ...part });
}

const success: VendorAnswer = { json: { RequestId: '6EF60BEC-0242', Success: true } };
const taken = { kind: 'accepted-provisionally', reference: '6EF60BEC-0242' };

function error(Code: string, status: number): VendorAnswer {
  return {
    json: { Code, Message: `${secret} 1000001`, RequestId: '6EF60BEC-0242' },
    status,
  };
}

function onlyRequest(): SeenRequest {
  const [request, ...others] = server?.requests ?? [];
  if (!request || others.length > 0) throw new Error('one request was expected');
  return request;
}

describe('what Alibaba Cloud China is sent', () => {
  it('a metering item in the query, its times in seconds, its value a string', async () => {
    const provider = await vendor(china, () => success);
    expect(await submitOne(provider, charge())).toEqual(taken);
    const { method, url, headers, body } = onlyRequest();
    expect(method).toBe('POST');
    expect(headers['x-acs-action']).toBe('PushMeteringData');
    expect(headers['x-acs-version']).toBe('2015-11-01');
    expect(body).toHaveLength(0);
    const [path, query = ''] = url.split('?');
    expect(path).toBe('/');
    expect([...new URLSearchParams(query)]).toEqual([
      [
        'Metering',
        '[{"InstanceId":"1000001","StartTime":"1795334400","EndTime":"1795338000",' +
          '"Entities":[{"Key":"Unit","Value":"1234","meteringAssit":"cmapi00060317-Unit-1"}]}]',
      ],
    ]);
  });

  it('a product of old without metering items names none', async () => {
    const provider = await vendor({ currency: 'CNY', dimension: 'Unit' }, () => success);
    await submitOne(provider, charge());
    expect(new URLSearchParams(onlyRequest().url.slice(2)).get('Metering')).toContain(
      '"Entities":[{"Key":"Unit","Value":"1234"}]',
    );
  });

  it('goes on a connection of its own each time', async () => {
    const provider = await vendor(china, () => success);
    await submitOne(provider, charge());
    await submitOne(provider, charge());
    expect(server?.requests.map(({ headers }) => headers.connection)).toEqual(['close', 'close']);
    expect(server?.connections()).toBe(2);
  });
});

describe('what Alibaba Cloud international is sent', () => {
  it('a form with our key, its times in milliseconds, its entity as JSON', async () => {
    const provider = await vendor(international, () => success);
    expect(await submitOne(provider, charge())).toEqual(taken);
    const { method, url, headers, body } = onlyRequest();
    expect([method, url]).toEqual(['POST', '/']);
    expect(headers['x-acs-action']).toBe('PushMeteringData');
    expect(headers['x-acs-version']).toBe('2022-12-30');
    expect(headers['content-type']).toBe('application/x-www-form-urlencoded');
    expect([...new URLSearchParams(body.toString())]).toEqual([
      ['GmtCreate', '2026-11-22 09:00:00'],
      ['MeteringData.1.PushOrderBizId', 'CLOUD-1/2026-11-21/1'],
      ['MeteringData.1.InstanceId', '1000001'],
      ['MeteringData.1.StartTime', '1795334400000'],
      ['MeteringData.1.EndTime', '1795338000000'],
      ['MeteringData.1.MeteringEntity', '{"Unit":1234}'],
      ['MeteringData.1.MeteringAssist', 'sgcmgj00031234-Unit-1'],
    ]);
  });

  it('a resend is the same bytes', async () => {
    const provider = await vendor(international, (_, nth) => (nth === 1 ? 'reset' : success));
    await submitOne(provider, charge());
    expect(await submitOne(provider, charge({ attempt: 1 }))).toEqual(taken);
    const [first, second] = server?.requests ?? [];
    expect(second?.body).toEqual(first?.body);
  });
});

it.each([
  ['China', china],
  ['international', international],
])('%s is signed ACS3-HMAC-SHA256 over the request as it comes', async (_, product) => {
  const provider = await vendor(product, () => success);
  await submitOne(provider, charge());
  const request = onlyRequest();
  expect(request.headers.authorization).toBe(acs3Authorization(request, keyId, secret));
  expect(acs3Authorization(request, keyId, 'another')).not.toBe(request.headers.authorization);
});

it('the look-up is signed alike', async () => {
  const provider = await vendor(international, () => success);
  await provider.lookUp?.(charge());
  const request = onlyRequest();
  expect(request.headers.authorization).toBe(acs3Authorization(request, keyId, secret));
});

describe.each([
  ['China', china],
  ['international', international],
])('what Alibaba Cloud %s answers', (_, product) => {
  it.each([
    ['Throttling', 400],
    ['Throttling.User', 400],
    ['Throttling.Api', 503],
    ['Throttling', 200],
    ['SomethingNew', 429],
  ])('%s with status %i was not taken and may be sent again in a minute', async (Code, status) => {
    const provider = await vendor(product, () => error(Code, status));
    expect(await submitOne(provider, charge())).toEqual({
      kind: 'not-sent',
      reason: `${reached} takes no more calls at the moment (${Code}).`,
      retryAfterSeconds: 60,
    });
    expect(server?.requests).toHaveLength(1);
  });

  it.each([
    'InvalidAccessKeyId.NotFound',
    'SignatureDoesNotMatch',
    'IncompleteSignature',
    'InvalidTimeStamp.Expired',
    'Forbidden.RAM',
    'NoPermission',
  ])('%s is trouble of our configuration: not taken, tried again later', async (Code) => {
    const provider = await vendor(product, () => error(Code, 403));
    expect(await submitOne(provider, charge())).toEqual({
      kind: 'not-sent',
      reason: `${reached} cannot be used as configured: it answered ${Code}.`,
      retryAfterSeconds: 300,
    });
  });

  it.each([
    ['InvalidParameter', 400],
    ['MissingMetering', 400],
    ['InstanceNotExist', 404],
    ['InstanceExpired', 400],
  ])('%s is refused', async (Code, status) => {
    const provider = await vendor(product, () => error(Code, status));
    expect(await submitOne(provider, charge())).toEqual({
      kind: 'refused',
      reason: `${reached} refused it (${Code}).`,
    });
  });

  it('a failure that comes with status 200 is refused, though the SDK does not throw', async () => {
    const provider = await vendor(product, () => ({ json: { RequestId: 'r', Success: false } }));
    expect(await submitOne(provider, charge())).toEqual({
      kind: 'refused',
      reason: `${reached} refused it (HTTP-200).`,
    });
  });

  it.each<[string, VendorAnswer]>([
    ['a failure of its own system', { json: { Success: false, Code: 'SYSTEM_ERROR' } }],
    ['5xx with a code', error('ServiceUnavailable', 503)],
    ['5xx with a code that would be a refusal', error('InvalidParameter', 500)],
    ['4xx with a code nobody knows', error('SomethingNew', 400)],
    ['a signature that was used: perhaps by this very request', error('SignatureNonceUsed', 400)],
    ['4xx without a code', { json: {}, status: 400 }],
    ['success that is no boolean', { json: { Success: 'true' } }],
    ['success without a result', { json: { Success: true, Result: false } }],
    ['an empty object', { json: {} }],
    ['null', { json: null }],
    ['a page of HTML', html],
    ['a page of HTML with status 200', { ...html, status: 200 }],
    ['a page of HTML with status 403', { ...html, status: 403 }],
    ['5xx without a body', { text: '', status: 503 }],
    ['half an answer', { half: '{"Success":true' }],
    ['a redirect', { text: '', status: 307, headers: { location: 'http://127.0.0.1:9/' } }],
    ['a reset connection', 'reset'],
    ['silence', 'silence'],
    ['an answer that never ends', 'drip'],
  ])('%s decides nothing, and nothing is sent again', async (__, answer) => {
    const provider = await vendor(product, () => answer);
    const began = performance.now();
    const outcome = await submitOne(provider, charge());
    expect(outcome).toMatchObject({ kind: 'undecided' });
    expect(outcome).not.toHaveProperty('conflict');
    expect(server?.requests).toHaveLength(1);
    expect(performance.now() - began).toBeLessThan(3000);
  });

  it('a connection that is reset before the request was read decides nothing', async () => {
    const provider = await vendor(product, () => 'silence', { resetUnread: true });
    expect(await submitOne(provider, charge())).toMatchObject({ kind: 'undecided' });
    expect(server?.connections()).toBe(1);
  });

  it('the time limit is named as such', async () => {
    const provider = await vendor(product, () => 'silence');
    expect(await submitOne(provider, charge())).toEqual({
      kind: 'undecided',
      reason: `${reached} gave no answer that decides this charge (time-out).`,
    });
  });

  it('a call is over before its time limit, whatever it waited for', async () => {
    server = await startVendorServer(() => 'drip');
    const provider = connect(server.endpoint, product, { keyId, secret, requestTimeoutMs: 2000 });
    const began = performance.now();
    expect(await submitOne(provider, charge())).toMatchObject({ kind: 'undecided' });
    expect(performance.now() - began).toBeLessThan(1900);
  });

  it('a refused connection is certain: nothing was sent', async () => {
    const provider = connect(await deadEndpoint(), product);
    expect(await submitOne(provider, charge())).toEqual({
      kind: 'not-sent',
      reason: `${reached} could not be reached (ECONNREFUSED).`,
      retryAfterSeconds: 30,
    });
  });

  it('without an access key nothing is sent', async () => {
    server = await startVendorServer(() => 'silence');
    const provider = connect(server.endpoint, product, {});
    expect(await submitOne(provider, charge())).toEqual({
      kind: 'not-sent',
      reason: `${reached} cannot be used as configured: it has no access key.`,
      retryAfterSeconds: 300,
    });
    expect(server.connections()).toBe(0);
  });

  it('each instance is called once, its other charges wait a minute', async () => {
    const provider = await vendor(product, () => success);
    const outcomes = await provider.submit(
      ['1000001', '1000002', '1000001'].map((instance) => charge({ instance })),
      limits,
    );
    expect(server?.requests).toHaveLength(2);
    expect(outcomes).toEqual([
      taken,
      taken,
      {
        kind: 'not-sent',
        reason: 'The vendor takes one call for this instance every 60 seconds.',
        retryAfterSeconds: 60,
      },
    ]);
  });

  it('one instance throttled does not hold the others back', async () => {
    const provider = await vendor(product, (__, nth) =>
      nth === 1 ? error('Throttling', 400) : success,
    );
    const outcomes = await provider.submit([charge(), charge({ instance: '1000002' })], limits);
    expect(outcomes).toEqual([expect.objectContaining({ kind: 'not-sent' }), taken]);
  });

  it('nothing is sent once the time to send is over', async () => {
    const provider = await vendor(product, () => success);
    const outcomes = await provider.submit([charge(), charge({ instance: '1000002' })], {
      sendBefore: instant('2026-11-22T09:10:30Z'),
      now: clock('2026-11-22T09:10:29Z', '2026-11-22T09:10:31Z'),
    });
    expect(server?.requests).toHaveLength(1);
    expect(outcomes[1]).toEqual({
      kind: 'not-sent',
      reason: 'The time in which this try might be sent is over.',
      retryAfterSeconds: 0,
    });
  });

  it('wrong keys end the list after one call', async () => {
    const provider = await vendor(product, () => error('SignatureDoesNotMatch', 400));
    const outcomes = await provider.submit(
      ['1', '2', '3'].map((instance) => charge({ instance })),
      limits,
    );
    expect(server?.requests).toHaveLength(1);
    expect(outcomes.map(({ kind }) => kind)).toEqual(['not-sent', 'not-sent', 'not-sent']);
  });

  it('no reason shows a secret, a signature, the instance or what was sent', async () => {
    const answers: VendorAnswer[] = [
      error('InvalidParameter', 400),
      error('NoPermission', 403),
      error('Throttling', 400),
      error(`${secret} 1000001`, 500),
      { text: `<html>${secret}</html>`, status: 502 },
      'reset',
      'silence',
    ];
    for (const answer of answers) {
      const provider = await vendor(product, () => answer);
      const outcome = await submitOne(provider, charge());
      const signature = /Signature=(\w+)/.exec(String(onlyRequest().headers.authorization))?.[1];
      await server?.stop();
      const said = JSON.stringify(outcome);
      expect(signature).toMatch(/^[0-9a-f]{64}$/);
      expect(said).not.toContain(String(signature));
      expect(said).not.toMatch(/alibaba-secret|LTAI|1000001|1234|Metering|CLOUD-1|http:|\?/);
      expect('reason' in outcome && outcome.reason.length < 300).toBe(true);
    }
    server = undefined;
  });
});

const describing = (Result: unknown, more: object = {}): VendorAnswer => ({
  json: { RequestId: 'r', Success: true, Code: '200', Result, ...more },
});

async function lookUp(answer: VendorAnswer) {
  const provider = await vendor(international, () => answer);
  return provider.lookUp?.(charge());
}

describe('the look-up of the international marketplace', () => {
  const push = {
    PushOrderBizId: 'CLOUD-1/2026-11-21/1',
    InstanceId: '1000001',
    StartTime: 1795334400000,
    EndTime: 1795338000000,
    MeteringEntity: '{"Unit":1234}',
    MeteringAssist: 'sgcmgj00031234-Unit-1',
    IsPushBilling: true,
  };

  it('asks by the key of the charge', async () => {
    await lookUp(describing(push));
    const { url, headers } = onlyRequest();
    expect(headers['x-acs-action']).toBe('DescribePushMeteringData');
    expect(headers['x-acs-version']).toBe('2022-12-30');
    expect([...new URLSearchParams(url.slice(2))]).toEqual([
      ['PushOrderBizId', 'CLOUD-1/2026-11-21/1'],
    ]);
  });

  it.each([
    ['billed', push, true],
    ['taken and not billed', { ...push, IsPushBilling: false }, false],
    ['taken, with nothing said of the bill', { ...push, IsPushBilling: null }, false],
    ['billed, its number a text', { ...push, MeteringEntity: '{"Unit":"1234"}' }, true],
  ])('found: %s', async (_, result, billed) => {
    expect(await lookUp(describing(result))).toEqual({
      kind: 'found',
      reference: 'CLOUD-1/2026-11-21/1',
      units: '1234',
      billed,
    });
  });

  it('found with other units says which', async () => {
    expect(await lookUp(describing({ ...push, MeteringEntity: '{"Unit":99}' }))).toMatchObject({
      kind: 'found',
      units: '99',
    });
  });

  it.each([
    ['no result', describing(undefined)],
    ['null', describing(null)],
    ['an empty result', describing({})],
    ['an answer that says so', describing(null, { Success: false, Code: 'PUSH_DATA_NOT_EXIST' })],
  ])('not found: %s', async (_, answer) => {
    expect(await lookUp(answer)).toEqual({ kind: 'not-found' });
  });

  it('a push of another instance under our key needs a person', async () => {
    expect(await lookUp(describing({ ...push, InstanceId: '9' }))).toEqual({
      kind: 'unknown',
      conflict: true,
      reason: `${reached} has something else under the key of this charge.`,
    });
  });

  it.each<[string, VendorAnswer]>([
    [
      'a key that does not exist is not a push that does not',
      error('InvalidAccessKeyId.NotFound', 404),
    ],
    [
      'an operation that does not exist',
      { json: { Success: false, Code: 'InvalidApi.NotFound' }, status: 404 },
    ],
    ['a failure without a code', { json: { Success: false } }],
    ['an answer that says nothing', { json: {} }],
    ['half a push', describing({ InstanceId: '1000001' })],
    ['no units', describing({ ...push, MeteringEntity: 'Unit' })],
    ['throttling', error('Throttling', 400)],
    ['a page of HTML', html],
    ['a reset connection', 'reset'],
    ['silence', 'silence'],
  ])('unknown: %s', async (_, answer) => {
    const outcome = await lookUp(answer);
    expect(outcome).toMatchObject({ kind: 'unknown' });
    expect(outcome).not.toHaveProperty('conflict');
    expect(JSON.stringify(outcome)).not.toMatch(/alibaba-secret|1000001|http:|\?/);
  });

  it('without an access key nothing is asked', async () => {
    server = await startVendorServer(() => 'silence');
    expect(await connect(server.endpoint, international, {}).lookUp?.(charge())).toEqual({
      kind: 'unknown',
      reason: `${reached} cannot be used as configured: it has no access key.`,
    });
    expect(server.connections()).toBe(0);
  });
});

describe('what Alibaba Cloud takes', () => {
  const provider = connect('http://127.0.0.1:9', china);

  it('the last completed hour, until a minute before the next one ends', () => {
    expect(provider.oldestHour(instant('2026-11-22T09:00:00Z'))).toBe('2026-11-22T08:00:00.000Z');
    expect(provider.oldestHour(instant('2026-11-22T09:58:59.999Z'))).toBe(
      '2026-11-22T08:00:00.000Z',
    );
    expect(provider.oldestHour(instant('2026-11-22T09:59:00Z'))).toBe('2026-11-22T09:00:00.000Z');
    expect(provider.deadline(instant('2026-11-22T08:00:00Z'))).toBe('2026-11-22T09:59:00.000Z');
  });

  it('what may be done about an unknown outcome is another thing in each marketplace', () => {
    const other = connect('http://127.0.0.1:9', international);
    expect([provider.afterUndecided, 'lookUp' in provider]).toEqual(['wait-for-operator', false]);
    expect([other.afterUndecided, 'lookUp' in other]).toEqual(['look-up', true]);
    expect([provider.batchSize, other.batchSize]).toEqual([1, 1]);
  });

  it('a charge after its deadline would be taken and never billed: it is not sent', async () => {
    const taking = await vendor(china, () => success);
    const [outcome] = await taking.submit([charge()], {
      sendBefore: instant('2026-11-22T09:59:30Z'),
      now: clock('2026-11-22T09:59:00Z'),
    });
    expect(outcome).toMatchObject({ kind: 'not-sent' });
    expect(server?.requests).toHaveLength(0);
  });

  it.each<[string, Partial<CloudUsage>, string | undefined]>([
    ['an ordinary charge', {}, undefined],
    ['more units than an AWS record holds', { units: '2147483648' }, undefined],
    ['no units', { units: '0' }, 'the units must be a whole number above zero'],
    ['a strange customer', { customer: 'x' }, 'the customer must be 1 to 20 digits'],
    [
      'a strange instance',
      { instance: 'a b' },
      'the instance must be 1 to 64 of A-Z, a-z, 0-9, "_", "-"',
    ],
    [
      'a second past',
      { hour: instant('2026-11-22T08:00:01Z') },
      'the hour must be a whole hour in UTC',
    ],
  ])('%s', (_, part, problem) => {
    expect(provider.problemOf(charge(part))).toBe(problem);
  });

  it('a dimension is "Unit" or the id of a metering item', () => {
    const strange = connect('http://127.0.0.1:9', { currency: 'CNY', dimension: '' });
    expect(strange.problemOf(charge())).toBe(
      'the dimension must be "Unit" or the id of a metering item',
    );
  });
});
