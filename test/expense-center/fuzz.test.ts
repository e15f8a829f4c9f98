import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import type { FastifyInstance } from 'fastify';
import { operations } from '../../expense-center/routes/operations-of-all.js';
import { buildExpenseCenter } from '../../expense-center/server.js';
import { createToken } from '../../ledger/tokens.js';
import { Random } from '../../sample/random.js';
import { httpRequest, type HttpRequest } from '../support/http-request.js';
import { startLedger, type LedgerSystem } from '../support/ledger-system.js';
import { account, enterpriseWorkspace } from '../support/records.js';

const requests = 10_000;
const atOnce = 8;
const seed = 20_261_122;
/** What a server that keeps nothing of its requests may still have grown by: 5 kB a request. */
const mostGrowthMegabytes = 50;

const badAmounts: readonly unknown[] = [
  -1,
  1,
  null,
  true,
  [],
  {},
  { $gt: '' },
  '-1.00',
  '1e309',
  '0x10',
  '1.001',
  '1,000.00',
  'NaN',
  'Infinity',
  '',
  ' 1.00',
  '0.00',
  '１.00',
  '9'.repeat(41),
];
const badKeys = ['', ' ', 'a b', 'x'.repeat(129), '{"$ne":1}', '../..', 'clé'];
const badIds = ['%00', '%2e%2e%2f', '%24where', '__proto__', 'a%20b', 'x'.repeat(129), '-x'];
const badQueries = [
  'limit=0',
  'limit=1e309',
  'limit=-1',
  'limit=abc',
  'limit=1001',
  'after[$ne]=1',
  '__proto__=1',
  'constructor=1',
  'more=1',
  `after=${'x'.repeat(400)}`,
];
const badTexts = [
  '{',
  '[]',
  'null',
  '"text"',
  '{"__proto__":{"amount":"1.00"}}',
  '{"constructor":{"prototype":{"a":1}}}',
  '{"amount":1e309}',
  '{"amount":"1.00","$where":"1"}',
  '{"amount":"1.00","more":{}}',
  `{"amount":"${'1'.repeat(100_000)}"}`,
];

/** Requests each of which has something wrong, whatever else it says. */
class BadRequests {
  readonly #random: Random;
  readonly #secrets: { owner: string; operator: string };

  constructor(random: Random, secrets: { owner: string; operator: string }) {
    this.#random = random;
    this.#secrets = secrets;
  }

  next(): HttpRequest {
    return this.#one([
      () => this.#forged(),
      () => this.#foreign(),
      () => this.#badAmount(),
      () => this.#badText(),
      () => this.#badKey(),
      () => this.#badQuery(),
      () => this.#badId(),
      () => this.#nowhere(),
    ])();
  }

  #one<T>(of: readonly T[]): T {
    const found = of[this.#random.below(of.length)];
    if (found === undefined) throw new Error('nothing to choose from');
    return found;
  }

  #as(secret: string, request: HttpRequest): HttpRequest {
    const headers = {
      authorization: `Bearer ${secret}`,
      'idempotency-key': `fuzz-${this.#random.below(1_000_000)}`,
      ...request.headers,
    };
    return { ...request, url: `/api/v1${request.url}`, headers };
  }

  #operation(account_: string): HttpRequest {
    const { method, url } = this.#one(operations);
    const path = url.replace(':account', account_).replaceAll(/:day/g, '2026-11-22');
    return {
      method,
      url: path.replaceAll(/:\w+/g, 'none'),
      ...(method === 'POST' ? { payload: {} } : {}),
    };
  }

  #forged(): HttpRequest {
    const secret = this.#one([
      'settle_forged',
      '',
      'x'.repeat(5_000),
      this.#secrets.owner.slice(1),
    ]);
    return this.#as(secret, this.#operation('own'));
  }

  #foreign(): HttpRequest {
    const { method, url, ...rest } = this.#operation('foreign');
    const isOwn = !url.includes('/foreign');
    return this.#as(
      this.#secrets.owner,
      isOwn ? { url: '/accounts/foreign' } : { method: method ?? 'GET', url, ...rest },
    );
  }

  #badAmount(): HttpRequest {
    const amount = this.#one(badAmounts);
    const [url, field] = this.#one([
      ['/accounts/own/recharges', 'amount'],
      ['/accounts/own/stored-value-cards', 'faceValue'],
      ['/accounts/own/vouchers', 'faceValue'],
      ['/accounts/own/bills/2026-11-22/preview', 'recharge'],
    ] as const);
    const more = url.endsWith('vouchers') ? { type: 'ordinary' } : {};
    return this.#as(this.#secrets.operator, {
      method: 'POST',
      url,
      payload: { ...more, [field]: amount },
    });
  }

  #badText(): HttpRequest {
    const headers = {
      'content-type': this.#one([
        'application/json',
        'application/json',
        'text/xml',
        'multipart/form-data',
      ]),
    };
    return this.#as(this.#secrets.owner, {
      method: 'POST',
      url: '/accounts/own/recharges',
      payload: this.#one(badTexts),
      headers,
    });
  }

  #badKey(): HttpRequest {
    const headers = { 'idempotency-key': encodeURI(this.#one(badKeys)).replaceAll('%20', ' ') };
    return this.#as(this.#secrets.owner, {
      method: 'POST',
      url: '/accounts/own/recharges',
      payload: { amount: '1.00' },
      headers,
    });
  }

  #badQuery(): HttpRequest {
    const list = this.#one([
      'recharges',
      'vouchers',
      'stored-value-cards',
      'workspaces',
      'movements',
      'bills',
      'commands',
    ]);
    return this.#as(this.#secrets.owner, { url: `/accounts/own/${list}?${this.#one(badQueries)}` });
  }

  #badId(): HttpRequest {
    return this.#as(this.#secrets.operator, {
      url: `/accounts/${this.#one(badIds)}/${this.#one(['balances', 'bills', 'movements'])}`,
    });
  }

  #nowhere(): HttpRequest {
    return this.#as(this.#secrets.operator, {
      url: this.#one([
        '/',
        '/accounts',
        '/accounts/own/nothing',
        '/accounts/own/bills/2026-02-30',
        '/../../etc/passwd',
      ]),
    });
  }
}

