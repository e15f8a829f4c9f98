import type { ClientSession } from 'mongodb';
import { nextFullHour, freeHour, type HourLimits } from '../domain/charge-slot.js';
import type { Currency } from '../domain/billing-cycle.js';
import { later, type Instant } from '../domain/instant.js';
import type { Provider } from '../domain/records.js';
import { invariant } from '../domain/settlement-error.js';
import { databaseNow } from './database-clock.js';
import type { CloudAccountDocument } from './documents.js';
import type { Ledger } from './ledger-context.js';
import { lockAccounts } from './lock-accounts.js';
import type { ChargeSlot, CloudChargeDocument } from './settlement-documents.js';
import { inTransaction } from './transaction.js';
import { wholeList } from './whole-list.js';

/** Charges of one product: its marketplace's region and dimension are part of their slots. */
export interface ChargeQueue {
  provider: Provider;
  currency: Currency;
  region: string;
  dimension: string;
}

/** One charge that its claimer, and nobody else, may send until `sendBefore`. */
export interface ClaimedCharge {
  key: string;
  customer: string;
  instance: string;
  hour: Instant;
  units: string;
  attempt: number;
}

export interface Claim {
  charges: ClaimedCharge[];
  /** The database's time of the claim. */
  claimedAt: Instant;
  sendBefore: Instant;
  /** Of charges whose hour was too late for another try: what replaces them is in the queue. */
  expired: string[];
}

/** An attempt may be sent for so long after it was claimed. */
const sendWithinSeconds = 30;

/**
 * Takes the next charges of a queue for one attempt: reserves the hour that each is reported for,
 * under its account's lock and a unique index, and says who sends it and until when.
 */
export async function claimCharges(
  ledger: Ledger,
  queue: ChargeQueue,
  { limits, sender, most }: { limits: HourLimits; sender: string; most: number },
): Promise<Claim> {
  const now = await databaseNow(ledger);
  const sendBefore = later(now, sendWithinSeconds);
  const { provider, currency } = queue;
  const due = await ledger.collections.cloudCharges
    .find(
      {
        provider,
        currency,
        state: 'stored',
        $or: [{ notBefore: { $exists: false } }, { notBefore: { $lte: now } }],
      },
      { ...wholeList(), projection: { account: 1 } },
    )
    .sort({ createdAt: 1, _id: 1 })
    .limit(most)
    .toArray();
  if (due.length === 0) return { charges: [], claimedAt: now, sendBefore, expired: [] };
  const accounts = [...new Set(due.map(({ account }) => account))].toSorted();
  return inTransaction(ledger.client, async (session) => {
    await lockAccounts(ledger, accounts, session);
    const keys = due.map(({ _id }) => _id);
    const facts = await readFacts(ledger, { keys, accounts }, session);
    const claim: Claim = { charges: [], claimedAt: now, sendBefore, expired: [] };
    const updates = facts.charges.map((charge) => {
      const change = claimOne(claim, charge, { facts, queue, limits, now, sender });
      return {
        updateOne: { filter: { _id: charge._id, state: 'stored' as const }, update: change },
      };
    });
    if (updates.length > 0) {
      const { matchedCount } = await ledger.collections.cloudCharges.bulkWrite(updates, {
        session,
        ordered: false,
      });
      invariant(
        matchedCount === updates.length,
        'a charge was claimed under the lock of its account',
      );
    }
    return claim;
  });
}

interface Facts {
  charges: CloudChargeDocument[];
  cloudAccounts: Map<string, CloudAccountDocument>;
  /** Hours that each cloud account has given away. */
  taken: Map<string, Set<Instant>>;
}

async function readFacts(
  ledger: Ledger,
  { keys, accounts }: { keys: string[]; accounts: string[] },
  session: ClientSession,
): Promise<Facts> {
  const { cloudCharges, cloudAccounts } = ledger.collections;
  const charges = await cloudCharges
    .find({ _id: { $in: keys }, account: { $in: accounts }, state: 'stored' }, wholeList(session))
    .toArray();
  const ids = [...new Set(charges.map(({ cloudAccount }) => cloudAccount))];
  const registered = await cloudAccounts.find({ _id: { $in: ids } }, wholeList(session)).toArray();
  const slots = await cloudCharges
    .find(
      {
        account: { $in: accounts },
        cloudAccount: { $in: ids },
        'slot.hour': { $exists: true },
      },
      { ...wholeList(session), projection: { cloudAccount: 1, slot: 1 } },
    )
    .toArray();
  const taken = new Map<string, Set<Instant>>(ids.map((id) => [id, new Set()]));
  for (const { cloudAccount, slot } of slots) if (slot) taken.get(cloudAccount)?.add(slot.hour);
  return { charges, cloudAccounts: new Map(registered.map((each) => [each._id, each])), taken };
}

function claimOne(
  claim: Claim,
  charge: CloudChargeDocument,
  context: { facts: Facts; queue: ChargeQueue; limits: HourLimits; now: Instant; sender: string },
): object {
  const { facts, queue, limits, now, sender } = context;
  const registered = facts.cloudAccounts.get(charge.cloudAccount);
  if (!registered)
    return { $set: { state: 'parked', reason: 'its cloud account is not in the database' } };
  if (charge.slot && limits.deadline(charge.slot.hour) <= now) {
    claim.expired.push(charge.key);
    return { $set: { reason: 'the vendor bills its hour no more' } };
  }
  const taken = facts.taken.get(charge.cloudAccount) ?? new Set();
  const hour = charge.slot?.hour ?? freeHour(limits, { now, taken });
  if (!hour)
    return { $set: { notBefore: nextFullHour(now), reason: 'no hour is free for it yet' } };
  taken.add(hour);
  const { region, dimension } = queue;
  const slot: ChargeSlot = charge.slot ?? { region, dimension, hour };
  const { customer, instance } = registered;
  const { key, units, attempts: attempt } = charge;
  claim.charges.push({ key, customer, instance, hour, units, attempt });
  return {
    $set: { state: 'sending', slot, sender, sendBefore: claim.sendBefore, triedAt: now },
    $unset: { notBefore: '', reason: '' },
  };
}
