import type { FaultOrder } from '../emulators/fault-schema.js';
import type { Customer } from './customers.js';
import { productNames } from './products.js';

type Scoped = 'provider' | 'match' | 'nth' | 'times' | 'probability' | 'seed';
type Bare<T> = T extends unknown ? Omit<T, Scoped> : never;
/** A fault without a word on whom it strikes. */
export type Misfortune = Bare<FaultOrder>;

/** Strikes the first push of each charge, or those named: one request a charge, or one for all of them. */
export function strike(
  misfortune: Misfortune,
  which: { times?: number; nth?: number } = { times: 1 },
): (customers: readonly Customer[]) => FaultOrder[] {
  return (customers) => struck(customers).map((customer) => orderFor(customer, misfortune, which));
}

/** Strikes the pushes of each product's first customer alone, and what shares a request with him. */
export function strikeFirst(
  misfortune: (customer: Customer) => Misfortune,
  more: { times?: number; nth?: number } = {},
): (customers: readonly Customer[]) => FaultOrder[] {
  return (customers) =>
    firsts(customers).map((customer) => orderFor(customer, misfortune(customer), more));
}

/** Strikes the first `times` look-ups of each charge. */
export function strikeLookUps(
  misfortune: Misfortune,
  times = 1,
): (customers: readonly Customer[]) => FaultOrder[] {
  return (customers) =>
    customers.map((customer) =>
      orderFor(customer, misfortune, { times }, 'DescribePushMeteringData'),
    );
}

function orderFor(
  { product, instance }: Customer,
  misfortune: Misfortune,
  more: { times?: number; nth?: number },
  action = pushes[product.provider],
): FaultOrder {
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- every kind but outage has a match
  return {
    ...misfortune,
    ...more,
    provider: product.provider,
    match: { instance, action },
  } as FaultOrder;
}

const pushes: Readonly<Record<Customer['product']['provider'], string>> = {
  aws: 'BatchMeterUsage',
  'alibaba-cloud': 'PushMeteringData',
  'huawei-cloud': 'usage-data',
};

/** AWS and Huawei Cloud get a product's charges in one request, Alibaba Cloud each in its own. */
function struck(customers: readonly Customer[]): Customer[] {
  return customers.filter(
    (customer) =>
      customer.product.provider === 'alibaba-cloud' || firsts(customers).includes(customer),
  );
}

function firsts(customers: readonly Customer[]): Customer[] {
  return productNames.flatMap((name) => {
    const first = customers.find(({ product }) => product.name === name);
    return first ? [first] : [];
  });
}
