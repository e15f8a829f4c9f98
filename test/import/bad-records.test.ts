import { readRecord } from '../../import/read-record.js';
import {
  account,
  bill,
  card,
  cloudAccount,
  line,
  manifest,
  order,
  recharge,
  voucher,
  workspace,
} from '../support/import-minimal-records.js';

const badId =
  'must be 1 to 128 of A-Z, a-z, 0-9, ".", "_", ":", "-", and begin with a letter or a digit';
const badSlug = 'must be 1 to 64 of a-z, 0-9, "-"';
const badTime = 'must be a time that exists, with an offset, like "2026-11-22T00:00:00+08:00"';
const badDay = 'must be a day that exists, like "2026-11-22"';
const badAmount = 'must be a decimal number like "12.50", not negative';
const kinds =
  'kind: must be one of account, workspace, cloudAccount, voucher, storedValueCard, recharge, bill, huaweiOrder, manifest';

const table: [input: unknown, ...problems: string[]][] = [
  ['', 'record: is not JSON'],
  ['{"kind":"account"', 'record: is not JSON'],
  ["{'kind':'account'}", 'record: is not JSON'],
  ['NaN', 'record: is not JSON'],
  ['[]', 'record: must be a JSON object'],
  ['null', 'record: must be a JSON object'],
  ['"account"', 'record: must be a JSON object'],
  ['12', 'record: must be a JSON object'],
  [{}, 'kind: is missing'],
  [{ kind: 'accounts' }, kinds],
  [{ kind: 'constructor' }, kinds],
  [{ kind: '__proto__' }, kinds],
  [{ kind: 1 }, kinds],
  [{ kind: null }, kinds],
  ['{"__proto__":{"kind":"account"}}', 'kind: is missing'],

  [{ kind: 'account' }, 'id: is missing', 'name: is missing', 'currency: is missing'],
  [{ ...account, id: '' }, `id: ${badId}`],
  [{ ...account, id: '-a' }, `id: ${badId}`],
  [{ ...account, id: 'a b' }, `id: ${badId}`],
  [{ ...account, id: 'a\n' }, `id: ${badId}`],
  [{ ...account, id: 'a/b' }, `id: ${badId}`],
  [{ ...account, id: 'a'.repeat(129) }, `id: ${badId}`],
  [{ ...account, id: 1 }, 'id: must be a string like "acct-1"'],
  [{ ...account, name: ' ' }, 'name: must not be empty'],
  [{ ...account, name: 'x'.repeat(257) }, 'name: is longer than 256 characters'],
  [{ ...account, name: 'a\u0007' }, 'name: has a control character or half a character'],
  [{ ...account, name: '\ud800' }, 'name: has a control character or half a character'],
  [{ ...account, currency: 'EUR' }, 'currency: must be "CNY" or "USD"'],
  [{ ...account, currency: 'cny' }, 'currency: must be "CNY" or "USD"'],
  [{ ...account, cash: 100 }, 'cash: must be a string like "12.50"'],
  [{ ...account, cash: null }, 'cash: must be a string like "12.50"'],
  [{ ...account, cash: '-1.00' }, `cash: ${badAmount}`],
  [{ ...account, cash: '+1.00' }, `cash: ${badAmount}`],
  [{ ...account, cash: '1e3' }, `cash: ${badAmount}`],
  [{ ...account, cash: '1,000.00' }, `cash: ${badAmount}`],
  [{ ...account, cash: '1.' }, `cash: ${badAmount}`],
  [{ ...account, cash: '.50' }, `cash: ${badAmount}`],
  [{ ...account, cash: '' }, `cash: ${badAmount}`],
  [{ ...account, cash: '١' }, `cash: ${badAmount}`],
  [{ ...account, cash: '1.00\n' }, `cash: ${badAmount}`],
  [{ ...account, cash: '1.001' }, 'cash: has more than two decimals'],
  [{ ...account, cash: '1'.repeat(35) }, 'cash: has more than 34 digits'],
  [{ ...account, email: 'nobody' }, 'email: must be an email address like "billing@example.com"'],
  [{ ...account, email: 'a@b c.de' }, 'email: must be an email address like "billing@example.com"'],
  [{ ...account, language: 'fr' }, 'language: must be "en" or "zh"'],
  [{ ...account, colour: 'red' }, 'colour: is not a known field'],
  [{ ...account, 'a\nb': 1 }, '"a\\nb": is not a known field'],
  [
    '{"kind":"account","id":"a","name":"A","currency":"CNY","__proto__":{"cash":"1"}}',
    '__proto__: is not a known field',
  ],
  [
    { ...account, id: 7, currency: 'X', extra: 1 },
    'id: must be a string like "acct-1"',
    'currency: must be "CNY" or "USD"',
    'extra: is not a known field',
  ],

  [{ ...workspace, site: 'CN1' }, `site: ${badSlug}`],
  [{ ...workspace, site: '' }, `site: ${badSlug}`],
  [{ ...workspace, settlement: undefined }, 'settlement: is missing'],
  [{ ...workspace, settlement: 'enterprise' }, 'settlement: must be an object: { … }'],
  [{ ...workspace, settlement: {} }, 'settlement.method: must be "enterprise" or "cloud"'],
  [
    { ...workspace, settlement: { method: 'card' } },
    'settlement.method: must be "enterprise" or "cloud"',
  ],
  [{ ...workspace, settlement: { method: 'cloud' } }, 'settlement.cloudAccount: is missing'],
  [
    { ...workspace, settlement: { method: 'enterprise', cloudAccount: 'ca-1' } },
    'settlement.cloudAccount: is not a known field',
  ],

  [
    { ...cloudAccount, provider: 'azure' },
    'provider: must be "aws", "alibaba-cloud" or "huawei-cloud"',
  ],
  [{ ...cloudAccount, customer: '12345678901' }, 'customer: must be 12 digits'],
  [{ ...cloudAccount, customer: 123456789012 }, 'customer: must be a string like "123456789012"'],
  [
    { ...cloudAccount, instance: 'ABC' },
    'instance: must be a licence ARN (arn:aws…:license-manager:…) or a product code of 1 to 255 of a-z, 0-9',
  ],
  [
    { ...cloudAccount, provider: 'alibaba-cloud', customer: '1'.repeat(21), instance: 'a.b' },
    'customer: must be 1 to 20 digits',
    'instance: must be 1 to 64 of A-Z, a-z, 0-9, "_", "-"',
  ],
  [
    { ...cloudAccount, provider: 'huawei-cloud', customer: 'g'.repeat(32), instance: 'ok' },
    'customer: must be 32 hexadecimal digits',
  ],
  [{ ...cloudAccount, subscribed: 'true' }, 'subscribed: must be true or false, without quotes'],
  [{ ...cloudAccount, region: '' }, 'region: must be 1 to 64 of A-Z, a-z, 0-9, "-"'],

  [{ ...voucher, type: 'gift' }, 'type: must be "ordinary" or "full-reduction"'],
  [{ ...voucher, faceValue: '0.00' }, 'faceValue: must be above zero'],
  [{ ...voucher, balance: '20.01' }, 'balance: is above faceValue'],
  [{ ...voucher, faceValue: '9', balance: '10' }, 'balance: is above faceValue'],
  [{ ...voucher, minSpend: '1.00' }, 'minSpend: only a full-reduction voucher has it'],
  [{ ...voucher, singleUse: true }, 'singleUse: only a full-reduction voucher has it'],
  [
    { ...voucher, type: 'full-reduction', singleUse: 1 },
    'singleUse: must be true or false, without quotes',
  ],
  [{ ...voucher, expiresAt: '2027-01-01' }, `expiresAt: ${badTime}`],
  [{ ...voucher, expiresAt: '2027-01-01T00:00:00' }, `expiresAt: ${badTime}`],
  [{ ...voucher, expiresAt: '2027-02-30T00:00:00Z' }, `expiresAt: ${badTime}`],
  [{ ...voucher, expiresAt: '2027-01-01T25:00:00Z' }, `expiresAt: ${badTime}`],
  [
    { ...voucher, expiresAt: 1800000000 },
    'expiresAt: must be a string like "2026-11-22T00:00:00+08:00"',
  ],
  [
    { ...voucher, validFrom: '2027-01-01T08:00:00+08:00', expiresAt: '2027-01-01T00:00:00Z' },
    'expiresAt: must be after validFrom',
  ],
  [
    { ...voucher, faceValue: 20, minSpend: '1.00', validFrom: 'soon' },
    'faceValue: must be a string like "12.50"',
    `validFrom: ${badTime}`,
    'minSpend: only a full-reduction voucher has it',
  ],

  [{ ...card, purchaseType: 'gift' }, 'purchaseType: must be "cash", "huawei" or "partner"'],
  [{ ...card, purchasedAt: undefined }, 'purchasedAt: is missing'],
  [{ ...card, balance: '100.01' }, 'balance: is above faceValue'],
  [{ ...card, expiresAt: '2025-01-01T00:00:00Z' }, 'expiresAt: must be after purchasedAt'],
  [{ ...card, faceValue: '0' }, 'faceValue: must be above zero'],
  [{ ...card, minSpend: '1.00' }, 'minSpend: is not a known field'],

  [{ ...recharge, amount: '0.00' }, 'amount: must be above zero'],
  [{ ...recharge, amount: '1.234' }, 'amount: has more than two decimals'],
  [{ ...recharge, at: 'yesterday' }, `at: ${badTime}`],

  [{ ...bill, day: '2026-02-29' }, `day: ${badDay}`],
  [{ ...bill, day: '2026-11-22T00:00:00Z' }, `day: ${badDay}`],
  [{ ...bill, day: '22.11.2026' }, `day: ${badDay}`],
  [{ ...bill, lines: undefined }, 'lines: is missing'],
  [{ ...bill, lines: [] }, 'lines: must have at least one'],
  [{ ...bill, lines: {} }, 'lines: must be a list: [ … ]'],
  [{ ...bill, lines: [line, 'logs'] }, 'lines[1]: must be an object: { … }'],
  [{ ...bill, lines: [line, { item: 'logs' }] }, 'lines[1].amount: is missing'],
  [
    { ...bill, lines: [line, { ...line, amount: 2.4 }] },
    'lines[1].amount: must be a string like "12.50"',
  ],
  [{ ...bill, lines: [{ ...line, amount: '-2.40' }] }, `lines[0].amount: ${badAmount}`],
  [{ ...bill, lines: [{ ...line, item: 'Logs' }] }, `lines[0].item: ${badSlug}`],
  [{ ...bill, lines: [{ ...line, price: '1' }] }, 'lines[0].price: is not a known field'],
  [
    { ...bill, lines: [{ ...line, quantity: 5 }] },
    'lines[0].quantity: must be a string like "2000000"',
  ],
  [
    { ...bill, lines: [{ ...line, quantity: '1.' }] },
    'lines[0].quantity: must be a decimal number like "2000000"',
  ],
  [
    { ...bill, lines: [{ ...line, quantity: '1'.repeat(35) }] },
    'lines[0].quantity: has more than 34 digits',
  ],
  [
    { ...bill, lines: [{ ...line, amount: '9'.repeat(34) }, line] },
    'lines: their amounts, rounded, add up to more than 34 digits',
  ],
  [
    { ...bill, day: 'x', lines: [{ item: 1, amount: 'y', z: 1 }] },
    `day: ${badDay}`,
    'lines[0].item: must be a string like "logs"',
    `lines[0].amount: ${badAmount}`,
    'lines[0].z: is not a known field',
  ],

  [{ ...order, customer: '123' }, 'customer: must be 32 hexadecimal digits'],
  [{ ...order, cards: 0 }, 'cards: must be a whole number, 1 or more, without quotes'],
  [{ ...order, cards: '2' }, 'cards: must be a whole number, 1 or more, without quotes'],
  [{ ...order, cards: 1.5 }, 'cards: must be a whole number, 1 or more, without quotes'],
  [{ ...order, faceValue: '0.00' }, 'faceValue: must be above zero'],
  [{ ...order, currency: undefined }, 'currency: is missing'],

  [{ ...manifest, part: 0 }, 'part: must be a whole number, 1 or more, without quotes'],
  [{ ...manifest, bills: -1 }, 'bills: must be a whole number, 0 or more, without quotes'],
  [
    '{"kind":"manifest","site":"cn1","currency":"CNY","day":"2026-11-22","bills":1e999,"total":"1"}',
    'bills: must be a whole number, 0 or more, without quotes',
  ],
  [{ ...manifest, total: 2 }, 'total: must be a string like "12.50"'],
  [{ ...manifest, day: '2026-13-01' }, `day: ${badDay}`],
];

