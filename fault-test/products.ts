import type { Currency } from '../domain/billing-cycle.js';
import type { Provider } from '../domain/records.js';

/** A marketplace's product, as the demo configures it, and how its customers are named. */
export interface FaultProduct {
  name: ProductName;
  provider: Provider;
  currency: Currency;
  /** Of the n-th customer, from 0. */
  customer: (number: number) => string;
  instance: (number: number) => string;
}

export const productNames = [
  'aws/USD',
  'aws/CNY',
  'alibaba-cloud/CNY',
  'alibaba-cloud/USD',
  'huawei-cloud/CNY',
] as const;
export type ProductName = (typeof productNames)[number];

const digits = (number: number, count: number): string => String(number).padStart(count, '0');
const licence = (partition: string, name: string, number: number): string =>
  `arn:${partition}:license-manager::294406891311:license:l-${name}-${digits(number, 5)}`;

const identities: Readonly<
  Record<ProductName, Pick<FaultProduct, 'customer' | 'instance' | 'provider' | 'currency'>>
> = {
  'aws/USD': {
    provider: 'aws',
    currency: 'USD',
    customer: (number) => `1000000${digits(number, 5)}`,
    instance: (number) => licence('aws', 'global', number),
  },
  'aws/CNY': {
    provider: 'aws',
    currency: 'CNY',
    customer: (number) => `2000000${digits(number, 5)}`,
    instance: (number) => licence('aws-cn', 'china', number),
  },
  'alibaba-cloud/CNY': {
    provider: 'alibaba-cloud',
    currency: 'CNY',
    customer: (number) => `3000${digits(number, 5)}`,
    instance: (number) => `cn-${digits(number, 5)}`,
  },
  'alibaba-cloud/USD': {
    provider: 'alibaba-cloud',
    currency: 'USD',
    customer: (number) => `4000${digits(number, 5)}`,
    instance: (number) => `intl-${digits(number, 5)}`,
  },
  'huawei-cloud/CNY': {
    provider: 'huawei-cloud',
    currency: 'CNY',
    customer: (number) => `5${digits(number, 31)}`,
    instance: (number) => `hw-${digits(number, 5)}`,
  },
};

export const products: readonly FaultProduct[] = productNames.map((name) => ({
  name,
  ...identities[name],
}));

export function productOf(of: { provider: Provider; currency: Currency }): ProductName {
  const found = products.find(
    ({ provider, currency }) => provider === of.provider && currency === of.currency,
  );
  if (!found) throw new RangeError(`no product of ${of.provider} in ${of.currency}`);
  return found.name;
}
