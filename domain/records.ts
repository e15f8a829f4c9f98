import type { Currency, Day } from './billing-cycle.js';
import type { Instant } from './instant.js';
import type { Amount } from './money.js';

/** What an import file brings, one record a line, after defaults: times as instants, amounts canonical. */
export type ImportRecord =
  | AccountRecord
  | WorkspaceRecord
  | CloudAccountRecord
  | VoucherRecord
  | StoredValueCardRecord
  | RechargeRecord
  | BillRecord
  | HuaweiOrderRecord
  | ManifestRecord;

export type Provider = 'aws' | 'alibaba-cloud' | 'huawei-cloud';
export type VoucherType = 'ordinary' | 'full-reduction';
export type PurchaseType = 'cash' | 'huawei' | 'partner';

/** How a workspace's bills are paid (`enterprise`: from the account's expense center). */
export type SettlementMethod = { method: 'enterprise' } | { method: 'cloud'; cloudAccount: string };

export interface AccountRecord {
  kind: 'account';
  id: string;
  name: string;
  currency: Currency;
  /** Opening balance. */
  cash: Amount;
  email?: string;
  language?: 'en' | 'zh';
}

export interface WorkspaceRecord {
  kind: 'workspace';
  id: string;
  account: string;
  site: string;
  settlement: SettlementMethod;
}

export interface CloudAccountRecord {
  kind: 'cloudAccount';
  id: string;
  account: string;
  provider: Provider;
  customer: string;
  instance: string;
  region?: string;
  currency?: Currency;
  subscribed: boolean;
}

export interface VoucherRecord {
  kind: 'voucher';
  id: string;
  account: string;
  type: VoucherType;
  faceValue: Amount;
  balance: Amount;
  currency?: Currency;
  minSpend: Amount;
  singleUse: boolean;
  validFrom?: Instant;
  expiresAt?: Instant;
}

export interface StoredValueCardRecord {
  kind: 'storedValueCard';
  id: string;
  account: string;
  faceValue: Amount;
  balance: Amount;
  currency?: Currency;
  purchaseType: PurchaseType;
  purchasedAt: Instant;
  expiresAt?: Instant;
}

export interface RechargeRecord {
  kind: 'recharge';
  id: string;
  account: string;
  amount: Amount;
  currency?: Currency;
  at: Instant;
}

export interface BillRecord {
  kind: 'bill';
  workspace: string;
  day: Day;
  currency?: Currency;
  lines: BillRecordLine[];
}

export interface BillRecordLine {
  item: string;
  quantity?: string;
  /** Not rounded: as many decimals as the metering system sent. */
  amount: Amount;
}

export interface HuaweiOrderRecord {
  kind: 'huaweiOrder';
  order: string;
  customer: string;
  currency: Currency;
  cards: number;
  faceValue: Amount;
}

export interface ManifestRecord {
  kind: 'manifest';
  site: string;
  currency: Currency;
  day: Day;
  part: number;
  bills: number;
  /** Sum of the unrounded line amounts of the bills that the site sends. */
  total: Amount;
}

export const sites = [
  'cn1',
  'cn2',
  'cn3',
  'cn4',
  'cn6',
  'us1',
  'eu1',
  'ap1',
  'za1',
  'id1',
] as const;

export const items = [
  'time-series',
  'logs',
  'traces',
  'profiles',
  'page-views',
  'session-replay',
  'triggers',
  'network-hosts',
  'sensitive-data-scan',
  'data-forwarding',
  'scheduled-reports',
  'sms',
  'dial-testing',
] as const;

/** No voucher of either kind ever pays these. */
export const restrictedItems: readonly string[] = ['sms', 'dial-testing'];

export function isRestricted(item: string): boolean {
  return restrictedItems.includes(item);
}
