import { add, parseAmount, sum, zero, type Amount } from '../../domain/money.js';
import { items, sites } from '../../domain/records.js';
import { generateSample } from '../../sample/generate-sample.js';
import {
  cloudAccountOf,
  linesOf,
  ofKind,
  readSample,
  rounded,
  sampleDay,
  text,
  type FileRecord,
} from './sample-file.js';

function bytes(options: { accounts: number; seed: number; day: string }): string {
  return [...generateSample(options)].join('\n');
}

it('writes the same bytes for the same arguments', () => {
  const options = { accounts: 50, seed: 7, day: sampleDay };
  expect(bytes(options)).toBe(bytes(options));
});

it('writes other bytes for another seed, day or number of accounts', () => {
  const options = { accounts: 50, seed: 7, day: sampleDay };
  const others = [
    bytes({ ...options, seed: 8 }),
    bytes({ ...options, day: '2026-11-23' }),
    bytes({ ...options, accounts: 51 }),
  ];
  expect(new Set([bytes(options), ...others]).size).toBe(4);
});

it('refuses a day that does not exist', () => {
  expect(() => bytes({ accounts: 1, seed: 1, day: '2026-02-30' })).toThrow(RangeError);
});

it('takes less than a millisecond an account', () => {
  const started = performance.now();
  let accounts = 0;
  for (const line of generateSample({ accounts: 5_000, seed: 1, day: sampleDay }))
    if (line.startsWith('{"kind":"account"')) accounts++;
  expect(accounts).toBe(5_000);
  // A tenth of it is what it takes; a test machine has other things to do.
  expect(performance.now() - started).toBeLessThan(5_000);
});

function valuesOf(records: readonly FileRecord[], kind: string, field: string): Set<string> {
  return new Set(ofKind(records, kind).map((each) => text(each, field)));
}

describe.each(Array.from({ length: 20 }, (_, index) => index + 1))('a sample, seed %i', (seed) => {
  const records = readSample(300, seed);
  const bills = ofKind(records, 'bill');
  const workspaces = ofKind(records, 'workspace');
  const lines = bills.flatMap(linesOf);

  it('has every site, item, provider, purchase type, voucher type and method', () => {
    expect(valuesOf(records, 'workspace', 'site')).toEqual(new Set(sites));
    expect(new Set(lines.map(({ item }) => item))).toEqual(new Set([...items, 'synthetic-tests']));
    expect(valuesOf(records, 'cloudAccount', 'provider')).toEqual(
      new Set(['aws', 'alibaba-cloud', 'huawei-cloud']),
    );
    expect(valuesOf(records, 'storedValueCard', 'purchaseType')).toEqual(
      new Set(['cash', 'huawei', 'partner']),
    );
    expect(valuesOf(records, 'voucher', 'type')).toEqual(new Set(['ordinary', 'full-reduction']));
    expect(workspaces.some((each) => cloudAccountOf(each) === undefined)).toBe(true);
    expect(workspaces.some((each) => cloudAccountOf(each) !== undefined)).toBe(true);
  });

  it('has the rare cases as well', () => {
    expect(ofKind(records, 'recharge').length).toBeGreaterThan(5);
    expect(ofKind(records, 'huaweiOrder').length).toBeGreaterThan(1);
    const unsubscribed = ofKind(records, 'cloudAccount').filter(
      (each) => each['subscribed'] === false,
    );
    expect(unsubscribed.length).toBeGreaterThan(0);
    expect(unsubscribed.length).toBeLessThan(6);
    expect(ofKind(records, 'voucher').some((each) => each['singleUse'] === true)).toBe(true);
    expect(lines.some(({ amount }) => amount === '0.00')).toBe(true);
    expect(lines.some((line) => line.amount !== '0.00' && rounded(line) === zero)).toBe(true);
    expect(new Set(lines.map(({ amount }) => amount.split('.')[1]?.length))).toEqual(
      new Set([2, 3, 4, 5, 6]),
    );
    const billed = new Set(bills.map((each) => text(each, 'workspace')));
    expect(workspaces.some((each) => !billed.has(text(each, 'id')))).toBe(true);
  });

  it('has four accounts in CNY for each one in USD, and SMS and Huawei Cloud in CNY only', () => {
    const inDollars = new Set(
      ofKind(records, 'account')
        .filter((each) => each['currency'] === 'USD')
        .map((each) => each.id),
    );
    expect(inDollars.size).toBe(60);
    const owner = new Map(workspaces.map((each) => [text(each, 'id'), each.account]));
    const texted = bills.filter((bill) => linesOf(bill).some(({ item }) => item === 'sms'));
    const payers = texted.map((bill) => owner.get(text(bill, 'workspace')));
    const onHuawei = ofKind(records, 'cloudAccount').filter(
      (each) => each['provider'] === 'huawei-cloud',
    );
    const accounts = [...payers, ...onHuawei.map((each) => each.account)];
    expect(accounts.filter((account) => inDollars.has(account))).toEqual([]);
  });

  it('has one to six workspaces an account over one to four sites, three to thirteen lines a bill', () => {
    for (const account of ofKind(records, 'account')) {
      const own = workspaces.filter((each) => each.account === account.id);
      expect([1, 2, 3, 4, 5, 6]).toContain(own.length);
      expect([1, 2, 3, 4]).toContain(new Set(own.map((each) => each['site'])).size);
    }
    for (const bill of bills) {
      expect(linesOf(bill).length).toBeGreaterThanOrEqual(3);
      expect(linesOf(bill).length).toBeLessThanOrEqual(13);
    }
  });

  it('has manifests that match the bills', () => {
    const currencies = new Map(
      ofKind(records, 'account').map((each) => [each.id, text(each, 'currency')]),
    );
    const places = new Map(
      workspaces.map((each) => [
        text(each, 'id'),
        `${text(each, 'site')} ${currencies.get(each.account)}`,
      ]),
    );
    const sent = new Map<string, { bills: number; total: Amount }>();
    const addTo = (place: string, count: number, total: Amount): void => {
      const before = sent.get(place) ?? { bills: 0, total: zero };
      sent.set(place, { bills: before.bills + count, total: add(before.total, total) });
    };
    for (const bill of bills)
      addTo(
        places.get(text(bill, 'workspace')) ?? '',
        1,
        sum(linesOf(bill).map(({ amount }) => parseAmount(amount))),
      );
    const counted = new Map(sent);
    sent.clear();
    for (const each of ofKind(records, 'manifest'))
      addTo(
        `${text(each, 'site')} ${text(each, 'currency')}`,
        Number(each['bills']),
        parseAmount(text(each, 'total')),
      );
    expect(Object.fromEntries(sent)).toEqual(Object.fromEntries(counted));
    expect(ofKind(records, 'manifest').some((each) => each['part'] === 2)).toBe(true);
  });
});
