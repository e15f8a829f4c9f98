import type { FaultOrder } from '../emulators/fault-schema.js';
import { providers } from '../emulators/provider.js';
import { Random } from '../sample/random.js';
import { customerOf, type Customer } from './customers.js';
import type { Misfortune } from './fault-orders.js';
import { products } from './products.js';
import { requestTimeoutMs } from './stage.js';

/** So many customers of all products, one in thirty of them without a subscription. */
export function drillCustomers(count: number, seed: number): Customer[] {
  const random = new Random(seed);
  return Array.from({ length: count }, (_, number) => {
    const product = products[random.below(products.length)] ?? products[0];
    if (!product) throw new RangeError('there is no product');
    const cents = random.logBetween(10, 5_000_000);
    const amount = `${Math.floor(cents / 100)}.${String(cents % 100).padStart(2, '0')}`;
    return customerOf(product, number, { amount, subscribed: !random.oneIn(30) });
  });
}

const tooLateMs = 1.5 * requestTimeoutMs;

const everywhere: readonly Misfortune[] = [
  { kind: 'reset', recorded: false },
  { kind: 'reset', recorded: true },
  { kind: 'throttle' },
  { kind: 'throttle', plain: true },
  { kind: 'server-error', recorded: false },
  { kind: 'server-error', status: 503, recorded: true },
  { kind: 'html', status: 200, recorded: false },
  { kind: 'html', recorded: true },
  { kind: 'half-answer' },
  { kind: 'slow-drip', bytes: 1, everyMs: 200 },
  { kind: 'wrong-echo' },
  { kind: 'delay', ms: tooLateMs, recorded: false },
  { kind: 'delay', ms: tooLateMs, recorded: true },
  { kind: 'outage' },
];

/**
 * Not where they are out of everybody's sight: Alibaba Cloud would bill a charge twice, Huawei Cloud
 * reject it later.
 */
const visible: Readonly<Record<(typeof providers)[number], readonly Misfortune[]>> = {
  aws: [
    { kind: 'duplicate-delivery' },
    { kind: 'partial' },
    { kind: 'partial', status: 'CustomerNotSubscribed' },
    { kind: 'refuse', code: 'InvalidLicenseException' },
  ],
  'alibaba-cloud': [{ kind: 'partial' }, { kind: 'refuse', code: 'InvalidInstanceId.NotFound' }],
  'huawei-cloud': [{ kind: 'duplicate-delivery' }, { kind: 'refuse', code: 'MKT.9001' }],
};

const shareStruck = 0.3;

/** Faults of all kinds, which strike three requests in ten. */
export function drillFaults(seed: number): FaultOrder[] {
  return providers.flatMap((provider) => {
    const kinds = [...everywhere, ...visible[provider]];
    const probability = 1 - (1 - shareStruck) ** (1 / kinds.length);
    return kinds.map((kind) => ({ ...kind, provider, probability, seed }));
  });
}
