import type { FaultOrder } from '../emulators/fault-schema.js';
import { killCases } from './kill-cases.js';
import {
  all,
  firstRefused,
  lostUnheard,
  recordedUnheard,
  undisturbed,
  type Endings,
} from './endings.js';
import type { FaultCase } from './fault-case.js';
import { strike, strikeFirst, strikeLookUps, type Misfortune } from './fault-orders.js';
import { requestTimeoutMs } from './stage.js';

const tooLateMs = 2 * requestTimeoutMs;
const nothing = (): FaultOrder[] => [];

const refusal: Misfortune & { kind: 'refuse' } = { kind: 'refuse', code: '' };
const refusals = {
  aws: 'InvalidLicenseException',
  'alibaba-cloud': 'InvalidInstanceId.NotFound',
  'huawei-cloud': 'MKT.9001',
} as const;

/** Each strikes the first push of every charge and is over then. */
const strikingOnce: readonly [name: string, what: string, misfortune: Misfortune, Endings][] = [
  [
    'reset',
    'the connection breaks, nothing is recorded',
    { kind: 'reset', recorded: false },
    lostUnheard,
  ],
  [
    'reset-recorded',
    'the connection breaks, all is recorded',
    { kind: 'reset', recorded: true },
    recordedUnheard,
  ],
  ['throttle', 'too many requests, in the vendor’s words', { kind: 'throttle' }, undisturbed],
  [
    'throttle-429',
    'too many requests, as HTTP 429',
    { kind: 'throttle', plain: true },
    undisturbed,
  ],
  [
    'server-error',
    'HTTP 500, nothing is recorded',
    { kind: 'server-error', recorded: false },
    lostUnheard,
  ],
  [
    'server-error-recorded',
    'HTTP 503, all is recorded',
    { kind: 'server-error', status: 503, recorded: true },
    recordedUnheard,
  ],
  [
    'html',
    'HTTP 200 with a page of HTML, nothing is recorded',
    { kind: 'html', status: 200, recorded: false },
    lostUnheard,
  ],
  [
    'html-recorded',
    'HTTP 502 with a page of HTML, all is recorded',
    { kind: 'html', recorded: true },
    recordedUnheard,
  ],
  [
    'half-answer',
    'half of the answer, then the connection breaks',
    { kind: 'half-answer' },
    recordedUnheard,
  ],
  [
    'slow-drip',
    'an answer in drops, for half a minute',
    { kind: 'slow-drip', bytes: 1, everyMs: 300 },
    recordedUnheard,
  ],
  [
    'late',
    'recorded after we have given up',
    { kind: 'delay', ms: tooLateMs, recorded: false },
    recordedUnheard,
  ],
  [
    'late-answer',
    'recorded, and answered after we have given up',
    { kind: 'delay', ms: tooLateMs, recorded: true },
    recordedUnheard,
  ],
];

const wrongEcho: Endings = {
  ...recordedUnheard,
  'aws/USD': 'found by operator',
  'aws/CNY': 'found by operator',
};

