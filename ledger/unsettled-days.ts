import type { ClientSession } from 'mongodb';
import {
  cycleId,
  currencies,
  type BillingCycle,
  type Currency,
  type Day,
} from '../domain/billing-cycle.js';
import type { Collections } from './collections.js';

/**
 * The days of which a bill may be unclaimed, or a settlement open that never waited: from the first bill
 * that an import brings, or the start of the cycle, until a cycle has closed with all of it settled,
 * waiting or parked. They are few, so that what is unclaimed is found by its day and a claim rewrites
 * no index: inside a transaction that costs the server more than the claim.
 */

const durable = { writeConcern: { w: 'majority', journal: true } } as const;

/** Before the bills of the import are written, or the cycle is started with this cut. */
export async function noteUnsettled(
  { unsettledDays }: Pick<Collections, 'unsettledDays'>,
  { currency, day }: BillingCycle,
  importNumber: number,
): Promise<void> {
  await unsettledDays.updateOne(
    { _id: cycleId({ currency, day }) },
    { $max: { import: importNumber }, $setOnInsert: { currency, day } },
    { upsert: true, ...durable },
  );
}

/** After a cycle has closed with every bill up to its cut in a settlement that has ended, waits or is parked. */
export async function noteSettled(
  { unsettledDays }: Pick<Collections, 'unsettledDays'>,
  { currency, day, cut }: BillingCycle & { cut: number },
): Promise<void> {
  // What a later import brought, or is bringing, stays noted.
  await unsettledDays.deleteOne(
    { _id: cycleId({ currency, day }), import: { $lte: cut } },
    durable,
  );
}

/** In order; both ends included. */
export async function unsettledDaysOf(
  { unsettledDays }: Pick<Collections, 'unsettledDays'>,
  { currency, from, to }: { currency: Currency; from?: Day; to: Day },
  session?: ClientSession,
): Promise<Day[]> {
  const found = await unsettledDays
    .find(
      { currency, day: { ...(from === undefined ? {} : { $gte: from }), $lte: to } },
      { ...(session ? { session } : {}), projection: { _id: 0, day: 1 } },
    )
    .sort({ day: 1 })
    .toArray();
  return found.map(({ day }) => day);
}

/**
 * Notes the days of a database that was written before they were: those with bills that nobody took, with
 * settlements open or with a cycle that runs; and marks what waits or is parked.
 */
export async function noteOlderDays({
  bills,
  cycles,
  imports,
  settlements,
  unsettledDays,
}: Collections): Promise<void> {
  const { last = 0 } = (await imports.findOne({ _id: 'imports' })) ?? {};
  for (const currency of currencies) {
    const days = [
      ...(await bills.distinct('day', { currency, settlement: null })),
      ...(await settlements.distinct('cycle', { currency, state: 'open' })),
      ...(await cycles.distinct('day', { currency, state: 'running' })),
    ];
    for (const day of new Set(days))
      await noteUnsettled({ unsettledDays }, { currency, day }, last);
  }
  await settlements.updateMany(
    { state: { $in: ['waiting', 'parked'] }, delayed: { $exists: false } },
    { $set: { delayed: true } },
    durable,
  );
}