describe('readRecord', () => {
  it.each(table.map(([input, ...problems]) => ({ input, problems })))(
    'refuses $input',
    ({ input, problems }) => {
      const read = readRecord(typeof input === 'string' ? input : JSON.stringify(input));
      expect(
        Array.isArray(read) ? read.map(({ field, reason }) => `${field}: ${reason}`) : read,
      ).toEqual(problems);
    },
  );

  it('takes a record of each kind without its optional fields', () => {
    const each = [account, workspace, cloudAccount, voucher, card, recharge, bill, order, manifest];
    expect(each.map((record) => readRecord(JSON.stringify(record)))).toEqual([
      { ...account, cash: '0.00' },
      workspace,
      { ...cloudAccount, subscribed: true },
      { ...voucher, balance: '20.00', minSpend: '0.00', singleUse: false },
      { ...card, balance: '100.00', purchasedAt: '2025-12-31T16:00:00.000Z' },
      { ...recharge, at: '2026-01-01T00:00:00.000Z' },
      bill,
      { ...order, faceValue: '100.00' },
      { ...manifest, part: 1 },
    ]);
  });

  it('reads synthetic tests as dial testing', () => {
    const lines = [{ item: 'synthetic-tests', quantity: '010.50', amount: '1' }];
    expect(readRecord(JSON.stringify({ ...bill, lines }))).toEqual({
      ...bill,
      lines: [{ item: 'dial-testing', quantity: '10.5', amount: '1.00' }],
    });
  });
});
