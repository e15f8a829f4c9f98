import type { FaultOrder } from '../emulators/fault-schema.js';
import type { Customer } from './customers.js';
import { lostUnheard, recordedUnheard, undisturbed, type Endings } from './endings.js';
import type { FaultCase } from './fault-case.js';
import { strike } from './fault-orders.js';
import { productNames, type ProductName } from './products.js';
import type { MomentName } from './moments.js';

/** Workers that end while they send: one product a case, so that the moment is that product's. */
const sending: readonly [moment: MomentName, what: string, Endings][] = [
  ['before-send', 'killed with the charges claimed and not sent', lostUnheard],
  ['before-record', 'killed with the answer there and not recorded', recordedUnheard],
  ['after-record', 'killed with the answer recorded, before Temporal knows', undisturbed],
];

/** The first is not recorded; the others are throttled, and recorded at their second try. */
function oneWaits(customers: readonly Customer[]): FaultOrder[] {
  const [first, ...others] = customers;
  return [
    ...strike({ kind: 'reset', recorded: false })(first ? [first] : []),
    ...strike({ kind: 'throttle' })(others),
    ...strike({ kind: 'delay', ms: 12_000, recorded: true }, { nth: 2 })(others),
  ];
}

export const killCases: readonly FaultCase[] = [
  {
    name: 'killed-while-one-waits',
    what: 'the worker is killed while it sends, and another charge waits for the next hour',
    endings: {
      'alibaba-cloud/CNY': ['replaced', 'found by operator', 'found by operator'],
    },
    orders: oneWaits,
    timeoutMs: 14_000,
    kill: 'when-recorded',
    recorded: 2,
  },
  ...sending.flatMap(([moment, what, endings]) =>
    productNames.map((product) => ({
      name: `killed-${moment}:${product}`,
      what: `the worker is ${what}`,
      endings: only(product, endings),
      orders: () => [],
      kill: moment,
    })),
  ),
  ...(['aws/USD', 'alibaba-cloud/CNY'] as const).map((product) => ({
    name: `stopped-before-send:${product}`,
    what: 'the worker stands still with the charges claimed, and goes on when all is decided',
    endings: only(product, lostUnheard),
    orders: () => [],
    stop: 'before-send' as const,
  })),
  {
    name: 'killed-when-recorded',
    what: 'the worker is killed with all on the books and no answer there',
    endings: recordedUnheard,
    orders: strike({ kind: 'delay', ms: 12_000, recorded: true }),
    timeoutMs: 14_000,
    kill: 'when-recorded',
  },
  {
    name: 'killed-after-review',
    what: 'the worker is killed between “send it again” and the waking of who sends',
    endings: only('aws/USD', undisturbed),
    orders: strike({ kind: 'reset', recorded: true }),
    kill: 'after-review',
    // Nobody else wakes who sends.
    customersOfEach: 1,
  },
  {
    name: 'killed-after-answer',
    what: 'the worker is killed between the operator’s “not applied” and the waking of who sends',
    endings: { 'aws/USD': ['replaced, accepted', 'accepted', 'accepted'] },
    orders: strike({ kind: 'partial', status: 'DuplicateRecord' }),
    kill: 'after-answer',
  },
];

function only(product: ProductName, endings: Endings): Partial<Endings> {
  return { [product]: endings[product] };
}
