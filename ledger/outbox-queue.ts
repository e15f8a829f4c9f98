import type { Currency } from '../domain/billing-cycle.js';
import type { Instant } from '../domain/instant.js';
import type { Ledger } from './ledger-context.js';
import type { DeliveryDocument, OutboxDocument } from './outbox-document.js';
import { readWorkspaceLocks } from './reads/read-locks.js';

/** A message that is due, and whom it is about. */
export interface DueMessage {
  message: OutboxDocument;
  /** Unless its account is gone. */
  customer?: {
    name: string;
    currency: Currency;
    email?: string | undefined;
    language?: 'en' | 'zh' | undefined;
  };
}

/** Those whose time has come, the longest waiting first. */
export async function dueMessages(
  { collections: { outbox, accounts } }: Ledger,
  { now, most }: { now: Instant; most: number },
): Promise<DueMessage[]> {
  const found = await outbox
    .find({ state: 'waiting', nextAt: { $lte: now } })
    .sort({ nextAt: 1, _id: 1 })
    .limit(most)
    .toArray();
  const ids = [...new Set(found.map(({ account }) => account))];
  const owners = await accounts.find({ _id: { $in: ids } }).toArray();
  const ownerOf = new Map(owners.map((account) => [account._id, account]));
  // In the order in which they were decided, so that those of one workspace are told in turn.
  return found.toSorted(byAge).map((message) => {
    const owner = ownerOf.get(message.account);
    if (!owner) return { message };
    const { name, currency, email, language } = owner;
    return { message, customer: { name, currency, email, language } };
  });
}

function byAge(a: OutboxDocument, b: OutboxDocument): number {
  const [left, right] = a.at === b.at ? [a._id, b._id] : [a.at, b.at];
  return left < right ? -1 : 1;
}

/** Until when the next message waits; absent where none does. */
export async function nextMessageAt({
  collections: { outbox },
}: Ledger): Promise<Instant | undefined> {
  const [next] = await outbox
    .find({ state: 'waiting' }, { projection: { nextAt: 1 } })
    .sort({ nextAt: 1, _id: 1 })
    .limit(1)
    .toArray();
  return next?.nextAt;
}

/**
 * Whether a message is no longer true: what was owed is repaid, what was locked is open again, or the
 * other way round. By the facts of now, because the clocks of those who wrote messages may differ.
 */
export async function isOvertaken(ledger: Ledger, { message }: OutboxDocument): Promise<boolean> {
  switch (message.type) {
    case 'arrears.notice':
    case 'arrears.locked': {
      const { account: _id, owedSince } = message;
      const owner = await ledger.collections.accounts.findOne({ _id });
      return owner?.arrearsSince !== owedSince;
    }
    case 'arrears.cleared':
      return false;
    case 'workspace.locked':
      return !(await readWorkspaceLocks(ledger, message)).locked;
    case 'workspace.unlocked':
      return (await readWorkspaceLocks(ledger, message)).locked;
  }
}

/** Writes down what came of trying a message. */
export async function recordDeliveries(
  { collections: { outbox } }: Ledger,
  {
    id,
    state,
    deliveries,
  }: {
    id: string;
    state: OutboxDocument['state'];
    deliveries: readonly DeliveryDocument[];
  },
): Promise<void> {
  const times = deliveries.flatMap(({ nextAt }) => nextAt ?? []).toSorted();
  const [nextAt] = times;
  const set = { state, deliveries: [...deliveries] };
  await outbox.updateOne(
    { _id: id, state: 'waiting' },
    nextAt === undefined || state !== 'waiting'
      ? { $set: set, $unset: { nextAt: '' } }
      : { $set: { ...set, nextAt } },
  );
}

/** Whether anything is left to be told or sent after the transactions that decided it. */
export async function hasFollowUp({ collections: { accounts, outbox } }: Ledger): Promise<boolean> {
  const one = { projection: { _id: 1 } };
  const change = await accounts.findOne({ toFollow: { $gt: 0 } }, one);
  return change !== null || (await outbox.findOne({ state: 'waiting' }, one)) !== null;
}
