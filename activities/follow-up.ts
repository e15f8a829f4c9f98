import { heartbeat } from '@temporalio/activity';
import { later, secondsUntil, type Instant } from '../domain/instant.js';
import type { DeliveryDocument, OutboxDocument } from '../ledger/outbox-document.js';
import type { DueMessage } from '../ledger/outbox-queue.js';
import type { FollowUpActivities, FollowUpResult } from './contract.js';
import type { ArrearsFollowers, FollowUpLedger, Outlets } from './follow-up-ports.js';

/** Of clock changes and of messages; one pass does so many, then what it did is seen. */
const mostAtOnce = 50;
/** A pass begins no further message after so long. */
const passMs = 20_000;

export function createFollowUpActivities(
  ledger: FollowUpLedger,
  { followers, outlets }: { followers: ArrearsFollowers; outlets: Outlets },
): FollowUpActivities {
  return {
    async followUp() {
      const changes = await ledger.clockChanges({ most: mostAtOnce });
      for (const change of changes) {
        await followers.tell(change);
        await ledger.clockChangeTold(change);
        heartbeat();
      }
      const { deliveries, all } = await sendDue(ledger, outlets);
      const nextAt = await ledger.nextMessageAt();
      const now = ledger.now();
      const due = nextAt !== undefined && nextAt <= now;
      return {
        told: changes.length,
        deliveries,
        more: changes.length === mostAtOnce || !all || due,
        ...(nextAt === undefined ? {} : { waitSeconds: secondsUntil(nextAt, now) }),
      };
    },
  };
}

/** @returns whether all that was due was tried */
async function sendDue(
  ledger: FollowUpLedger,
  outlets: Outlets,
): Promise<Pick<FollowUpResult, 'deliveries'> & { all: boolean }> {
  const deliveries = { sent: 0, failed: 0, givenUp: 0 };
  const until = performance.now() + passMs;
  const silent = new Set<string>();
  for (const due of await ledger.dueMessages({ now: ledger.now(), most: mostAtOnce })) {
    if (performance.now() > until) return { deliveries, all: false };
    const tried = await tryMessage(ledger, { outlets, silent }, due);
    for (const { state } of tried) {
      if (state === 'sent') deliveries.sent++;
      else if (state === 'waiting') deliveries.failed++;
      else deliveries.givenUp++;
    }
    heartbeat();
  }
  return { deliveries, all: true };
}

/** @returns the deliveries that were tried now */
async function tryMessage(
  ledger: FollowUpLedger,
  sending: { outlets: Outlets; silent: Set<string> },
  due: DueMessage,
): Promise<DeliveryDocument[]> {
  const { message } = due;
  const { _id: id } = message;
  if (await ledger.isOvertaken(message)) {
    await ledger.recordDeliveries({ id, state: 'overtaken', deliveries: message.deliveries });
    return [];
  }
  const planned = plannedDeliveries(sending.outlets, due);
  const now = ledger.now();
  const isDue = ({ state, nextAt }: DeliveryDocument): boolean =>
    state === 'waiting' && (nextAt === undefined || nextAt <= now);
  const deliveries = await Promise.all(
    planned.map(async (each) =>
      isDue(each) ? tryDelivery(sending, { due, delivery: each, now }) : each,
    ),
  );
  await ledger.recordDeliveries({ id, state: stateOf(deliveries), deliveries });
  return deliveries.filter(({ triedAt }) => triedAt === now);
}

function plannedDeliveries(outlets: Outlets, due: DueMessage): DeliveryDocument[] {
  const { deliveries } = due.message;
  if (deliveries.length > 0) return deliveries;
  return outlets.addresseesOf(due).map((to) => ({ ...to, state: 'waiting' as const, attempts: 0 }));
}

/** Who did not answer is not asked again in the same pass: others are not to wait for him. */
async function tryDelivery(
  { outlets, silent }: { outlets: Outlets; silent: Set<string> },
  { due, delivery, now }: { due: DueMessage; delivery: DeliveryDocument; now: Instant },
): Promise<DeliveryDocument> {
  const { channel, to } = delivery;
  const place = channel === 'mail' ? 'mail' : to;
  if (silent.has(place)) return { ...delivery, nextAt: later(now, silentSeconds) };
  const result = await outlets.deliver({ channel, to }, due);
  const { nextAt: _, ...rest } = delivery;
  const tried = { ...rest, triedAt: now };
  switch (result.outcome) {
    case 'sent':
      return { ...tried, state: 'sent', answer: result.answer };
    case 'refused':
      return { ...tried, state: 'refused', answer: result.reason };
    case 'failed': {
      silent.add(place);
      const attempts = delivery.attempts + 1;
      const seconds = outlets.retryAfterSeconds(attempts);
      const failed = { ...tried, attempts, answer: result.reason };
      if (seconds === undefined) return { ...failed, state: 'given-up' };
      return { ...failed, nextAt: later(now, seconds) };
    }
  }
}

/** Until the others of a pass whose addressee did not answer are tried. */
const silentSeconds = 30;

function stateOf(deliveries: readonly DeliveryDocument[]): OutboxDocument['state'] {
  if (deliveries.length === 0) return 'nobody';
  if (deliveries.some(({ state }) => state === 'waiting')) return 'waiting';
  return deliveries.every(({ state }) => state === 'sent') ? 'sent' : 'failed';
}
