/** What each operation is asked for where a test only wants to ask: in its address, and with its body. */

const day = '2026-11-22';

const queries: Readonly<Record<string, string>> = {
  'GET /accounts/:account/exports/bills': `?from=${day}&to=${day}`,
  'GET /operations/accounts': '?text=own',
};

/** A body with which the operation is well asked. */
export const bodies: Readonly<Record<string, Record<string, unknown>>> = {
  'POST /accounts/:account/profile': { name: 'Renamed Ltd', email: null, language: 'zh' },
  'POST /accounts/:account/recharges': { amount: '1.00' },
  'POST /accounts/:account/recharges/:recharge/confirm': { reference: 'pay-none', amount: '1.00' },
  'POST /accounts/:account/recharges/:recharge/cancel': {},
  'POST /accounts/:account/cloud-arrears/payments': { amount: '1.00' },
  'POST /accounts/:account/stored-value-cards': { faceValue: '100.00' },
  'POST /accounts/:account/stored-value-cards/redeem': {
    customer: '0'.repeat(32),
    order: 'none',
  },
  'POST /accounts/:account/vouchers': {
    type: 'full-reduction',
    faceValue: '1.00',
    minSpend: '10.00',
    singleUse: true,
    validFrom: '2026-11-22T00:00:00+08:00',
    expiresAt: '2036-11-22T00:00:00+08:00',
  },
  'POST /accounts/:account/vouchers/activate': { code: 'ABCDE-FGHJK-MNPQR-STUVW' },
  'POST /voucher-codes': {
    type: 'full-reduction',
    faceValue: '1.00',
    minSpend: '10.00',
    singleUse: true,
    count: 1,
    currency: 'CNY',
    usableUntil: '2036-11-22T00:00:00+08:00',
    expiresAt: '2036-11-22T00:00:00+08:00',
  },
  'POST /accounts/:account/bills/:day/preview': {
    recharge: '1.00',
    methods: [],
    voucher: { type: 'ordinary', amount: '5.00' },
  },
  'POST /accounts/:account/workspaces': {
    workspace: 'w-new',
    site: 'cn1',
    settlement: { method: 'enterprise' },
  },
  'POST /accounts/:account/workspaces/:workspace/unbind': {},
  'POST /accounts/:account/workspaces/:workspace/move': {
    to: 'foreign',
    settlement: { method: 'enterprise' },
  },
  'POST /accounts/:account/workspaces/:workspace/settlement-method': {
    settlement: { method: 'enterprise' },
  },
  'POST /accounts/:account/workspaces/:workspace/withdraw': {},
  'POST /accounts/:account/cloud-accounts': {
    provider: 'alibaba-cloud',
    customer: '12345',
    instance: 'inst-1',
    region: 'cn-hangzhou',
  },
  'POST /accounts/:account/cloud-accounts/:cloudAccount/unsubscribe': {
    at: '2026-11-22T00:00:00+08:00',
  },
  'POST /accounts/:account/tokens': { role: 'viewer', name: 'other', days: 1 },
  'POST /operations/messages/:message/replay': {},
  'POST /operations/charges/resolve': { charge: 'none', answer: 'applied', reason: 'asked them' },
};

/** @param name method and address, as in the operation */
export function addressOf(name: string, account: string): string {
  const [, url = ''] = name.split(' ');
  if (url === '/workspaces/:workspace/lock') return `/workspaces/w-${account}/lock`;
  const path = url.replace(':account', account).replace(':day', day).replaceAll(/:\w+/g, 'none');
  return `${path}${queries[name] ?? ''}`;
}
