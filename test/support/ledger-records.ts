import { account, bill, cloudWorkspace, day, enterpriseWorkspace, recharge } from './records.js';

/** Import records of instruments, as short as a test wants them, and a set that has some of everything. */

const instance = 'arn:aws:license-manager::294406891311:license:l-';

export function awsAccount(id: string, owner: string, subscribed = true): object {
  return {
    kind: 'cloudAccount',
    id,
    account: owner,
    provider: 'aws',
    customer: '123456789012',
    instance: `${instance}${id}`,
    subscribed,
  };
}

export function cloudAccount(id: string, owner: string, provider: string): object {
  const customer = provider === 'huawei-cloud' ? '0123456789abcdef0123456789abcdef' : '1234';
  return { kind: 'cloudAccount', id, account: owner, provider, customer, instance: `i-${id}` };
}

export function voucher(id: string, owner: string, faceValue: string, more: object = {}): object {
  return { kind: 'voucher', id, account: owner, type: 'ordinary', faceValue, ...more };
}

export function card(id: string, owner: string, faceValue: string, more: object = {}): object {
  const purchasedAt = '2026-01-01T00:00:00+08:00';
  return {
    kind: 'storedValueCard',
    id,
    account: owner,
    faceValue,
    purchaseType: 'cash',
    purchasedAt,
    ...more,
  };
}

/** Lines of 0.01 that do not fit one document. */
export const manyLines = 2_001;

/**
 * The records of worked example 14: c is paid by the enterprise account, a and b by one AWS account.
 * @param prefix of the workspaces' ids
 */
export function example14(owner: string, id: string, prefix = ''): object[] {
  const [c, a, b] = [`${prefix}c`, `${prefix}a`, `${prefix}b`];
  return [
    account(owner, '100.00'),
    awsAccount(`aws-${id}`, owner),
    enterpriseWorkspace(c, owner),
    cloudWorkspace(a, owner, `aws-${id}`),
    cloudWorkspace(b, owner, `aws-${id}`, 'us1'),
    voucher(`ov-${id}`, owner, '60.00'),
    card(`c-${id}`, owner, '20.00'),
    bill(c, '25.00'),
    bill(a, '40.00'),
    bill(b, '70.00', { restricted: '10.00' }),
  ];
}

/** Accounts that between them leave a document of every kind in every collection. */
export const someOfEverything: readonly object[] = [
  account('acct-1', '100.00'),
  enterpriseWorkspace('w-1', 'acct-1'),
  voucher('ov-1', 'acct-1', '100.00'),
  voucher('fv-1', 'acct-1', '50.00', {
    type: 'full-reduction',
    minSpend: '100.00',
    singleUse: true,
  }),
  card('c-1', 'acct-1', '20.00'),
  recharge('r-1', 'acct-1', '10.00'),
  bill('w-1', '119.996', { restricted: '30.00' }),
  account('acct-2', '5.00'),
  enterpriseWorkspace('w-2', 'acct-2'),
  bill('w-2', '8.00', { restricted: '0.70' }),
  ...example14('acct-3', '3', 'w-3'),
  account('acct-4'),
  awsAccount('aws-4', 'acct-4', false),
  cloudWorkspace('w-4', 'acct-4', 'aws-4'),
  voucher('ov-4', 'acct-4', '10.00'),
  bill('w-4', '30.00'),
  account('acct-5', '0.00', 'USD'),
  enterpriseWorkspace('w-5', 'acct-5', 'us1'),
  bill('w-5', '12.34'),
  account('acct-6', '30.00'),
  enterpriseWorkspace('w-6', 'acct-6', 'cn4'),
  {
    kind: 'bill',
    workspace: 'w-6',
    day,
    lines: Array.from({ length: manyLines }, () => ({ item: 'logs', amount: '0.01' })),
  },
  account('acct-7', '3.00'),
  {
    kind: 'huaweiOrder',
    order: 'order-1',
    customer: '0123456789abcdef0123456789abcdef',
    currency: 'CNY',
    cards: 2,
  },
  { kind: 'manifest', site: 'cn4', currency: 'CNY', day, bills: 1, total: '20.01' },
];

/** Comes after the day was settled: a bill of it, a day more, and money for who owes. */
export const whatComesLater: readonly object[] = [
  enterpriseWorkspace('w-1b', 'acct-1'),
  bill('w-1b', '7.00'),
  bill('w-1', '1.00', { day: '2026-11-23' }),
  recharge('r-2', 'acct-2', '1.70'),
];
