import type { BookEntry, Books, Delivery } from '../books.js';
import type { Exceptions } from '../vendor-emulator.js';
import type { JudgedRecord } from './check-request.js';

export interface Recording {
  books: Books;
  requestId: string;
  now: Date;
}

/** Of records with the same instance, begin and end only the first is processed; nobody is told. */
export function recordUsage(
  judged: readonly JudgedRecord[],
  recording: Recording,
  { leftOut, status = 'ordered by a fault' }: Exceptions,
): void {
  const { books } = recording;
  books.record((take) => {
    for (const [index, each] of judged.entries()) {
      const rejected = leftOut.has(index) ? status : each.rejected;
      const delivery = deliveryOf({ ...each, rejected }, recording);
      take({ ...delivery, effect: effectOn(books.find(delivery.key), delivery) });
    }
  });
}

/** A record that was rejected has to be sent again, so it holds no place. */
function effectOn(before: BookEntry | undefined, { units }: Delivery): Delivery['effect'] {
  if (!before) return 'first';
  if (before.state === 'rejected') return 'replacement';
  return before.units === units ? 'repeat' : 'conflict';
}

function deliveryOf(
  { record, customer, beginMs, endMs, units, rejected }: JudgedRecord,
  { requestId, now }: Recording,
): Delivery {
  const { instance_id: instance, begin_time, end_time, metering_sn } = record;
  return {
    effect: 'first',
    key: [instance, begin_time, end_time].join(' '),
    recordId: metering_sn,
    reference: metering_sn,
    instance,
    ...(customer === undefined ? {} : { customer }),
    dimension: 'usage_value',
    from: new Date(beginMs).toISOString(),
    to: new Date(endMs).toISOString(),
    units,
    ...(rejected === undefined ? { state: 'accepted' } : { state: 'rejected', reason: rejected }),
    requestId,
    at: now.toISOString(),
  };
}
