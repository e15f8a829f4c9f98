import { createHmac } from 'node:crypto';
import { huaweiCloud } from '../../providers/huawei-cloud/connect.js';
import { sortedJson } from '../../providers/huawei-cloud/request.js';
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

const secret = 'seller-key-0123456789abcdef';
const customer = '0123456789abcdef0123456789abcdef';
const reached = 'Huawei Cloud KooGallery';
/** sha256 of 'CLOUD-1/2026-11-21/1' */
const sn = '11a6ba0b2e89af2c4425e85f72ea15f864740de64dbee505f559a4a0f7f12c76';

let server: VendorServer | undefined;
afterEach(async () => {
  await server?.stop();
  server = undefined;
});

function connect(endpoint: string): CloudProvider {
  return huaweiCloud.connect(
    { provider: 'huawei-cloud', currency: 'CNY', dimension: 'fen', region: 'cn-north-4' },
    { endpoint, secret, requestTimeoutMs: 400 },
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
  return usage({ customer, instance: '7f141bf1-aec8-4859-8323-fb3a8ad50721', ...part });
}

function code(error_code: string, status = 200): VendorAnswer {
  return { json: { error_code, error_msg: `${secret} ${customer}` }, status };
}

function recordsIn(request: SeenRequest): { instance_id: string }[] {
  const body = JSON.parse(request.body.toString()) as { usage_records: { instance_id: string }[] };
  return body.usage_records;
}

const taken = { kind: 'accepted-provisionally', reference: sn };

describe('what Huawei Cloud is sent', () => {
  it('a record of the whole hour, its keys in order, in minor units', async () => {
    const provider = await vendor(() => code('MKT.0000'));
    expect(await submitOne(provider, charge())).toEqual(taken);
    const [request] = server?.requests ?? [];
    expect(request?.method).toBe('POST');
    expect(request?.url).toBe('/api/mkp-openapi-public/global/v1/isv/usage-data');
    expect(request?.headers['content-type']).toBe('application/json');
    expect(request?.headers['transfer-encoding']).toBeUndefined();
    expect(request?.body.toString()).toBe(
      '{"usage_records":[{"begin_time":"20261122T080000Z","end_time":"20261122T090000Z",' +
        `"instance_id":"7f141bf1-aec8-4859-8323-fb3a8ad50721","metering_sn":"${sn}",` +
        '"record_time":"20261122T090000Z","usage_value":"1234"}]}',
    );
  });

  it('is signed over time, nonce and the very bytes of the body', async () => {
    const provider = await vendor(() => code('MKT.0000'));
    await submitOne(provider, charge());
    const [request] = server?.requests ?? [];
    const { ts, nonce, signature } = request?.headers ?? {};
    expect(ts).toBe('1795338600000');
    expect(nonce).toMatch(/^[0-9a-f-]{36}$/);
    expect(signature).toBe(
      createHmac('sha256', 'seller-key-0123456789abcdef')
        .update(
          Buffer.concat([
            Buffer.from(`ts=1795338600000&nonce=${String(nonce)}&body=`),
            request?.body ?? Buffer.alloc(0),
          ]),
        )
        .digest('base64'),
    );
  });

  it('a resend is the same bytes under another nonce', async () => {
    const provider = await vendor((_, nth) => (nth === 1 ? 'reset' : code('MKT.0000')));
    await submitOne(provider, charge());
    expect(await submitOne(provider, charge({ attempt: 1 }))).toEqual(taken);
    const [first, second] = server?.requests ?? [];
    expect(second?.body).toEqual(first?.body);
    expect(second?.headers['nonce']).not.toBe(first?.headers['nonce']);
  });

  it('keys are sorted at every depth, lists keep their order', () => {
    expect(sortedJson({ b: [{ z: 1, a: '2' }, 'x'], a: { d: null, c: true } })).toBe(
      '{"a":{"c":true,"d":null},"b":[{"a":"2","z":1},"x"]}',
    );
  });

  it('100 records at most go in one push', async () => {
    const provider = await vendor(() => code('MKT.0000'));
    const outcomes = await provider.submit(
      Array.from({ length: 101 }, (_, n) => charge({ instance: `i-${n}` })),
      limits,
    );
    expect(server?.requests.map((each) => recordsIn(each).length)).toEqual([100, 1]);
    expect(new Set(outcomes.map(({ kind }) => kind))).toEqual(new Set(['accepted-provisionally']));
  });
});

describe('what Huawei Cloud answers', () => {
  it('its code decides, not the HTTP status', async () => {
    const provider = await vendor(() => code('MKT.0000', 500));
    expect(await submitOne(provider, charge())).toEqual(taken);
  });

  it.each([
    ['MKT.0100', 500],
    ['MKT.0101', 400],
    ['MKT.0150', 401],
    ['MKT.0199', 400],
    ['MKT.9001', 500],
    ['MKT.9002', 500],
    ['MKT.9003', 500],
    ['MKT.9004', 500],
    ['MKT.9001', 200],
  ])('%s with status %i is refused', async (error_code, status) => {
    const provider = await vendor(() => code(error_code, status));
    const outcome = await submitOne(provider, charge());
    expect(outcome).toMatchObject({ kind: 'refused' });
    expect(outcome).toMatchObject({ reason: expect.stringContaining(`(${error_code})`) });
    expect(server?.requests).toHaveLength(1);
  });

  it('a refused resend leaves open whether the first try arrived', async () => {
    const provider = await vendor(() => code('MKT.9004', 500));
    expect(await submitOne(provider, charge({ attempt: 1 }))).toMatchObject({
      kind: 'undecided',
      conflict: true,
    });
  });

  it.each([
    ['MKT.0102', 400],
    ['MKT.0151', 401],
    ['MKT.0154', 401],
    ['APIGW.0301', 401],
    ['APIGW.0101', 404],
  ])(
    '%s is trouble of our configuration: not taken, tried again later',
    async (error_code, status) => {
      const provider = await vendor(() => code(error_code, status));
      expect(await submitOne(provider, charge())).toEqual({
        kind: 'not-sent',
        reason: `${reached} cannot be used as configured: it answered ${error_code}.`,
        retryAfterSeconds: 300,
      });
    },
  );

  it.each<[string, VendorAnswer]>([
    ['APIGW.0308', code('APIGW.0308', 429)],
    ['MKT.0250', code('MKT.0250', 406)],
    ['HTTP-429', { ...html, status: 429 }],
  ])('%s was not taken and may be sent again in a minute', async (shown, answer) => {
    const provider = await vendor(() => answer);
    expect(await submitOne(provider, charge())).toEqual({
      kind: 'not-sent',
      reason: `${reached} takes no more calls at the moment (${shown}).`,
      retryAfterSeconds: 60,
    });
  });

  it.each<[string, VendorAnswer]>([
    ['an internal error', code('MKT.0999', 500)],
    ['a time-out behind the gateway', code('APIGW.0201', 504)],
    ['a code nobody knows', code('MKT.4711', 400)],
    ['a page of HTML', html],
    ['a page of HTML with status 200', { ...html, status: 200 }],
    ['5xx without a body', { text: '', status: 503 }],
    ['half an answer', { half: '{"error_code":"MKT.0000"' }],
    ['a whole answer of a connection that breaks', { half: '{"error_code":"MKT.0000"}' }],
    ['a code that is no text', { json: { error_code: 0 } }],
    ['a redirect', { text: '', status: 307, headers: { location: 'http://127.0.0.1:9/' } }],
    ['a misdirected request, which fetch would send twice', { text: '', status: 421 }],
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

  it('without a seller key nothing is sent', async () => {
    server = await startVendorServer(() => 'silence');
    const provider = huaweiCloud.connect(
      { provider: 'huawei-cloud', currency: 'CNY', dimension: 'fen', region: 'cn-north-4' },
      { endpoint: server.endpoint, requestTimeoutMs: 400 },
    );
    expect(await submitOne(provider, charge())).toEqual({
      kind: 'not-sent',
      reason: `${reached} cannot be used as configured: it has no seller key.`,
      retryAfterSeconds: 300,
    });
    expect(server.connections()).toBe(0);
  });
});

const refusing = (request: SeenRequest): VendorAnswer =>
  recordsIn(request).some(({ instance_id }) => instance_id === 'i-2')
    ? code('MKT.9001', 500)
    : code('MKT.0000');

describe('a push that Huawei Cloud refuses whole', () => {
  const charges = ['i-0', 'i-1', 'i-2', 'i-3', 'i-4'].map((instance) => charge({ instance }));

  it('is halved until the bad record stands alone', async () => {
    const provider = await vendor(refusing);
    const outcomes = await provider.submit(charges, limits);
    expect(server?.requests.map((each) => recordsIn(each).length)).toEqual([5, 3, 2, 1, 2]);
    expect(outcomes.map(({ kind }) => kind)).toEqual([
      'accepted-provisionally',
      'accepted-provisionally',
      'refused',
      'accepted-provisionally',
      'accepted-provisionally',
    ]);
  });

  it('is halved no further once the time to send is over', async () => {
    const provider = await vendor(refusing);
    const outcomes = await provider.submit(charges, {
      sendBefore: instant('2026-11-22T09:10:30Z'),
      now: clock('2026-11-22T09:10:29.999Z', '2026-11-22T09:10:30Z'),
    });
    expect(server?.requests).toHaveLength(1);
    expect(outcomes.map(({ kind }) => kind)).toEqual(Array.from({ length: 5 }, () => 'not-sent'));
  });
});

describe('what Huawei Cloud takes', () => {
  const provider = connect('http://127.0.0.1:9');

  it('an hour is taken for 21 days', () => {
    expect(provider.oldestHour(instant('2026-11-22T09:10:00Z'))).toBe('2026-11-01T10:00:00.000Z');
    expect(provider.oldestHour(instant('2026-11-22T09:00:00Z'))).toBe('2026-11-01T10:00:00.000Z');
    expect(provider.deadline(instant('2026-11-01T10:00:00Z'))).toBe('2026-11-22T10:00:00.000Z');
  });

  it('what is stated of batches and resends', () => {
    expect([provider.batchSize, provider.afterUndecided]).toEqual([100, 'resend']);
    expect(provider).not.toHaveProperty('lookUp');
  });

  it.each<[string, Partial<CloudUsage>, string | undefined]>([
    ['an ordinary charge', {}, undefined],
    ['the most units', { units: '99999999' }, undefined],
    [
      'one more',
      { units: '100000000' },
      'the units are above the 99999999 that the vendor takes in one charge',
    ],
    ['leading zeros', { units: '01' }, 'the units must be a whole number above zero'],
    ['a short customer', { customer: 'abc' }, 'the customer must be 32 hexadecimal digits'],
    [
      'a strange instance',
      { instance: 'a/b' },
      'the instance must be 1 to 64 of A-Z, a-z, 0-9, "_", "-"',
    ],
    [
      'a quarter past',
      { hour: instant('2026-11-22T08:15:00Z') },
      'the hour must be a whole hour in UTC',
    ],
  ])('%s', (_, part, problem) => {
    expect(provider.problemOf(charge(part))).toBe(problem);
  });
});

it('no reason shows the key, the customer, a signature or what was sent', async () => {
  const answers: VendorAnswer[] = [
    code('MKT.9001'),
    code('MKT.0102'),
    code('APIGW.0308'),
    code(`${secret} ${customer}`),
    { text: `<html>${secret} ${customer}</html>`, status: 502 },
    'reset',
  ];
  for (const answer of answers) {
    const outcome = await submitOne(await vendor(() => answer), charge());
    const signature = server?.requests[0]?.headers['signature'];
    await server?.stop();
    expect(typeof signature).toBe('string');
    const said = JSON.stringify(outcome);
    expect(said).not.toContain(String(signature));
    expect(said).not.toMatch(/seller-key|0123456789abcdef|7f141bf1|1234|usage_|http:|\?/);
    expect('reason' in outcome && outcome.reason.length < 300).toBe(true);
  }
  server = undefined;
});