const special: readonly FaultCase[] = [
  { name: 'none', what: 'nothing goes wrong', endings: undisturbed, orders: nothing },
  {
    name: 'reset-recorded-twice',
    what: 'the connection breaks twice, all is recorded',
    endings: recordedUnheard,
    orders: strike({ kind: 'reset', recorded: true }, { times: 2 }),
  },
  {
    name: 'duplicate-delivery',
    what: 'processed twice behind the vendor’s gateway',
    endings: undisturbed,
    orders: strike({ kind: 'duplicate-delivery' }),
    outOfSight: { 'alibaba-cloud/CNY': 'processed-twice', 'alibaba-cloud/USD': 'processed-twice' },
  },
  {
    name: 'partial',
    what: 'the first charge of a request is left out',
    endings: { ...undisturbed, 'alibaba-cloud/CNY': 'refused', 'alibaba-cloud/USD': 'refused' },
    orders: strike({ kind: 'partial' }),
    outOfSight: { 'huawei-cloud/CNY': 'rejected-later' },
  },
  {
    name: 'unsubscribed-since',
    what: 'the first customer of a request is not subscribed any more',
    endings: { 'aws/USD': ['refused', 'accepted', 'accepted'] },
    orders: strike({ kind: 'partial', status: 'CustomerNotSubscribed' }),
  },
  {
    name: 'duplicate-at-first',
    what: 'the first customer’s first try is called a duplicate: somebody else has used his hour',
    endings: { 'aws/USD': ['replaced, accepted', 'accepted', 'accepted'] },
    orders: strike({ kind: 'partial', status: 'DuplicateRecord' }),
  },
  {
    name: 'refuse',
    what: 'the first customer is refused for good',
    endings: firstRefused,
    orders: strikeFirst(({ product }) => ({ ...refusal, code: refusals[product.provider] })),
  },
  {
    name: 'refuse-second-try',
    what: 'the connection breaks, and the second try is refused',
    endings: {
      'aws/USD': ['replaced', 'accepted', 'accepted'],
      'alibaba-cloud/USD': ['replaced', 'provisional', 'provisional'],
      'huawei-cloud/CNY': ['replaced', 'provisional', 'provisional'],
    },
    orders: (customers) => [
      ...strikeFirst(() => ({ kind: 'reset', recorded: false }), { nth: 1 })(customers),
      // As often as the first customer is tried while his request is bisected.
      ...[2, 3, 4].flatMap((nth) =>
        strikeFirst(({ product }) => ({ ...refusal, code: refusals[product.provider] }), { nth })(
          customers.filter(({ product }) => nth === 2 || product.provider !== 'alibaba-cloud'),
        ),
      ),
    ],
  },
  {
    name: 'wrong-echo',
    what: 'recorded, and the answer is one to something else',
    endings: wrongEcho,
    orders: strike({ kind: 'wrong-echo' }),
  },
  {
    name: 'wrong-look-up',
    what: 'recorded unheard, and the look-up answers for something else',
    endings: { 'alibaba-cloud/USD': 'found by operator' },
    orders: (customers) => [
      ...strike({ kind: 'reset', recorded: true })(customers),
      ...strikeLookUps({ kind: 'wrong-echo' })(customers),
    ],
  },
  {
    name: 'look-up-fails',
    what: 'recorded unheard, and four look-ups fail, each in its way',
    endings: { 'alibaba-cloud/USD': 'accepted' },
    orders: (customers) => [
      ...strike({ kind: 'reset', recorded: true })(customers),
      ...strikeLookUps({ kind: 'reset', recorded: true })(customers),
      ...strikeLookUps({ kind: 'html', status: 200, recorded: true })(customers),
      ...strikeLookUps({ kind: 'server-error', recorded: true })(customers),
      ...strikeLookUps({ kind: 'throttle' })(customers),
    ],
  },
  {
    name: 'outage',
    what: 'connections are closed until every charge was tried',
    endings: lostUnheard,
    orders: () => [{ kind: 'outage' }],
    until: 'tried',
  },
  {
    name: 'away',
    what: 'connections are refused until every charge was tried',
    endings: undisturbed,
    orders: nothing,
    until: 'tried',
    vendorsAway: true,
  },
  {
    name: 'unsubscribed',
    what: 'the cloud account is not subscribed: nothing is sent',
    endings: all('refused'),
    orders: nothing,
    subscribed: false,
  },
  {
    name: 'above-limit',
    what: 'the residual is above what the vendor takes at once',
    // Alibaba Cloud states no limit.
    endings: {
      'aws/USD': 'settlement parked',
      'aws/CNY': 'settlement parked',
      'huawei-cloud/CNY': 'settlement parked',
    },
    orders: nothing,
    amount: '21474836.48',
  },
];

export const faultCases: readonly FaultCase[] = [
  ...killCases,
  ...strikingOnce.map(([name, what, misfortune, endings]) => ({
    name,
    what,
    endings,
    orders: strike(misfortune),
  })),
  ...special,
];

/** @throws RangeError where there is no case of that name */
export function faultCaseNamed(name: string): FaultCase {
  const found = faultCases.find((each) => each.name === name);
  if (!found) throw new RangeError(`no case ${name}; --list names them`);
  return found;
}
