import type { Books, Delivery } from '../books.js';
import type { Exceptions } from '../vendor-emulator.js';
import type { JudgedEntry } from './check-request.js';
import type { MeteringEntity } from './read-request.js';

export interface Recording {
  books: Books;
  requestId: string;
  now: Date;
}

/** Nothing tells a resend from more usage of the same window: it adds up. */
export function recordUsage(
  judged: readonly JudgedEntry[],
  recording: Recording,
  { leftOut }: Exceptions,
): void {
  recording.books.record((take) => {
    for (const [index, each] of judged.entries()) {
      if (leftOut.has(index)) continue;
      for (const entity of each.entry.Entities) {
        const delivery = deliveryOf(each, entity, recording);
        take(recording.books.find(delivery.key) ? { ...delivery, effect: 'addition' } : delivery);
      }
    }
  });
}

function deliveryOf(
  { entry, customer, unbilled }: JudgedEntry,
  { Key, Value, meteringAssit }: MeteringEntity,
  { requestId, now }: Recording,
): Delivery {
  const [from, to] = [isoTime(entry.StartTime), isoTime(entry.EndTime)];
  const key = [entry.InstanceId, from, to, meteringAssit ?? Key].join(' ');
  return {
    effect: 'first',
    key,
    recordId: key,
    instance: entry.InstanceId,
    ...(customer === undefined ? {} : { customer }),
    dimension: Key,
    ...(meteringAssit === undefined ? {} : { item: meteringAssit }),
    from,
    to,
    units: String(Value),
    ...(unbilled === undefined ? { state: 'accepted' } : { state: 'unbilled', reason: unbilled }),
    requestId,
    at: now.toISOString(),
  };
}

function isoTime(seconds: number): string {
  return new Date(seconds * 1_000).toISOString();
}
