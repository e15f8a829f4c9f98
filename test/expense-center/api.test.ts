import { paymentSignature } from '../../expense-center/payment-notices/generic-provider.js';
import {
  answered,
  startExpenseCenter,
  type Answered,
  type ExpenseCenterApp,
} from '../support/expense-center-app.js';
import { httpRequest } from '../support/http-request.js';
import { startLedger, type LedgerSystem } from '../support/ledger-system.js';
import { account, bill, enterpriseWorkspace } from '../support/records.js';

const paymentNoticeSecret = 'a secret that both know';

describe('the API of the expense center', () => {
  let system: LedgerSystem;
  let center: ExpenseCenterApp;

  beforeAll(async () => {
    system = await startLedger();
    await system.importRecords([
      account('own', '1000.00'),
      enterpriseWorkspace('w-own', 'own'),
      bill('w-own', '30.00'),
    ]);
    await system.settle('2026-11-22');
    center = await startExpenseCenter({ ledger: system.ledger, paymentNoticeSecret });
  });
  afterAll(async () => {
    await center.stop();
    await system.drop();
  });

  async function requested(amount: string): Promise<string> {
    const asked = { method: 'POST', body: { amount } } as const;
    return String((await center.ask('finance', '/accounts/own/recharges', asked)).body['recharge']);
  }

  const now = (): number => Math.floor(Date.parse(system.ledger.now()) / 1000);

  async function badRecharge(payload: string): ReturnType<typeof httpRequest> {
    return httpRequest(center.origin, {
      method: 'POST',
      url: '/api/v1/accounts/own/recharges',
      headers: {
        authorization: `Bearer ${center.secrets.get('owner')}`,
        'content-type': 'application/json',
        'idempotency-key': 'bad',
      },
      payload,
    });
  }

  async function cash(): Promise<string> {
    return String((await center.ask('viewer', '/accounts/own/balances')).body['cash']);
  }

  async function notify(
    body: object,
    { at = now(), secret = paymentNoticeSecret, sent = body } = {},
  ): Promise<Answered> {
    const signature = paymentSignature(secret, String(at), JSON.stringify(body));
    return answered(
      await httpRequest(center.origin, {
        method: 'POST',
        url: '/api/v1/payment-notices',
        headers: { 'payment-timestamp': String(at), 'payment-signature': signature },
        payload: sent,
      }),
    );
  }

  describe('a write', () => {
    it('needs a key, before anything is done', async () => {
      const answer = answered(
        await httpRequest(center.origin, {
          method: 'POST',
          url: '/api/v1/accounts/own/recharges',
          headers: { authorization: `Bearer ${center.secrets.get('owner')}` },
          payload: { amount: '5.00' },
        }),
      );
      expect(answer).toMatchObject({
        status: 400,
        body: { code: 'bad-input', errors: [{ field: 'headers.idempotency-key' }] },
      });
    });

    it('asked again with its key answers the same; with other content it is refused', async () => {
      const url = '/accounts/own/recharges';
      const write = { method: 'POST', key: 'once', body: { amount: '5.00' } } as const;
      const first = await center.ask('owner', url, write);
      expect(first).toMatchObject({ status: 200, body: { amount: '5.00', state: 'pending' } });
      const again = await center.ask('owner', url, write);
      expect(again.body).toEqual(first.body);
      const other = await center.ask('owner', url, { ...write, body: { amount: '6.00' } });
      expect(other).toMatchObject({
        status: 409,
        body: { type: '/api/problems/other-content', code: 'other-content' },
      });
    });

    it('of money asked ten times at once moves it once', async () => {
      const before = await cash();
      const write = { method: 'POST', key: 'card', body: { faceValue: '100.00' } } as const;
      const url = '/accounts/own/stored-value-cards';
      const answers = await Promise.all(
        Array.from({ length: 10 }, () => center.ask('finance', url, write)),
      );
      expect(new Set(answers.map(({ text }) => text)).size).toBe(1);
      expect(answers[0]).toMatchObject({ status: 200, body: { faceValue: '100.00' } });
      expect([before, await cash()]).toEqual(['970.00', '870.00']);
    });

    it('stands in the trail with who, what, when and from where', async () => {
      const recharge = await requested('3.00');
      const url = `/accounts/own/recharges/${recharge}/confirm`;
      const body = { reference: 'p-2' };
      const confirmed = await center.ask('operator', url, { method: 'POST', body });
      expect(confirmed).toMatchObject({ status: 200, body: { amount: '3.00', cash: '3.00' } });
      const trail = await center.ask('owner', '/accounts/own/commands?limit=1');
      expect(trail.body).toMatchObject({
        rows: [
          {
            name: 'confirmRecharge',
            content: { recharge, reference: 'p-2' },
            actor: { name: 'a operator', role: 'operator' },
            from: '127.0.0.1',
            at: expect.stringMatching(/^\d{4}-\d\d-\d\dT/),
          },
        ],
      });
    });
  });

  describe('a payment notice', () => {
    it('makes its recharge money, once however often it is told', async () => {
      const before = await cash();
      const recharge = await requested('70.00');
      const said = { account: 'own', recharge, reference: 'p-1', amount: '70.00' };
      expect(await notify(said)).toMatchObject({
        status: 200,
        body: { recharge, amount: '70.00', cash: '70.00' },
      });
      expect(await notify(said)).toMatchObject({ status: 200 });
      expect(Number(await cash()) - Number(before)).toBe(70);
    });

    it('of another secret, of a body that was changed, or of another time does nothing', async () => {
      const before = await cash();
      const recharge = await requested('8.00');
      const said = { account: 'own', recharge, reference: 'p-3', amount: '8.00' };
      expect(await notify(said, { secret: 'another secret' })).toMatchObject({ status: 401 });
      expect(await notify({ ...said, amount: '7.00' }, { sent: said })).toMatchObject({
        status: 401,
      });
      expect(await notify(said, { at: now() - 301 })).toMatchObject({ status: 401 });
      expect(await notify(said, { at: now() + 301 })).toMatchObject({ status: 401 });
      expect(await cash()).toBe(before);
      expect(await notify(said, { at: now() - 299 })).toMatchObject({ status: 200 });
    });

    it('of another amount than was asked for, or of a payment that confirmed another, is refused', async () => {
      const recharge = await requested('9.00');
      const said = { account: 'own', recharge, amount: '9.00' };
      const less = { ...said, reference: 'p-4', amount: '8.99' };
      expect(await notify(less)).toMatchObject({ status: 409 });
      expect(await notify({ ...said, reference: 'p-1' })).toMatchObject({ status: 409 });
      expect(await notify({ ...said, recharge: 'none', reference: 'p-5' })).toMatchObject({
        status: 404,
      });
    });
  });

  describe('a problem', () => {
    it.each([
      ['{"amount":-1}', 'body.amount'],
      ['{"amount":"-1.00"}', 'body.amount'],
      ['{"amount":"1e309"}', 'body.amount'],
      ['{"amount":"0x10"}', 'body.amount'],
      ['{"amount":"1.001"}', 'body.amount'],
      ['{"amount":"0.00"}', 'body.amount'],
      ['{"amount":{"$gt":""}}', 'body.amount'],
      ['{}', 'body.amount'],
      ['{"amount":"1.00","more":1}', 'body'],
      ['[]', 'body'],
      ['null', 'body'],
    ])('of %s names %s', async (payload, field) => {
      const answer = answered(await badRecharge(payload));
      expect(answer).toMatchObject({ status: 400, body: { code: 'bad-input', status: 400 } });
      expect(answer.body['errors']).toMatchObject([{ field }]);
      expect(answer.headers['content-type']).toContain('application/problem+json');
    });

    it.each([['{"__proto__":{"amount":"1.00"}}'], ['{"amount":'], ['']])(
      'of %s, which is no JSON of ours, says so',
      async (payload) => {
        expect(answered(await badRecharge(payload)).status).toBe(400);
      },
    );

    it('leads to what its code means', async () => {
      const answer = await center.ask('viewer', '/accounts/own/bills/2026-02-01');
      expect(answer.status).toBe(404);
      const { body } = answered(
        await httpRequest(center.origin, { url: '/api/problems/other-content' }),
      );
      expect(body).toEqual({
        code: 'other-content',
        title: 'The key or identity stands for other content',
        status: 409,
        retry: false,
      });
    });

    it('of a body above 64 kB comes before the body is read', async () => {
      const body = { amount: '1'.repeat(1_000_000) };
      const answer = await center.ask('owner', '/accounts/own/recharges', { method: 'POST', body });
      expect(answer.status).toBe(413);
    });

    it('that nobody foresaw says nothing of the inside', async () => {
      const broken = {
        ...system.ledger,
        now: () => {
          throw new Error('secret of the inside');
        },
      };
      const other = await startExpenseCenter({ ledger: broken });
      const answer = await other.ask('owner', '/accounts/own');
      await other.stop();
      expect({ ...answer.body, requestId: '' }).toEqual({
        type: 'about:blank',
        title: 'Internal Server Error',
        status: 500,
        requestId: '',
      });
      expect(answer.body['requestId']).toBe(answer.headers['x-request-id']);
    });
  });

  it('answers the balance of an instant from the entries', async () => {
    const url = '/accounts/own/balances?at=2026-11-01T00:00:00Z';
    expect(await center.ask('viewer', url)).toMatchObject({ status: 200, body: { cash: '0.00' } });
  });

  it('pages a list by its cursor, each row once', async () => {
    const seen: unknown[] = [];
    for (let after = ''; ;) {
      const { body } = await center.ask('viewer', `/accounts/own/recharges?limit=2${after}`);
      seen.push(...(body['rows'] as { id: string }[]).map(({ id }) => id));
      const { next } = body;
      if (typeof next !== 'string') break;
      after = `&after=${encodeURIComponent(next)}`;
    }
    const whole = await center.ask('viewer', '/accounts/own/recharges?limit=1000');
    expect(seen).toEqual((whole.body['rows'] as { id: string }[]).map(({ id }) => id));
    expect(seen.length).toBeGreaterThan(4);
  });

  it('pages the pending recharges of all accounts by their cursor', async () => {
    const first = await center.ask('operator', '/operations/pending-recharges?limit=1');
    const next = encodeURIComponent(String(first.body['next']));
    const second = await center.ask(
      'operator',
      `/operations/pending-recharges?limit=1&after=${next}`,
    );
    const whole = await center.ask('operator', '/operations/pending-recharges?limit=2');
    expect([first.body['rows'], second.body['rows']].flat()).toEqual(whole.body['rows']);
    const wrong = await center.ask('operator', '/operations/cycles?after=2026-11-22/XYZ');
    expect(wrong).toMatchObject({ status: 400, body: { code: 'bad-input' } });
  });

  it.each([
    ['csv', 'text/csv; charset=utf-8'],
    ['ndjson', 'application/x-ndjson'],
  ])('exports bills as %s', async (format, type) => {
    const url = `/accounts/own/exports/bills?from=2026-11-22&to=2026-11-22&format=${format}`;
    const answer = await center.ask('viewer', url);
    expect(answer.headers['content-type']).toBe(type);
    expect(answer.text).toContain('30.00');
    expect(answer.text.trim().split('\n')).toHaveLength(format === 'csv' ? 2 : 1);
  });

  it('answers with the headers that keep a browser safe, and no other site may read it', async () => {
    const { headers } = await httpRequest(center.origin, {
      url: '/api/openapi.json',
      headers: { origin: 'http://elsewhere.example' },
    });
    expect(headers['content-security-policy']).toContain("frame-ancestors 'none'");
    expect(headers['x-content-type-options']).toBe('nosniff');
    expect(headers['strict-transport-security']).toBeDefined();
    expect(headers['access-control-allow-origin']).toBeUndefined();
  });

  it('leaves the ledger whole', async () => {
    expect(await system.audit()).toEqual([]);
  });
});
