import { operations } from '../../expense-center/routes/operations-of-all.js';
import type { Operation } from '../../expense-center/operation.js';
import { Random } from '../../sample/random.js';
import { addressOf, bodies } from './expense-center-requests.js';
import type { HttpRequest } from './http-request.js';

export interface BadRequest extends HttpRequest {
  /** What is wrong with it. */
  kind: string;
}

/** No field of any body is well with these; `infinite` stands for a number that JSON may write. */
const infinite = '(infinite)';
const nowhereGood: readonly unknown[] = [
  -1,
  1.5,
  infinite,
  '',
  '\u0000',
  [[[]]],
  { $gt: '' },
  { $ne: null },
  { $where: 'sleep(1000)' },
  { constructor: { prototype: { admin: true } } },
];

const badAmounts: readonly unknown[] = [
  1,
  null,
  true,
  [],
  {},
  '-1.00',
  '+1.00',
  '1e309',
  '1e2',
  '0x10',
  '1.001',
  '1,000.00',
  'NaN',
  'Infinity',
  ' 1.00',
  '0.00',
  '１.00',
  '9'.repeat(41),
];
const amounts: ReadonlySet<string> = new Set(['amount', 'faceValue', 'recharge']);

const strangeFields = ['more', '$where', '$set', 'constructor', '_id', 'account.id', 'role'];
const badTexts = ['{', '[]', 'null', '"text"', '1', '{"__proto__":{"amount":"1.00"}}', '{"a":1,}'];
const badKeys = ['', ' ', 'a b', 'x'.repeat(129), '{"$ne":1}', '../..', 'cl%C3%A9', '$gt'];
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
const mega = 1_000_000;

const named = operations.map((one) => ({ one, name: `${one.method} ${one.url}` }));
const withBody = named.filter(({ one }) => one.body !== undefined);
const reads = named.filter(({ one }) => one.method === 'GET');
const ofAccounts = named.filter(({ one }) => one.url.includes(':account'));
const ofOperators = named.filter(({ one }) => one.role === 'operator');
const writes = named.filter(({ one }) => one.method !== 'GET' && one.writesNothing !== true);

type Named = (typeof named)[number];

/** Requests each of which has one thing wrong with it, over every operation. */
export class BadRequests {
  readonly #random: Random;
  readonly #secrets: { owner: string; operator: string };

  constructor(seed: number, secrets: { owner: string; operator: string }) {
    this.#random = new Random(seed);
    this.#secrets = secrets;
  }

