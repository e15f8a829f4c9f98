import type { Day } from '../../domain/billing-cycle.js';

/** Import records, as short as a test wants them. */

export const day: Day = '2026-11-22';

export function account(id: string, cash = '0.00', currency = 'CNY'): object {
  return { kind: 'account', id, name: id, currency, cash };
}

export function enterpriseWorkspace(id: string, owner: string, site = 'cn1'): object {
  return { kind: 'workspace', id, account: owner, site, settlement: { method: 'enterprise' } };
}

export function cloudWorkspace(
  id: string,
  owner: string,
  cloudAccount: string,
  site = 'cn2',
): object {
  const settlement = { method: 'cloud', cloudAccount };
  return { kind: 'workspace', id, account: owner, site, settlement };
}

export function bill(
  workspace: string,
  ordinary: string,
  more: { restricted?: string; day?: Day } = {},
): object {
  const lines = [
    { item: 'logs', amount: ordinary },
    ...(more.restricted === undefined ? [] : [{ item: 'sms', amount: more.restricted }]),
  ];
  return { kind: 'bill', workspace, day: more.day ?? day, lines };
}

export function recharge(id: string, owner: string, amount: string): object {
  return { kind: 'recharge', id, account: owner, amount, at: '2026-11-23T09:00:00+08:00' };
}

/** So many accounts with a workspace, cash and one bill each: acct-001, acct-002, … */
export function plainAccounts(count: number, cash = '100.00', ordinary = '10.00'): object[] {
  return Array.from({ length: count }, (_, index) => accountNumber(index + 1)).flatMap((id) => [
    account(id, cash),
    enterpriseWorkspace(`wksp-${id}`, id),
    bill(`wksp-${id}`, ordinary),
  ]);
}

export function accountNumber(number: number): string {
  return `acct-${number.toString().padStart(3, '0')}`;
}
