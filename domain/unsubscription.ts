import { dayAt, type Day } from './billing-cycle.js';
import type { Instant } from './instant.js';
import type { Provider } from './records.js';

/**
 * Domain rule 13: what becomes of the workspaces of a cloud account that is unsubscribed. `switch`:
 * they settle with the enterprise account from the next 00:00 on. `lock`: they lock at once, until
 * they are moved to enterprise settlement or to another cloud account.
 */
export const unsubscriptionPolicies: Readonly<Record<Provider, 'switch' | 'lock'>> = {
  'alibaba-cloud': 'switch',
  aws: 'lock',
  'huawei-cloud': 'lock',
};

/** Whether charges of a day may be sent: the day in which a subscription ends is the last one. */
export function isSubscribedOn(
  day: Day,
  { subscribed, subscribedUntil }: { subscribed: boolean; subscribedUntil?: Instant },
  zone: string,
): boolean {
  return subscribed && (subscribedUntil === undefined || day <= dayAt(subscribedUntil, zone));
}
