/** A record of each kind with nothing that may be left out. */

export const account = { kind: 'account', id: 'acct-1', name: 'Example Ltd', currency: 'CNY' };
export const workspace = {
  kind: 'workspace',
  id: 'wksp-a',
  account: 'acct-1',
  site: 'cn1',
  settlement: { method: 'enterprise' },
};
export const cloudAccount = {
  kind: 'cloudAccount',
  id: 'ca-1',
  account: 'acct-1',
  provider: 'aws',
  customer: '123456789012',
  instance: 'arn:aws:license-manager::294406891311:license:l-ecbb',
};
export const voucher = {
  kind: 'voucher',
  id: 'v-1',
  account: 'acct-1',
  type: 'ordinary',
  faceValue: '20.00',
};
export const card = {
  kind: 'storedValueCard',
  id: 'c-1',
  account: 'acct-1',
  faceValue: '100.00',
  purchaseType: 'cash',
  purchasedAt: '2026-01-01T00:00:00+08:00',
};
export const recharge = {
  kind: 'recharge',
  id: 'r-1',
  account: 'acct-1',
  amount: '10.00',
  at: '2026-01-01T00:00:00Z',
};
export const line = { item: 'logs', amount: '2.40' };
export const bill = { kind: 'bill', workspace: 'wksp-a', day: '2026-11-22', lines: [line] };
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
  bills: 2,
  total: '2.40',
};
