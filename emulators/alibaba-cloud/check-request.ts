import type { Subscriber, Subscribers } from '../subscribers.js';
import { Refusal } from '../vendor-emulator.js';
import type { MeteringEntry } from './read-request.js';
import type { AlibabaCloudRules } from './rules.js';

const hourSeconds = 3_600;
const shortestSeconds = 5 * 60;
/** Usage of 8:10 to 8:20 has to be in by 9:59. */
const lastMinuteSeconds = 59 * 60;

export interface Judging {
  subscribers: Subscribers;
  rules: AlibabaCloudRules;
  now: Date;
}

export interface JudgedEntry {
  entry: MeteringEntry;
  customer: string | undefined;
  /** Why it is taken and never billed. */
  unbilled: string | undefined;
}

/** @throws Refusal, for the whole call: there is no result for single entries */
export function checkRequest(entries: readonly MeteringEntry[], judging: Judging): JudgedEntry[] {
  const products = new Set<string>();
  const judged = entries.map((entry) => {
    const subscriber = subscriberOf(entry, judging.subscribers);
    products.add(subscriber?.product ?? productOf(entry));
    const late = checkTimes(entry, judging);
    const ended = subscriber?.subscribed === false ? 'the instance has ended' : undefined;
    return { entry, customer: subscriber?.customer, unbilled: ended ?? late };
  });
  products.delete('');
  if (products.size > 1) {
    throw new Refusal('InvalidMetering', 'All instances of one call must be of one product.');
  }
  return judged;
}

function subscriberOf(
  { InstanceId }: MeteringEntry,
  subscribers: Subscribers,
): Subscriber | undefined {
  const known = subscribers.of({ provider: 'alibaba-cloud', instance: InstanceId });
  if (known?.length === 0) throw new Refusal('InvalidInstanceId.NotFound');
  return known?.[0];
}

/** The product is the first part of meteringAssit. */
function productOf({ Entities }: MeteringEntry): string {
  return Entities[0]?.meteringAssit?.split('-')[0] ?? '';
}

/** @returns why it is too late, where the rules let that pass */
function checkTimes(
  { StartTime, EndTime }: MeteringEntry,
  { rules, now }: Judging,
): string | undefined {
  const seconds = now.getTime() / 1_000;
  if (EndTime - StartTime <= shortestSeconds) {
    throw new Refusal('InvalidMetering', 'EndTime - StartTime must be more than 5 minutes.');
  }
  if (EndTime > seconds) throw new Refusal('InvalidMetering', 'EndTime is in the future.');
  const hour = Math.ceil(EndTime / hourSeconds) * hourSeconds;
  if (seconds < hour + lastMinuteSeconds) return undefined;
  if (rules.late === 'unbilled') return 'too late to be billed';
  throw new Refusal('InvalidMetering', 'The billing period of this usage is over.');
}
