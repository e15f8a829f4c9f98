import type { Subscriber } from '../emulators/subscribers.js';
import type { FaultProduct } from './products.js';

/** Someone who pays one bill by one cloud account: the smallest thing that makes one charge. */
export interface Customer {
  product: FaultProduct;
  /** Of the account, its workspace and its cloud account. */
  id: string;
  instance: string;
  customer: string;
  subscribed: boolean;
  amount: string;
}

export const day = '2026-11-22';

export function customerOf(
  product: FaultProduct,
  number: number,
  of: { amount: string; subscribed: boolean },
): Customer {
  const { name, customer, instance } = product;
  return {
    product,
    id: `${name.replace('/', '-').toLowerCase()}-${String(number).padStart(5, '0')}`,
    customer: customer(number),
    instance: instance(number),
    ...of,
  };
}

/** What is imported of a customer. */
export function recordsOf({
  product,
  id,
  instance,
  customer,
  subscribed,
  amount,
}: Customer): object[] {
  const { provider, currency } = product;
  return [
    { kind: 'account', id, name: id, currency },
    { kind: 'cloudAccount', id, account: id, provider, customer, instance, subscribed },
    {
      kind: 'workspace',
      id,
      account: id,
      site: currency === 'USD' ? 'us1' : 'cn2',
      settlement: { method: 'cloud', cloudAccount: id },
    },
    { kind: 'bill', workspace: id, day, lines: [{ item: 'logs', amount }] },
  ];
}

/** The customer, as his vendor knows him. */
export function subscriberOf({ product, instance, customer, subscribed }: Customer): Subscriber {
  const { provider, currency } = product;
  return { provider, currency, instance, customer, subscribed };
}
