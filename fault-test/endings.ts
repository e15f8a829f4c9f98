import type { Expected } from './fault-case.js';
import type { ProductName } from './products.js';

export type Endings = Record<ProductName, Expected>;

export const undisturbed: Endings = {
  'aws/USD': 'accepted',
  'aws/CNY': 'accepted',
  'alibaba-cloud/CNY': 'provisional',
  'alibaba-cloud/USD': 'provisional',
  'huawei-cloud/CNY': 'provisional',
};

/** No answer, and the vendor has it: resent, found by a look-up, or by a person. */
export const recordedUnheard: Endings = {
  ...undisturbed,
  'alibaba-cloud/CNY': 'found by operator',
  'alibaba-cloud/USD': 'accepted',
};

/** No answer, and the vendor has it not. */
export const lostUnheard: Endings = { ...undisturbed, 'alibaba-cloud/CNY': 'replaced' };

/** The first customer is refused, and nobody who shared a request with him. */
export const firstRefused: Endings = {
  'aws/USD': ['refused', 'accepted', 'accepted'],
  'aws/CNY': ['refused', 'accepted', 'accepted'],
  'alibaba-cloud/CNY': ['refused', 'provisional', 'provisional'],
  'alibaba-cloud/USD': ['refused', 'provisional', 'provisional'],
  'huawei-cloud/CNY': ['refused', 'provisional', 'provisional'],
};

export const all = (ending: Expected): Endings => ({
  'aws/USD': ending,
  'aws/CNY': ending,
  'alibaba-cloud/CNY': ending,
  'alibaba-cloud/USD': ending,
  'huawei-cloud/CNY': ending,
});
