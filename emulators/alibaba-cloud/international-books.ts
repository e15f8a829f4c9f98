import type { BookEntry, Books, Delivery } from '../books.js';
import type { Subscribers } from '../subscribers.js';
import { Refusal, type Exceptions } from '../vendor-emulator.js';
import type { MeteringOrder } from './international-order.js';
import type { AlibabaCloudRules } from './rules.js';

export interface OrderRecording {
  books: Books;
  subscribers: Subscribers;
  rules: AlibabaCloudRules;
  requestId: string;
  now: Date;
}

/** @throws Refusal, for the whole call */
export function recordOrders(
  orders: readonly MeteringOrder[],
  recording: OrderRecording,
  { leftOut }: Exceptions,
): void {
  const deliveries = orders.map((order) => deliveryOf(order, recording));
  const { books, rules } = recording;
  books.record((take) => {
    for (const [index, delivery] of deliveries.entries()) {
      if (leftOut.has(index)) continue;
      const before = books.find(delivery.key);
      take(before ? { ...delivery, effect: effectOn(before, delivery, rules) } : delivery);
    }
  });
}

export function findOrder(books: Books, pushOrderBizId: string): BookEntry | undefined {
  return books.find(keyOf(pushOrderBizId));
}

function effectOn(
  before: BookEntry,
  delivery: Delivery,
  { repeatedOrder = 'adds-up' }: AlibabaCloudRules,
): Delivery['effect'] {
  const isSame = before.instance === delivery.instance && before.dimension === delivery.dimension;
  if (isSame && repeatedOrder === 'adds-up') return 'addition';
  return isSame && before.units === delivery.units ? 'repeat' : 'conflict';
}

function deliveryOf(
  order: MeteringOrder,
  { subscribers, requestId, now }: OrderRecording,
): Delivery {
  const { PushOrderBizId, InstanceId, MeteringAssist } = order;
  const known = subscribers.of({ provider: 'alibaba-cloud', instance: InstanceId });
  if (known?.length === 0) throw new Refusal('InvalidInstanceId.NotFound');
  if (order.toMs > now.getTime()) {
    throw new Refusal('InvalidMeteringData', 'EndTime is in the future.');
  }
  const [subscriber] = known ?? [];
  return {
    effect: 'first',
    key: keyOf(PushOrderBizId),
    recordId: PushOrderBizId,
    reference: PushOrderBizId,
    instance: InstanceId,
    ...(subscriber === undefined ? {} : { customer: subscriber.customer }),
    dimension: order.dimension,
    ...(MeteringAssist === undefined ? {} : { item: MeteringAssist }),
    from: new Date(order.fromMs).toISOString(),
    to: new Date(order.toMs).toISOString(),
    units: String(order.units),
    ...(subscriber?.subscribed === false
      ? { state: 'unbilled', reason: 'the instance has ended' }
      : { state: 'accepted' }),
    requestId,
    at: now.toISOString(),
  };
}

function keyOf(pushOrderBizId: string): string {
  return `order ${pushOrderBizId}`;
}
