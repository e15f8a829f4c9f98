import type { Currency, Day } from '../domain/billing-cycle.js';
import type { ChargeState } from '../domain/cloud-charge.js';
import type { Instant } from '../domain/instant.js';
import type { Provider } from '../domain/records.js';
import type { Ledger } from './ledger-context.js';
import type { CloudChargeDocument } from './settlement-documents.js';
import { wholeList } from './whole-list.js';

/** A charge that has its hour at its vendor, and so may have arrived there. */
export interface SlottedCharge {
  key: string;
  provider: Provider;
  cloudAccount: string;
  currency: Currency;
  cycle: Day;
  state: ChargeState;
  units: string;
  attempts: number;
  hour: Instant;
  dimension: string;
}

export interface RegisteredAccount {
  id: string;
  account: string;
  customer: string;
  instance: string;
}

/** Everybody who is registered with a vendor; those of one customer stand together. */
export async function cloudAccountsOf(
  ledger: Ledger,
  provider: Provider,
): Promise<RegisteredAccount[]> {
  const found = ledger.collections.cloudAccounts.find(
    { provider },
    { projection: { account: 1, customer: 1, instance: 1 } },
  );
  const all: RegisteredAccount[] = [];
  for await (const { _id: id, account, customer, instance } of found)
    all.push({ id, account, customer, instance });
  return all.toSorted((a, b) => (a.customer < b.customer ? -1 : a.customer > b.customer ? 1 : 0));
}

/** Their charges of a day, and those whose hours are of a time. */
export async function slottedChargesOf(
  ledger: Ledger,
  {
    cloudAccounts,
    cycle,
    hours,
  }: {
    cloudAccounts: readonly RegisteredAccount[];
    cycle?: Day | undefined;
    hours?: { from: Instant; to: Instant } | undefined;
  },
): Promise<SlottedCharge[]> {
  const either = [
    ...(cycle === undefined ? [] : [{ cycle }]),
    ...(hours ? [{ 'slot.hour': { $gte: hours.from, $lt: hours.to } }] : []),
  ];
  if (either.length === 0) return [];
  const found = await ledger.collections.cloudCharges
    .find(
      {
        account: { $in: [...new Set(cloudAccounts.map(({ account }) => account))] },
        cloudAccount: { $in: cloudAccounts.map(({ id }) => id) },
        'slot.hour': { $exists: true },
        $or: either,
      },
      wholeList(),
    )
    .toArray();
  return found.flatMap(slotted);
}

/** While nothing is said of a day, only charges that their vendor was not seen to bill. */
const notSeenBilled: ChargeState[] = ['provisional', 'undecided', 'parked'];

/** Charges that a vendor can be asked about, those that he took provisionally first. */
export async function* chargesToAskAbout(
  ledger: Ledger,
  of: { provider: Provider; currency: Currency; cycle?: Day | undefined },
): AsyncGenerator<SlottedCharge & { customer: string; instance: string }> {
  const { provider, currency, cycle } = of;
  const { cloudCharges, cloudAccounts } = ledger.collections;
  const asked = {
    provider,
    currency,
    'slot.hour': { $exists: true },
    ...(cycle === undefined ? {} : { cycle }),
  };
  for (const state of [
    { $eq: 'provisional' as const },
    cycle === undefined ? { $in: notSeenBilled.slice(1) } : { $ne: 'provisional' as const },
  ]) {
    const found = cloudCharges.find({ ...asked, state }).sort({ _id: 1 });
    for await (const charge of found) {
      const registered = await cloudAccounts.findOne({ _id: charge.cloudAccount });
      const { customer = '', instance = '' } = registered ?? {};
      for (const each of slotted(charge)) yield { ...each, customer, instance };
    }
  }
}

/** How many charges of a day have an hour at their vendor, and how many have none yet. */
export async function countCharges(
  ledger: Ledger,
  cycle: Day,
): Promise<{ provider: Provider; currency: Currency; slotted: number; unsent: number }[]> {
  const waits = { $in: ['$state', ['stored', 'parked']] };
  const hasHour = { $ne: [{ $type: '$slot.hour' }, 'missing'] };
  const found = await ledger.collections.cloudCharges
    .aggregate<{
      _id: { provider: Provider; currency: Currency };
      slotted: number;
      unsent: number;
    }>([
      { $match: { currency: { $in: ['CNY', 'USD'] }, cycle } },
      {
        $group: {
          _id: { provider: '$provider', currency: '$currency' },
          slotted: { $sum: { $cond: [hasHour, 1, 0] } },
          unsent: { $sum: { $cond: [{ $and: [{ $not: [hasHour] }, waits] }, 1, 0] } },
        },
      },
      { $sort: { '_id.provider': 1, '_id.currency': 1 } },
    ])
    .toArray();
  return found.map(({ _id, slotted: hours, unsent }) => ({ ..._id, slotted: hours, unsent }));
}

function slotted(charge: CloudChargeDocument): SlottedCharge[] {
  const { key, provider, cloudAccount, currency, cycle, state, units, attempts, slot } = charge;
  if (!slot) return [];
  const { hour, dimension } = slot;
  return [
    { key, provider, cloudAccount, currency, cycle, state, units, attempts, hour, dimension },
  ];
}