  next(): BadRequest {
    // Large ones are few: they take their time on the way.
    if (this.#random.below(100) === 0) return this.#megabyte();
    return this.#any([
      () => this.#forged(),
      () => this.#foreign(),
      () => this.#aboveRole(),
      () => this.#badField(),
      () => this.#badAmount(),
      () => this.#strangeField(),
      () => this.#badText(),
      () => this.#badKey(),
      () => this.#badQuery(),
      () => this.#badId(),
      () => this.#nowhere(),
      () => this.#unsigned(),
    ])();
  }

  #any<T>(of: readonly T[]): T {
    const found = of[this.#random.below(of.length)];
    if (found === undefined) throw new Error('nothing to choose from');
    return found;
  }

  /** As it would be well asked about an account. */
  #well(
    { one, name }: Named,
    { account = 'own', secret = this.#secrets.operator } = {},
  ): {
    method: Operation['method'];
    url: string;
    headers: Record<string, string>;
    payload?: object;
  } {
    return {
      method: one.method,
      url: `/api/v1${addressOf(name, account)}`,
      headers: {
        authorization: `Bearer ${secret}`,
        'idempotency-key': `fuzz-${this.#random.below(1_000_000)}`,
      },
      ...(one.body ? { payload: bodies[name] ?? {} } : {}),
    };
  }

  #forged(): BadRequest {
    const { owner } = this.#secrets;
    const secret = this.#any(['settle_forged', '', 'x'.repeat(5_000), owner.slice(1), `${owner}A`]);
    return { kind: 'forged', ...this.#well(this.#any(named), { secret }) };
  }

  #foreign(): BadRequest {
    const of = { account: this.#any(['foreign', 'none']), secret: this.#secrets.owner };
    return { kind: 'foreign', ...this.#well(this.#any(ofAccounts), of) };
  }

  #aboveRole(): BadRequest {
    const secret = this.#secrets.owner;
    return { kind: 'above his role', ...this.#well(this.#any(ofOperators), { secret }) };
  }

  #withBodyText(kind: string, of: Named, payload: string): BadRequest {
    const { headers, ...rest } = this.#well(of);
    return {
      kind,
      ...rest,
      headers: { ...headers, 'content-type': 'application/json' },
      payload,
    };
  }

  #badField(): BadRequest {
    const of = this.#any(withBody);
    const body = { ...bodies[of.name] };
    body[this.#any([...Object.keys(body), 'more'])] = this.#any(nowhereGood);
    const text = JSON.stringify(body).replaceAll(`"${infinite}"`, '1e309');
    return this.#withBodyText('a wrong field', of, text);
  }

  #badAmount(): BadRequest {
    const of = this.#any(
      withBody.filter(({ name }) => Object.keys(bodies[name] ?? {}).some((it) => amounts.has(it))),
    );
    const body = { ...bodies[of.name] };
    const field = this.#any(Object.keys(body).filter((each) => amounts.has(each)));
    body[field] = this.#any(badAmounts.filter((bad) => bad !== null || field === 'amount'));
    return this.#withBodyText('a wrong amount', of, JSON.stringify(body));
  }

  #strangeField(): BadRequest {
    const of = this.#any(withBody);
    const body = { ...bodies[of.name] };
    const strange = this.#any(strangeFields.filter((name) => !(name in { ...body })));
    Object.defineProperty(body, strange, { value: { $gt: '' }, enumerable: true });
    return this.#withBodyText('a strange field', of, JSON.stringify(body));
  }

  #badText(): BadRequest {
    return this.#withBodyText('no body of ours', this.#any(withBody), this.#any(badTexts));
  }

  #megabyte(): BadRequest {
    const of = this.#any(withBody);
    const [field = 'more'] = Object.keys(bodies[of.name] ?? {});
    const text = JSON.stringify({ ...bodies[of.name], [field]: '1'.repeat(mega) });
    return this.#withBodyText('a megabyte', of, text);
  }

  #badKey(): BadRequest {
    const { headers, ...rest } = this.#well(this.#any(writes));
    return {
      kind: 'a wrong key',
      ...rest,
      headers: { ...headers, 'idempotency-key': this.#any(badKeys) },
    };
  }

  #badQuery(): BadRequest {
    const { url, ...rest } = this.#well(this.#any(reads));
    const query = this.#any(badQueries);
    return {
      kind: 'a wrong query',
      ...rest,
      url: `${url}${url.includes('?') ? '&' : '?'}${query}`,
    };
  }

  #badId(): BadRequest {
    const of = this.#any(ofAccounts);
    const { url, ...rest } = this.#well(of);
    const parts = of.one.url.split('/').flatMap((part, at) => (part.startsWith(':') ? [at] : []));
    const wrong = this.#any(parts);
    const path = url.split('?')[0]?.split('/') ?? [];
    // Two parts go before those of the operation: `/api/v1`.
    path[wrong + 2] = this.#any(badIds);
    return { kind: 'a wrong id', ...rest, url: path.join('/') };
  }

  #nowhere(): BadRequest {
    const url = this.#any([
      '/api/v1/',
      '/api/v1/accounts',
      '/api/v1/accounts/own/nothing',
      '/api/v1/accounts/own/bills/2026-02-30',
      '/api/v1/../../etc/passwd',
      '/api/v2/accounts/own',
      '/api/%00',
    ]);
    return { kind: 'no such place', url, headers: this.#well(this.#any(reads)).headers };
  }

  #unsigned(): BadRequest {
    return {
      kind: 'an unsigned notice',
      method: 'POST',
      url: '/api/v1/payment-notices',
      headers: {
        'payment-timestamp': this.#any(['1795482000', '-1', '1e309', '', '9'.repeat(13)]),
        'payment-signature': this.#any(['0'.repeat(64), '', 'x', 'a'.repeat(5_000)]),
      },
      payload: { account: 'own', recharge: 'r', reference: 'p', amount: '1.00' },
    };
  }
}
