import { Decimal128, type Collection, type Document } from 'mongodb';
import type { Collections } from '../../ledger/collections.js';

type Stored = Collection<Document & { _id: string }>;

/** Something done by hand to one collection, and what the audit says of it. */
export interface Damage {
  name: string;
  collection: keyof Collections;
  damage: (stored: Stored) => Promise<unknown>;
  found: string[];
}

const amount = (text: string): Decimal128 => Decimal128.fromString(text);

function set(_id: string, fields: Document): Damage['damage'] {
  return (stored) => stored.updateOne({ _id }, { $set: fields });
}

function unset(_id: string, field: string): Damage['damage'] {
  return (stored) => stored.updateOne({ _id }, { $unset: { [field]: '' } });
}

function remove(_id: string): Damage['damage'] {
  return (stored) => stored.deleteOne({ _id });
}

/** Another document like `_id`, with these fields. */
function copy(_id: string, fields: Document & { _id: string }): Damage['damage'] {
  return async (stored) => {
    const document = await stored.findOne({ _id });
    await stored.insertOne({ ...document, ...fields });
  };
}

export const damages: readonly Damage[] = [
  { name: 'a cent more cash', collection: 'accounts', damage: set('acct-1', { cash: amount('92.01') }), found: [] },
  { name: 'a cent less overdraft', collection: 'accounts', damage: set('acct-2', { overdraft: amount('1.99') }), found: [] },
  { name: 'cloud arrears that are gone', collection: 'accounts', damage: set('acct-4', { cloudArrears: amount('0') }), found: [] },
  { name: 'cash and an overdraft at once', collection: 'accounts', damage: set('acct-2', { cash: amount('1') }), found: [] },
  { name: 'a debt without its clock', collection: 'accounts', damage: unset('acct-2', 'arrearsSince'), found: [] },
  { name: 'a chain with another head', collection: 'accounts', damage: set('acct-7', { head: 'x' }), found: [] },
  { name: 'a count of entries that is too high', collection: 'accounts', damage: set('acct-7', { entries: 9 }), found: [] },
  { name: 'a text where an amount belongs', collection: 'accounts', damage: set('acct-1', { cash: '92.00' }), found: [] },
  { name: 'a balance below zero', collection: 'accounts', damage: set('acct-1', { cash: amount('-1') }), found: [] },
  { name: 'an account that is gone', collection: 'accounts', damage: remove('acct-7'), found: [] },
  { name: 'an account without its id', collection: 'accounts', damage: unset('acct-7', 'account'), found: [] },
  { name: 'an opening balance that is not what was opened', collection: 'accounts', damage: set('acct-7', { opening: amount('4') }), found: [] },
  { name: 'a cent in a voucher', collection: 'vouchers', damage: set('ov-3', { balance: amount('0.01') }), found: [] },
  { name: 'a voucher without an entry', collection: 'vouchers', damage: copy('ov-3', { _id: 'ov-x', balance: amount('60') }), found: [] },
  { name: 'a voucher that is gone', collection: 'vouchers', damage: remove('ov-4'), found: [] },
  { name: 'a forfeit that is not said', collection: 'vouchers', damage: unset('fv-1', 'forfeited'), found: [] },
  { name: 'a voucher that had expired', collection: 'vouchers', damage: set('ov-4', { expiresAt: '2026-11-01T00:00:00.000Z' }), found: [] },
  { name: 'a voucher of another type', collection: 'vouchers', damage: set('ov-4', { type: 'full-reduction' }), found: [] },
  { name: 'a threshold that was not met', collection: 'vouchers', damage: set('fv-1', { minSpend: amount('500') }), found: [] },
  { name: 'a voucher that is not published', collection: 'vouchers', damage: set('ov-4', { import: 9 }), found: [] },
  { name: 'a cent in a card', collection: 'storedValueCards', damage: set('c-1', { balance: amount('0.01') }), found: [] },
  { name: 'a card above its face value', collection: 'storedValueCards', damage: set('c-3', { faceValue: amount('0.5'), balance: amount('1') }), found: [] },
  { name: 'an entry that is gone', collection: 'entries', damage: remove('acct-1/2'), found: [] },
  { name: 'an entry that is there twice', collection: 'entries', damage: copy('acct-7/1', { _id: 'acct-7/2', number: 2, key: 'import/1 ' }), found: [] },
  { name: 'a posting of another amount', collection: 'entries', damage: set('acct-7/1', { 'postings.0.amount': amount('3.01') }), found: [] },
  { name: 'a posting to no ledger account', collection: 'entries', damage: set('acct-7/1', { 'postings.0.credit': 'cahs' }), found: [] },
  { name: 'a posting of nothing', collection: 'entries', damage: set('acct-7/1', { 'postings.0.amount': amount('0') }), found: [] },
  { name: 'a broken hash', collection: 'entries', damage: set('acct-7/1', { hash: 'x' }), found: [] },
  { name: 'an entry after another one', collection: 'entries', damage: set('acct-1/3', { previous: 'x' }), found: [] },
  { name: 'an entry of another currency', collection: 'entries', damage: set('acct-7/1', { currency: 'USD' }), found: [] },
  { name: 'an entry that cannot be read', collection: 'entries', damage: set('acct-7/1', { postings: 'none' }), found: [] },
  { name: 'a line of another amount', collection: 'settlements', damage: set('acct-2/2026-11-22/1', { 'lines.0.amount': amount('8.01') }), found: [] },
  { name: 'a deduction that is gone', collection: 'settlements', damage: (stored) => stored.updateOne({ _id: 'acct-2/2026-11-22/1' }, { $pop: { deductions: 1 } }), found: [] },
  { name: 'a voucher on a restricted line', collection: 'settlements', damage: set('acct-1/2026-11-22/1', { 'deductions.0.line': 1 }), found: [] },
  { name: 'a column that does not add up', collection: 'settlements', damage: set('acct-2/2026-11-22/1', { 'totals.cash': amount('5.01') }), found: [] },
  { name: 'another debt than the ledger has', collection: 'settlements', damage: set('acct-2/2026-11-22/1', { 'owed.overdraft': amount('1') }), found: [] },
  { name: 'a settlement that is gone', collection: 'settlements', damage: remove('acct-1/2026-11-23/1'), found: [] },
  { name: 'a settlement that says it is open', collection: 'settlements', damage: set('acct-1/2026-11-23/1', { state: 'open' }), found: [] },
  { name: 'another eligible spend', collection: 'settlements', damage: set('acct-1/2026-11-22/2', { eligibleSpend: amount('7') }), found: [] },
  { name: 'a settlement of no state', collection: 'settlements', damage: set('acct-1/2026-11-23/1', { state: 'lost' }), found: [] },
  { name: 'a set-aside settlement that counts other bills', collection: 'settlements', damage: set('acct-5/2026-11-22/1', { bills: 2 }), found: [] },
  { name: 'a part that is gone', collection: 'settlementParts', damage: remove('acct-6/2026-11-22/1/1'), found: [] },
  { name: 'a deduction in a part of another amount', collection: 'settlementParts', damage: set('acct-6/2026-11-22/1/1', { 'deductions.0.amount': amount('0.02') }), found: [] },
  { name: 'a bill line of another amount', collection: 'bills', damage: set('w-2/2026-11-22', { 'lines.0.amount': amount('9') }), found: [] },
  { name: 'a bill that nobody claims', collection: 'bills', damage: set('w-1/2026-11-23', { settlement: null }), found: [] },
  { name: 'a bill claimed by a settlement that there is not', collection: 'bills', damage: set('w-1/2026-11-23', { settlement: 4 }), found: [] },
  { name: 'a bill that is gone', collection: 'bills', damage: remove('w-4/2026-11-22'), found: [] },
  { name: 'a bill of another method', collection: 'bills', damage: set('w-4/2026-11-22', { method: 'enterprise' }), found: [] },
  { name: 'a charge of another amount', collection: 'cloudCharges', damage: set('aws-3/2026-11-22/1', { amount: amount('65.01') }), found: [] },
  { name: 'a share of another amount', collection: 'cloudCharges', damage: set('aws-3/2026-11-22/1', { 'shares.0.amount': amount('64') }), found: [] },
  { name: 'a charge in another state', collection: 'cloudCharges', damage: set('aws-3/2026-11-22/1', { state: 'accepted' }), found: [] },
  { name: 'a charge that is gone', collection: 'cloudCharges', damage: remove('aws-4/2026-11-22/1'), found: [] },
  { name: 'a cloud account that is gone', collection: 'cloudAccounts', damage: remove('aws-3'), found: [] },
  { name: 'a cloud account of another vendor', collection: 'cloudAccounts', damage: set('aws-3', { provider: 'huawei-cloud' }), found: [] },
  { name: 'a workspace with other terms', collection: 'workspaces', damage: set('w-2', { 'terms.0.account': 'acct-1' }), found: [] },
  { name: 'a workspace that is gone', collection: 'workspaces', damage: remove('w-2'), found: [] },
  { name: 'a recharge of another amount', collection: 'recharges', damage: set('r-1', { amount: amount('11') }), found: [] },
  { name: 'a cycle that is gone', collection: 'cycles', damage: remove('CNY/2026-11-23'), found: [] },
  { name: 'a figure of a report', collection: 'cycles', damage: set('CNY/2026-11-23', { 'report.columns.cash': '1.01' }), found: [] },
  { name: 'a report that says fewer bills', collection: 'cycles', damage: set('CNY/2026-11-22', { 'report.imported.bills': 1 }), found: [] },
  { name: 'a report with a difference', collection: 'cycles', damage: set('CNY/2026-11-23', { 'report.differences': ['cash: 1 and 2'] }), found: [] },
  { name: 'a cut below what was settled', collection: 'cycles', damage: set('CNY/2026-11-23', { cut: 1 }), found: [] },
  { name: 'a manifest that was changed', collection: 'manifests', damage: set('cn4/CNY/2026-11-22/1', { total: amount('20.02') }), found: [] },
  { name: 'a Huawei order that cannot be read', collection: 'huaweiOrders', damage: set('order-1', { faceValue: 100 }), found: [] },
  { name: 'a record without its identity', collection: 'identities', damage: remove('voucher/ov-1'), found: [] },
  { name: 'imports that are not posted', collection: 'imports', damage: set('imports', { last: 4, published: 4 }), found: [] },
];
