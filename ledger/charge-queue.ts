import type { Currency, Day } from '../domain/billing-cycle.js';
import type { Instant } from '../domain/instant.js';
import type { Provider } from '../domain/records.js';
import type { Ledger } from './ledger-context.js';
import type { CloudChargeDocument } from './settlement-documents.js';

/** Vendors that have charges to be sent, or to be found out about. */
export async function providersWithWork(
  ledger: Ledger,
  of: { account?: { first: string; last: string }; cycle?: Day; currency: Currency },
): Promise<Provider[]> {
  const { account, cycle, currency } = of;
  return ledger.collections.cloudCharges.distinct('provider', {
    ...(account ? { account: { $gte: account.first, $lte: account.last } } : {}),
    ...(cycle === undefined ? {} : { cycle }),
    currency,
    state: { $in: ['stored', 'sending', 'undecided'] },
  });
}

/** What is left to do of a queue. */
export interface QueueState {
  /** May be sent now. */
  due: number;
  /** Until when the next one waits; absent where none does. */
  nextAt?: Instant;
  /** In flight, by whoever: until their time is over nobody knows what comes of them. */
  sending: number;
  /** Undecided or parked, and without a workflow that finds out about it; 50 at most. */
  toCollect: { key: string; account: string }[];
}

const mostToCollect = 50;

export async function queueState(
  ledger: Ledger,
  { provider, currency }: { provider: Provider; currency: Currency },
  now: Instant,
): Promise<QueueState> {
  const { cloudCharges } = ledger.collections;
  const stored = { provider, currency, state: 'stored' as const };
  const waits = { ...stored, notBefore: { $gt: now } };
  const [next] = await cloudCharges.find(waits).sort({ notBefore: 1 }).limit(1).toArray();
  const due = await cloudCharges.countDocuments({
    ...stored,
    $or: [{ notBefore: { $exists: false } }, { notBefore: { $lte: now } }],
  });
  const sending = await cloudCharges.countDocuments({ ...stored, state: 'sending' });
  const toCollect = await cloudCharges
    .find(
      { provider, currency, state: { $in: ['undecided', 'parked'] }, collected: { $ne: true } },
      { projection: { account: 1, key: 1 } },
    )
    .limit(mostToCollect)
    .toArray();
  return {
    due,
    ...(next?.notBefore === undefined ? {} : { nextAt: next.notBefore }),
    sending,
    toCollect: toCollect.map(({ key, account }) => ({ key, account })),
  };
}

/** Whether any charge of the product waits to be sent. */
export async function hasStored(
  ledger: Ledger,
  { provider, currency }: { provider: Provider; currency: Currency },
): Promise<boolean> {
  const stored = { provider, currency, state: 'stored' as const };
  const one = await ledger.collections.cloudCharges.findOne(stored, { projection: { _id: 1 } });
  return one !== null;
}

/** From here on a workflow of its own finds out about each of them. */
export async function markCollected(ledger: Ledger, keys: readonly string[]): Promise<void> {
  if (keys.length === 0) return;
  await ledger.collections.cloudCharges.updateMany(
    { _id: { $in: [...keys] } },
    { $set: { collected: true } },
  );
}

/** A charge with what its vendor knows its customer by. */
export async function findCharge(
  ledger: Ledger,
  key: string,
): Promise<{ charge: CloudChargeDocument; customer: string; instance: string } | undefined> {
  const charge = await ledger.collections.cloudCharges.findOne({ _id: key });
  if (!charge) return undefined;
  const registered = await ledger.collections.cloudAccounts.findOne({ _id: charge.cloudAccount });
  const { customer = '', instance = '' } = registered ?? {};
  return { charge, customer, instance };
}

/** Charges that nobody can send: each waits for an operator. */
export async function parkQueue(
  ledger: Ledger,
  { provider, currency }: { provider: Provider; currency: Currency },
  reason: string,
): Promise<void> {
  await ledger.collections.cloudCharges.updateMany(
    { provider, currency, state: 'stored' },
    { $set: { state: 'parked', reason } },
  );
}
