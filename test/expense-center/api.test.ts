import type { FastifyInstance } from 'fastify';
import { buildExpenseCenter } from '../../expense-center/server.js';
import { paymentSignature } from '../../expense-center/payment-notices.js';
import { operations } from '../../expense-center/routes/operations-of-all.js';
import type { Role } from '../../ledger/documents.js';
import { createToken } from '../../ledger/tokens.js';
import { account, bill, enterpriseWorkspace } from '../support/records.js';
import { httpRequest, type HttpAnswer } from '../support/http-request.js';
import { startLedger, type LedgerSystem } from '../support/ledger-system.js';

const day = '2026-11-22';
const paymentNoticeSecret = 'a secret that both know';

/** An export is no JSON, and nothing is no answer. */
function jsonOf({ headers, body }: HttpAnswer): Record<string, unknown> {
  return headers['content-type']?.includes('json')
    ? (JSON.parse(body) as Record<string, unknown>)
    : {};
}

type Asker = Role | 'nobody' | 'foreign owner';

describe('the API of the expense center', () => {
  let system: LedgerSystem;
  let app: FastifyInstance;
  let origin: string;
  const secrets = new Map<Asker, string>();

  beforeAll(async () => {
    system = await startLedger();
    await system.importRecords([
      account('own', '1000.00'),
      account('foreign', '1000.00'),
      enterpriseWorkspace('w-own', 'own'),
      bill('w-own', '30.00', { day }),
    ]);
    await system.settle(day);
    const { ledger } = system;
    app = await buildExpenseCenter({ ledger, paymentNoticeSecret, requestsPerMinute: 100_000 });
    origin = await app.listen({ host: '127.0.0.1', port: 0 });
    for (const role of ['viewer', 'finance', 'owner'] as const)
      secrets.set(
        role,
        (await createToken(ledger, { account: 'own', role, name: role, days: 1 })).secret,
      );
    const foreign = { account: 'foreign', role: 'owner', name: 'stranger', days: 1 } as const;
    secrets.set('foreign owner', (await createToken(ledger, foreign)).secret);
    secrets.set(
      'operator',
      (await createToken(ledger, { role: 'operator', name: 'op', days: 1 })).secret,
    );
  });
  afterAll(async () => {
    await app.close();
    await system.drop();
  });

  let keys = 0;
  async function ask(
    asker: Asker,
    url: string,
    {
      method = 'GET',
      body,
      key,
    }: { method?: 'GET' | 'POST' | 'DELETE'; body?: object; key?: string } = {},
  ): Promise<{ status: number; body: Record<string, unknown> }> {
    const secret = secrets.get(asker);
    const answer = await httpRequest(origin, {
      method,
      url: `/api/v1${url}`,
      headers: {
        ...(secret === undefined ? {} : { authorization: `Bearer ${secret}` }),
        ...(method === 'GET' ? {} : { 'idempotency-key': key ?? `key-${keys++}` }),
      },
      ...(body === undefined ? {} : { payload: body }),
    });
    return {
      status: answer.statusCode,
      body: jsonOf(answer),
    };
  }

  const matrix: [string, Record<Asker, number>][] = [
    [
      'GET /accounts/own',
      { nobody: 401, viewer: 200, finance: 200, owner: 200, 'foreign owner': 404, operator: 200 },
    ],
    [
      'GET /accounts/own/balances',
      { nobody: 401, viewer: 200, finance: 200, owner: 200, 'foreign owner': 404, operator: 200 },
    ],
    [
      'GET /accounts/own/movements',
      { nobody: 401, viewer: 200, finance: 200, owner: 200, 'foreign owner': 404, operator: 200 },
    ],
    [
      'GET /accounts/own/commands',
      { nobody: 401, viewer: 403, finance: 403, owner: 200, 'foreign owner': 404, operator: 200 },
    ],
    [
      'GET /accounts/own/recharges',
      { nobody: 401, viewer: 200, finance: 200, owner: 200, 'foreign owner': 404, operator: 200 },
    ],
    [
      'POST /accounts/own/recharges',
      { nobody: 401, viewer: 403, finance: 200, owner: 200, 'foreign owner': 404, operator: 200 },
    ],
    [
      'POST /accounts/own/recharges/none/confirm',
      { nobody: 401, viewer: 403, finance: 403, owner: 403, 'foreign owner': 404, operator: 404 },
    ],
    [
      'POST /accounts/own/recharges/none/cancel',
      { nobody: 401, viewer: 403, finance: 404, owner: 404, 'foreign owner': 404, operator: 404 },
    ],
    [
      'POST /accounts/own/cloud-arrears/payments',
      { nobody: 401, viewer: 403, finance: 409, owner: 409, 'foreign owner': 404, operator: 409 },
    ],
    [
      'GET /accounts/own/stored-value-cards',
      { nobody: 401, viewer: 200, finance: 200, owner: 200, 'foreign owner': 404, operator: 200 },
    ],
    [
      'POST /accounts/own/stored-value-cards',
      { nobody: 401, viewer: 403, finance: 200, owner: 200, 'foreign owner': 404, operator: 200 },
    ],
    [
      'POST /accounts/own/stored-value-cards/redeem',
      { nobody: 401, viewer: 403, finance: 404, owner: 404, 'foreign owner': 404, operator: 404 },
    ],
    [
      'GET /accounts/own/vouchers',
      { nobody: 401, viewer: 200, finance: 200, owner: 200, 'foreign owner': 404, operator: 200 },
    ],
    [
      'POST /accounts/own/vouchers',
      { nobody: 401, viewer: 403, finance: 403, owner: 403, 'foreign owner': 404, operator: 200 },
    ],
    [
      'POST /accounts/own/vouchers/activate',
      { nobody: 401, viewer: 403, finance: 409, owner: 409, 'foreign owner': 404, operator: 409 },
    ],
    [
      'POST /voucher-codes',
      { nobody: 401, viewer: 403, finance: 403, owner: 403, 'foreign owner': 403, operator: 200 },
    ],
    [
      'GET /accounts/own/bills',
      { nobody: 401, viewer: 200, finance: 200, owner: 200, 'foreign owner': 404, operator: 200 },
    ],
    [
      `GET /accounts/own/bills/${day}`,
      { nobody: 401, viewer: 200, finance: 200, owner: 200, 'foreign owner': 404, operator: 200 },
    ],
    [
      'GET /accounts/own/workspaces',
      { nobody: 401, viewer: 200, finance: 200, owner: 200, 'foreign owner': 404, operator: 200 },
    ],
    [
      'GET /accounts/own/cloud-accounts',
      { nobody: 401, viewer: 200, finance: 200, owner: 200, 'foreign owner': 404, operator: 200 },
    ],
    [
      'POST /accounts/own/cloud-accounts/none/unsubscribe',
      { nobody: 401, viewer: 403, finance: 403, owner: 404, 'foreign owner': 404, operator: 404 },
    ],
    [
      'GET /accounts/own/tokens',
      { nobody: 401, viewer: 403, finance: 403, owner: 200, 'foreign owner': 404, operator: 200 },
    ],
    [
      'POST /accounts/own/tokens',
      { nobody: 401, viewer: 403, finance: 403, owner: 200, 'foreign owner': 404, operator: 200 },
    ],
    [
      'DELETE /accounts/own/tokens/none',
      { nobody: 401, viewer: 403, finance: 403, owner: 404, 'foreign owner': 404, operator: 404 },
    ],
    [
      'GET /operations/accounts-in-arrears',
      { nobody: 401, viewer: 403, finance: 403, owner: 403, 'foreign owner': 403, operator: 200 },
    ],
    [
      'GET /operations/pending-recharges',
      { nobody: 401, viewer: 403, finance: 403, owner: 403, 'foreign owner': 403, operator: 200 },
    ],
    [
      'GET /operations/charges',
      { nobody: 401, viewer: 403, finance: 403, owner: 403, 'foreign owner': 403, operator: 200 },
    ],
    [
      'GET /operations/cycles',
      { nobody: 401, viewer: 403, finance: 403, owner: 403, 'foreign owner': 403, operator: 200 },
    ],
    [
      'POST /accounts/own/profile',
      { nobody: 401, viewer: 403, finance: 403, owner: 200, 'foreign owner': 404, operator: 200 },
    ],
    [
      `GET /accounts/own/bills/${day}/explanation`,
      { nobody: 401, viewer: 200, finance: 200, owner: 200, 'foreign owner': 404, operator: 200 },
    ],
    [
      `POST /accounts/own/bills/${day}/preview`,
      { nobody: 401, viewer: 200, finance: 200, owner: 200, 'foreign owner': 404, operator: 200 },
    ],
    [
      'POST /accounts/own/workspaces',
      { nobody: 401, viewer: 403, finance: 403, owner: 200, 'foreign owner': 404, operator: 409 },
    ],
    [
      'POST /accounts/own/workspaces/none/unbind',
      { nobody: 401, viewer: 403, finance: 403, owner: 404, 'foreign owner': 404, operator: 404 },
    ],
    [
      'POST /accounts/own/workspaces/none/move',
      { nobody: 401, viewer: 403, finance: 403, owner: 403, 'foreign owner': 404, operator: 404 },
    ],
    [
      'POST /accounts/own/workspaces/none/settlement-method',
      { nobody: 401, viewer: 403, finance: 403, owner: 404, 'foreign owner': 404, operator: 404 },
    ],
    [
      'POST /accounts/own/workspaces/none/withdraw',
      { nobody: 401, viewer: 403, finance: 403, owner: 404, 'foreign owner': 404, operator: 404 },
    ],
    [
      'POST /accounts/own/cloud-accounts',
      { nobody: 401, viewer: 403, finance: 403, owner: 200, 'foreign owner': 404, operator: 409 },
    ],
    [
      `GET /accounts/own/exports/bills?from=${day}&to=${day}`,
      { nobody: 401, viewer: 200, finance: 200, owner: 200, 'foreign owner': 404, operator: 200 },
    ],
    [
      'GET /accounts/own/exports/movements',
      { nobody: 401, viewer: 200, finance: 200, owner: 200, 'foreign owner': 404, operator: 200 },
    ],
  ];
  const bodies: Record<string, object> = {
    'POST /accounts/own/recharges': { amount: '1.00' },
    'POST /accounts/own/recharges/none/confirm': { reference: 'pay-none' },
    'POST /accounts/own/recharges/none/cancel': {},
    'POST /accounts/own/cloud-arrears/payments': {},
    'POST /accounts/own/stored-value-cards': { faceValue: '100.00' },
    'POST /accounts/own/stored-value-cards/redeem': { customer: '0'.repeat(32), order: 'none' },
    'POST /accounts/own/vouchers': { type: 'ordinary', faceValue: '1.00' },
    'POST /accounts/own/vouchers/activate': { code: 'ABCDE-FGHJK-MNPQR-STUVW' },
    'POST /voucher-codes': { type: 'ordinary', faceValue: '1.00', count: 1, currency: 'CNY' },
    'POST /accounts/own/cloud-accounts/none/unsubscribe': {},
    'POST /accounts/own/profile': { language: 'zh' },
    [`POST /accounts/own/bills/${day}/preview`]: {},
    'POST /accounts/own/workspaces': { workspace: 'w-new', site: 'cn1' },
    'POST /accounts/own/workspaces/none/unbind': {},
    'POST /accounts/own/workspaces/none/move': { to: 'foreign' },
    'POST /accounts/own/workspaces/none/settlement-method': {
      settlement: { method: 'enterprise' },
    },
    'POST /accounts/own/workspaces/none/withdraw': {},
    'POST /accounts/own/cloud-accounts': {
      provider: 'alibaba-cloud',
      customer: '12345',
      instance: 'inst-1',
    },
    'POST /accounts/own/tokens': { role: 'viewer', name: 'other', days: 1 },
  };

  it('has every operation in the table of roles', () => {
    const known = matrix.map(([name]) => name.split(' ')[1]?.split('/').length);
    expect(known).toHaveLength(operations.length);
  });

  it.each(matrix)('%s: who may', async (name, expected) => {
    const [method = 'GET', url = ''] = name.split(' ');
    const found: Partial<Record<Asker, number>> = {};
    for (const asker of Object.keys(expected) as Asker[]) {
      const body = bodies[name];
      const answer = await ask(asker, url, {
        method: method as 'GET' | 'POST' | 'DELETE',
        ...(body ? { body } : {}),
      });
      found[asker] = answer.status;
    }
    expect(found).toEqual(expected);
  });

  it('a write needs a key, and the same key with other content is refused', async () => {
    const url = '/accounts/own/recharges';
    const without = await httpRequest(origin, {
      method: 'POST',
      url: `/api/v1${url}`,
      headers: { authorization: `Bearer ${secrets.get('owner')}` },
      payload: { amount: '5.00' },
    });
    expect(without.statusCode).toBe(400);
    expect(JSON.parse(without.body)).toMatchObject({
      errors: [{ field: 'headers.idempotency-key' }],
    });
    const write = { method: 'POST', key: 'once', body: { amount: '5.00' } } as const;
    const first = await ask('owner', url, write);
    expect(first).toMatchObject({ status: 200, body: { amount: '5.00', state: 'pending' } });
    expect(await ask('owner', url, write)).toEqual(first);
    expect(await ask('owner', url, { ...write, body: { amount: '6.00' } })).toMatchObject({
      status: 409,
      body: { type: 'other-content' },
    });
  });

  it('a signed payment notice makes a recharge money, once; nothing else does', async () => {
    const { body } = await ask('owner', '/accounts/own/recharges', {
      method: 'POST',
      body: { amount: '70.00' },
    });
    const before = await ask('viewer', '/accounts/own/balances');
    const said = { account: 'own', recharge: body['recharge'], reference: 'p-1', amount: '70.00' };
    const payload = JSON.stringify(said);
    const now = String(Math.floor(Date.parse(system.ledger.now()) / 1000));
    const notify = async (timestamp: string, signature: string): Promise<number> => {
      const answer = await httpRequest(origin, {
        method: 'POST',
        url: '/api/v1/payment-notices',
        headers: {
          'content-type': 'application/json',
          'payment-timestamp': timestamp,
          'payment-signature': signature,
        },
        payload,
      });
      return answer.statusCode;
    };
    const old = String(Number(now) - 301);
    expect(await notify(now, '0'.repeat(64))).toBe(401);
    expect(await notify(now, paymentSignature('another secret', now, payload))).toBe(401);
    expect(await notify(old, paymentSignature(paymentNoticeSecret, old, payload))).toBe(401);
    const signature = paymentSignature(paymentNoticeSecret, now, payload);
    expect(await notify(now, signature)).toBe(200);
    expect(await notify(now, signature)).toBe(200);
    const after = await ask('viewer', '/accounts/own/balances');
    expect(Number(after.body['cash']) - Number(before.body['cash'])).toBe(70);
    expect(await system.audit()).toEqual([]);
  });

  it('an operator confirms a recharge, and the trail says who, what and when', async () => {
    const { body } = await ask('finance', '/accounts/own/recharges', {
      method: 'POST',
      body: { amount: '3.00' },
    });
    const url = `/accounts/own/recharges/${String(body['recharge'])}/confirm`;
    const confirmed = await ask('operator', url, { method: 'POST', body: { reference: 'p-2' } });
    expect(confirmed).toMatchObject({ status: 200, body: { amount: '3.00', cash: '3.00' } });
    const trail = await ask('owner', '/accounts/own/commands?limit=1');
    expect(trail.body).toMatchObject({
      rows: [
        { name: 'confirmRecharge', actor: { name: 'op', role: 'operator' }, from: '127.0.0.1' },
      ],
    });
  });

  it('a revoked token, and one that is over, open nothing', async () => {
    const made = await ask('owner', '/accounts/own/tokens', {
      method: 'POST',
      body: { role: 'viewer', name: 'short', days: 1 },
    });
    const secret = String(made.body['secret']);
    const withSecret = async (): Promise<number> =>
      (
        await httpRequest(origin, {
          url: '/api/v1/accounts/own',
          headers: { authorization: `Bearer ${secret}` },
        })
      ).statusCode;
    expect(await withSecret()).toBe(200);
    const token = (made.body['token'] as { token: string }).token;
    await ask('owner', `/accounts/own/tokens/${token}`, { method: 'DELETE' });
    expect(await withSecret()).toBe(401);
    expect(JSON.stringify(await ask('owner', '/accounts/own/tokens'))).not.toContain('hash');
  });

  it.each([
    ['{"amount":-1}', '"field":"body.amount"'],
    ['{"amount":"-1.00"}', '"field":"body.amount"'],
    ['{"amount":"1e309"}', '"field":"body.amount"'],
    ['{"amount":"0x10"}', '"field":"body.amount"'],
    ['{"amount":"1.001"}', '"field":"body.amount"'],
    ['{"amount":"0.00"}', '"field":"body.amount"'],
    ['{"amount":{"$gt":""}}', '"field":"body.amount"'],
    ['{"amount":"1.00","more":1}', '"status":400'],
    ['{}', '"field":"body.amount"'],
    ['[]', '"status":400'],
    ['null', '"status":400'],
    ['{"__proto__":{"amount":"1.00"}}', '"status":400'],
    ['{"amount":', '"status":400'],
  ])('%s is refused, as a problem that says %s', async (payload, said) => {
    const answer = await httpRequest(origin, {
      method: 'POST',
      url: '/api/v1/accounts/own/recharges',
      headers: {
        authorization: `Bearer ${secrets.get('owner')}`,
        'content-type': 'application/json',
        'idempotency-key': 'bad',
      },
      payload,
    });
    expect(answer.statusCode).toBe(400);
    expect(answer.headers['content-type']).toContain('application/problem+json');
    expect(answer.body).not.toMatch(/\\n *at /);
    expect(answer.body).toContain(said);
  });

  it('a body above 64 kB is refused, unread', async () => {
    const answer = await httpRequest(origin, {
      method: 'POST',
      url: '/api/v1/accounts/own/recharges',
      headers: {
        authorization: `Bearer ${secrets.get('owner')}`,
        'content-type': 'application/json',
        'idempotency-key': 'large',
      },
      payload: JSON.stringify({ amount: '1'.repeat(1_000_000) }),
    });
    expect(answer.statusCode).toBe(413);
  });

  it('describes every operation in OpenAPI 3.1', async () => {
    const answer = await httpRequest(origin, { url: '/api/v1/openapi.json' });
    const document = JSON.parse(answer.body) as {
      openapi: string;
      paths: Record<string, Record<string, { summary?: string }>>;
    };
    expect(document.openapi).toBe('3.1.0');
    const said = Object.values(document.paths).flatMap((path) => Object.values(path));
    expect(said).toHaveLength(operations.length + 1);
    expect(said.every(({ summary }) => summary !== undefined)).toBe(true);
  });

  it('answers with the headers that keep a browser safe', async () => {
    const { headers } = await httpRequest(origin, { url: '/api/v1/openapi.json' });
    expect(headers['content-security-policy']).toContain("frame-ancestors 'none'");
    expect(headers['x-content-type-options']).toBe('nosniff');
    expect(headers['access-control-allow-origin']).toBeUndefined();
  });
});
