import type { Currency } from '../domain/billing-cycle.js';
import type { Provider } from '../domain/records.js';

/** A product in a vendor's marketplace: one dimension at 0.01 of its currency a unit. */
export interface MarketplaceProduct {
  provider: Provider;
  currency: Currency;
  /** What usage is metered as; for Alibaba Cloud the id of the metering item. */
  dimension: string;
  region: string;
}

/** What the demo sells; a seller's own names are set by MARKETPLACE_PRODUCTS. */
export const demoProducts: readonly MarketplaceProduct[] = [
  { provider: 'aws', currency: 'USD', region: 'us-east-1', dimension: 'usage_cents' },
  { provider: 'aws', currency: 'CNY', region: 'cn-northwest-1', dimension: 'usage_fen' },
  {
    provider: 'alibaba-cloud',
    currency: 'CNY',
    region: 'cn-hangzhou',
    dimension: 'cmapi00060317-Unit-1',
  },
  {
    provider: 'alibaba-cloud',
    currency: 'USD',
    region: 'ap-southeast-1',
    dimension: 'sgcmgj00030317-Unit-1',
  },
  { provider: 'huawei-cloud', currency: 'CNY', region: 'cn-north-4', dimension: 'usage_fen' },
  {
    provider: 'huawei-cloud',
    currency: 'USD',
    region: 'ap-southeast-3',
    dimension: 'usage_cents',
  },
];
