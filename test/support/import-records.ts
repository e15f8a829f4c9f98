/** A record of each kind that fit together. */

export const account = {
  kind: 'account',
  id: 'acct-1',
  name: 'Example Ltd',
  currency: 'CNY',
  cash: '100.00',
};
export const cloudAccount = {
  kind: 'cloudAccount',
  id: 'ca-1',
  account: 'acct-1',
  provider: 'alibaba-cloud',
  customer: '1234',
  instance: 'i-1',
};
export const workspace = {
  kind: 'workspace',
  id: 'wksp-a',
  account: 'acct-1',
  site: 'cn1',
  settlement: { method: 'cloud', cloudAccount: 'ca-1' },
};
export const voucher = {
  kind: 'voucher',
  id: 'v-1',
  account: 'acct-1',
  type: 'full-reduction',
  faceValue: '20.00',
  minSpend: '100.00',
  expiresAt: '2027-01-01T00:00:00+08:00',
};
export const card = {
  kind: 'storedValueCard',
  id: 'c-1',
  account: 'acct-1',
  faceValue: '100.00',
  balance: '40.00',
  purchaseType: 'cash',
  purchasedAt: '2026-01-01T00:00:00Z',
};
export const recharge = {
  kind: 'recharge',
  id: 'r-1',
  account: 'acct-1',
  amount: '5.00',
  at: '2026-11-01T00:00:00Z',
};
export const bill = {
  kind: 'bill',
  workspace: 'wksp-a',
  day: '2026-11-22',
  lines: [
    { item: 'logs', quantity: '2000000', amount: '2.4049' },
    { item: 'sms', amount: '18.70' },
  ],
};
export const order = {
  kind: 'huaweiOrder',
  order: 'CS-1',
  customer: '0123456789abcdef0123456789abcdef',
  currency: 'CNY',
  cards: 2,
};
export const manifest = {
  kind: 'manifest',
  site: 'cn1',
  currency: 'CNY',
  day: '2026-11-22',
  bills: 1,
  total: '21.1049',
};
export const everyKind = [
  account,
  cloudAccount,
  workspace,
  voucher,
  card,
  recharge,
  bill,
  order,
  manifest,
];
/** As an import counts them. */
export const oneOfEach = {
  account: 1,
  workspace: 1,
  cloudAccount: 1,
  voucher: 1,
  storedValueCard: 1,
  recharge: 1,
  bill: 1,
  huaweiOrder: 1,
  manifest: 1,
};
export const none = {
  account: 0,
  workspace: 0,
  cloudAccount: 0,
  voucher: 0,
  storedValueCard: 0,
  recharge: 0,
  bill: 0,
  huaweiOrder: 0,
  manifest: 0,
};
