import { operations } from '../../expense-center/routes/operations-of-all.js';
import type { Operation } from '../../expense-center/operation.js';
import { parseInstant } from '../../domain/instant.js';
import { advanceCourse } from '../../ledger/follow-arrears.js';
import { startExpenseCenter, type ExpenseCenterApp } from '../support/expense-center-app.js';
import { addressOf, bodies } from '../support/expense-center-requests.js';
import { httpRequest } from '../support/http-request.js';
import { startLedger, type LedgerSystem } from '../support/ledger-system.js';
import { account, bill, cloudWorkspace, enterpriseWorkspace } from '../support/records.js';

interface Described {
  operationId: string;
  summary: string;
  description: string;
  parameters?: { name: string; in: string; required?: boolean; schema: object }[];
  requestBody?: { content: Record<string, { schema: object }> };
  responses: Record<string, { description: string; content: Record<string, { schema: object }> }>;
  security?: object[];
}

interface Document {
  openapi: string;
  paths: Record<string, Record<string, Described>>;
  components: { schemas: Record<string, object>; securitySchemes: Record<string, object> };
}

const expiresAt = '2036-01-01T00:00:00+08:00';
const purchasedAt = '2026-01-01T00:00:00+08:00';

/** An account with something of each kind. */
const records = [
  { ...account('own', '5.00'), email: 'own@example.com', language: 'zh' },
  {
    kind: 'cloudAccount',
    id: 'c-aws',
    account: 'own',
    provider: 'aws',
    customer: '123456789012',
    instance: 'prod0own',
  },
  enterpriseWorkspace('w-own', 'own'),
  cloudWorkspace('w-cloud', 'own', 'c-aws'),
  { kind: 'voucher', id: 'v-1', account: 'own', type: 'ordinary', faceValue: '3.00', expiresAt },
  {
    kind: 'voucher',
    id: 'v-2',
    account: 'own',
    type: 'full-reduction',
    faceValue: '20.00',
    minSpend: '900.00',
    singleUse: true,
    validFrom: purchasedAt,
  },
  {
    kind: 'storedValueCard',
    id: 'card-1',
    account: 'own',
    faceValue: '100.00',
    balance: '2.00',
    purchaseType: 'partner',
    purchasedAt,
    expiresAt,
  },
  { kind: 'recharge', id: 'r-1', account: 'own', amount: '1.00', at: purchasedAt },
  bill('w-own', '30.00', { restricted: '10.00' }),
  bill('w-cloud', '40.00'),
];

describe('the OpenAPI document', () => {
  let system: LedgerSystem;
  let center: ExpenseCenterApp;
  let document: Document;

  beforeAll(async () => {
    system = await startLedger();
    await system.importRecords(records);
    await system.settle('2026-11-22');
    const { ledger } = system;
    const now = parseInstant('2026-12-08T01:00:00Z');
    if (now) await advanceCourse(ledger, { account: 'own', now });
    center = await startExpenseCenter({ ledger, paymentNoticeSecret: 'a secret that both know' });
    const { body } = await httpRequest(center.origin, { url: '/api/openapi.json' });
    document = JSON.parse(body) as Document;
  });
  afterAll(async () => {
    await center.stop();
    await system.drop();
  });

  function described({ method, url }: Operation): Described | undefined {
    const path = `/api/v1${url.replaceAll(/:(\w+)/g, '{$1}')}`;
    return document.paths[path]?.[method.toLowerCase()];
  }

  it('is of version 3.1 and has every operation, and the payment notices', () => {
    expect(document.openapi).toBe('3.1.0');
    const count = Object.values(document.paths).flatMap((path) => Object.keys(path)).length;
    expect(count).toBe(operations.length + 1);
    expect(operations.filter((one) => described(one) === undefined)).toEqual([]);
    expect(document.paths['/api/v1/payment-notices']?.['post']?.security).toBeUndefined();
  });

  it('names each operation once', () => {
    const ids = Object.values(document.paths).flatMap((path) =>
      Object.values(path).map(({ operationId }) => operationId),
    );
    expect(new Set(ids).size).toBe(ids.length);
  });

  it('has everything that it refers to', () => {
    const refers = [
      ...JSON.stringify(document).matchAll(/"\$ref":"#\/components\/schemas\/(\w+)"/g),
    ];
    const lost = refers.filter(([, name = '']) => !(name in document.components.schemas));
    expect(lost).toEqual([]);
    expect(refers.length).toBeGreaterThan(100);
  });

  it.each(operations.map((one) => [`${one.method} ${one.url}`, one] as const))(
    '%s: role, errors, parameters, body and answer',
    (_name, one) => {
      const found = described(one);
      if (!found) throw new Error('it is not described');
      const { summary, description, parameters = [], responses, security } = found;
      expect(summary).not.toBe('');
      expect(description).toBe(`Role: ${one.role}, or one that may do more.`);
      expect(security).toEqual([{ bearer: [] }]);
      const names = (place: string): string[] =>
        parameters.filter((each) => each.in === place).map(({ name }) => name);
      expect(names('path')).toEqual([...one.url.matchAll(/:(\w+)/g)].map(([, name]) => name));
      const isWrite = one.method !== 'GET' && one.writesNothing !== true;
      expect(names('header')).toEqual(isWrite ? ['idempotency-key'] : []);
      expect(found.requestBody !== undefined).toBe(one.body !== undefined);
      expect(Object.keys(responses)).toEqual(expect.arrayContaining(['200', '400', '401', '429']));
      for (const [status, { content }] of Object.entries(responses))
        if (status !== '200')
          // oxlint-disable-next-line jest/no-conditional-expect -- for each error
          expect(content).toEqual({
            'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } },
          });
    },
  );

  it.each(operations.filter(({ method }) => method === 'GET').map(nameOf))(
    'GET %s answers as it says, and nothing more',
    async (_name, one) => {
      expect(await notAsDescribed(one, addressOf(nameOf(one)[0], 'own'))).toEqual([]);
    },
  );

  it.each([
    'POST /accounts/:account/recharges',
    'POST /accounts/:account/vouchers',
    'POST /voucher-codes',
    'POST /accounts/:account/bills/:day/preview',
    'POST /accounts/:account/workspaces',
    'POST /accounts/:account/cloud-accounts',
    'POST /accounts/:account/tokens',
    'POST /accounts/:account/profile',
  ])('%s answers as it says, and nothing more', async (name) => {
    const one = operations.find(({ method, url }) => `${method} ${url}` === name);
    if (!one) throw new Error('there is no such operation');
    expect(await notAsDescribed(one, addressOf(name, 'own'), bodies[name])).toEqual([]);
  });

  it('answers balances of the past as it says', async () => {
    const one = operations.find(({ url }) => url === '/accounts/:account/balances');
    if (!one) throw new Error('there is no such operation');
    expect(await notAsDescribed(one, '/accounts/own/balances?at=2026-11-24T00:00:00Z')).toEqual([]);
  });

  async function notAsDescribed(one: Operation, url: string, body?: object): Promise<unknown[]> {
    const asked = { method: one.method, ...(body ? { body } : {}) };
    const { status, headers, body: said, text } = await center.ask('operator', url, asked);
    const isJson = headers['content-type']?.includes('json') && one.answeredAs === undefined;
    const parsed = one.answer.safeParse(isJson ? said : text);
    return [...(status === 200 ? [] : [status]), ...(parsed.error?.issues ?? [])];
  }
});

function nameOf(one: Operation): [string, Operation] {
  return [`${one.method} ${one.url}`, one];
}