describe('ten thousand bad requests', () => {
  let system: LedgerSystem;
  let app: FastifyInstance;

  beforeAll(async () => {
    system = await startLedger();
    await system.importRecords([
      account('own', '1000.00'),
      account('foreign', '1000.00'),
      enterpriseWorkspace('w', 'own'),
    ]);
    app = await buildExpenseCenter({ ledger: system.ledger, requestsPerMinute: 10_000_000 });
  });
  afterAll(async () => {
    await app.close();
    await system.drop();
  });

  it('are refused each, write nothing, leave no memory and show nothing of the inside', async () => {
    const origin = await app.listen({ host: '127.0.0.1', port: 0 });
    const { ledger } = system;
    const owner = await createToken(ledger, { account: 'own', role: 'owner', name: 'o', days: 1 });
    const operator = await createToken(ledger, { role: 'operator', name: 'op', days: 1 });
    const bad = new BadRequests(new Random(seed), {
      owner: owner.secret,
      operator: operator.secret,
    });
    const before = await documentsOf(system);
    const wrong: string[] = [];
    const heapBefore = heapMegabytes();
    let left = requests;
    const lane = async (): Promise<void> => {
      while (left-- > 0) {
        const request = bad.next();
        const { statusCode, body } = await httpRequest(origin, request);
        const isRefused = statusCode >= 400 && statusCode < 500;
        if (!isRefused || /node_modules|\\n +at |mongodb/i.test(body))
          wrong.push(
            `${statusCode} ${JSON.stringify(request).slice(0, 300)} ${body.slice(0, 200)}`,
          );
      }
    };
    await Promise.all(Array.from({ length: atOnce }, lane));
    expect(wrong.slice(0, 5)).toEqual([]);
    expect(await documentsOf(system)).toEqual(before);
    expect(heapMegabytes() - heapBefore).toBeLessThan(mostGrowthMegabytes);
  });
});

/** What is in use once the garbage is collected. */
function heapMegabytes(): number {
  setFlagsFromString('--expose-gc');
  const collectGarbage = runInNewContext('gc') as () => void;
  collectGarbage();
  return process.memoryUsage().heapUsed / 2 ** 20;
}

/** Every document of the database, counted, and what the account has. */
async function documentsOf({ ledger }: LedgerSystem): Promise<Record<string, number | undefined>> {
  const counts: Record<string, number | undefined> = {};
  for (const [name, collection] of Object.entries(ledger.collections))
    counts[name] = await collection.countDocuments();
  const own = await ledger.collections.accounts.findOne({ _id: 'own' });
  return { ...counts, entriesOfOwn: own?.entries };
}
