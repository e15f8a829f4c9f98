import type { Currency } from '../../domain/billing-cycle.js';
import { publishedImport } from '../cycles.js';
import type { Ledger } from '../ledger-context.js';

export interface FoundAccount {
  account: string;
  name: string;
  currency: Currency;
  /** What of it the text is. */
  by: 'account' | 'thing';
}

/**
 * Accounts whose id begins with a text, and that which has a workspace, cloud account, voucher, card
 * or recharge of exactly this id: by index only, so that it is as quick among a million.
 */
export async function findAccounts(
  ledger: Ledger,
  { text, limit }: { text: string; limit: number },
): Promise<FoundAccount[]> {
  const { accounts } = ledger.collections;
  const published = { $lte: await publishedImport(ledger) };
  const projection = { name: 1, currency: 1 } as const;
  const [begun, owners] = await Promise.all([
    accounts
      .find({ _id: { $gte: text, $lt: `${text}\uffff` }, import: published }, { projection })
      .sort({ _id: 1 })
      .limit(limit)
      .toArray(),
    ownersOf(ledger, text),
  ]);
  const owning = await accounts
    .find({ _id: { $in: owners }, import: published }, { projection })
    .toArray();
  const row =
    (by: FoundAccount['by']) =>
    ({ _id, name, currency }: { _id: string; name: string; currency: Currency }): FoundAccount => ({
      account: _id,
      name,
      currency,
      by,
    });
  return [...owning.map(row('thing')), ...begun.map(row('account'))];
}

async function ownersOf({ collections }: Ledger, _id: string): Promise<string[]> {
  const { workspaces, cloudAccounts, vouchers, storedValueCards, rechargeOrders } = collections;
  const options = { projection: { account: 1 } } as const;
  const found = await Promise.all([
    workspaces.findOne({ _id }, options),
    cloudAccounts.findOne({ _id }, options),
    vouchers.findOne({ _id }, options),
    storedValueCards.findOne({ _id }, options),
    rechargeOrders.findOne({ _id }, options),
  ]);
  return [...new Set(found.flatMap((each) => (each ? [each.account] : [])))];
}
