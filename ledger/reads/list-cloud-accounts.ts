import { dayAt } from '../../domain/billing-cycle.js';
import type { Instant } from '../../domain/instant.js';
import type { Provider } from '../../domain/records.js';
import { isSubscribedOn } from '../../domain/unsubscription.js';
import { publishedImport } from '../cycles.js';
import type { Ledger } from '../ledger-context.js';
import { oneMore, pageOf, type Page, type PageOf } from './page.js';
import { zoneOf } from './account-of.js';

export interface CloudAccountRow {
  id: string;
  provider: Provider;
  customer: string;
  instance: string;
  region?: string;
  /** Whether today's bills may be charged to it. */
  subscribed: boolean;
  /** Since when it is no longer subscribed; the day of that instant is the last one charged to it. */
  subscribedUntil?: Instant;
}

/** Every cloud account that an account has registered, in id order. */
export async function listCloudAccounts(
  ledger: Ledger,
  { account, after = '', limit }: PageOf,
): Promise<Page<CloudAccountRow>> {
  const found = await ledger.collections.cloudAccounts
    .find({ account, _id: { $gt: after }, import: { $lte: await publishedImport(ledger) } })
    .sort({ account: 1, _id: 1 })
    .limit(oneMore(limit))
    .toArray();
  const zone = await zoneOf(ledger, account);
  const today = dayAt(ledger.now(), zone);
  return pageOf(found, limit, {
    row: ({ _id, provider, customer, instance, region, ...subscription }) => ({
      id: _id,
      provider,
      customer,
      instance,
      ...(region === undefined ? {} : { region }),
      subscribed: isSubscribedOn(today, subscription, zone),
      ...(subscription.subscribedUntil === undefined
        ? {}
        : { subscribedUntil: subscription.subscribedUntil }),
    }),
    cursor: ({ _id }) => _id,
  });
}
