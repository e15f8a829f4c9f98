import {
  currencies,
  cycleId,
  type BillingCycle,
  type Currency,
  type Day,
} from '../domain/billing-cycle.js';
import { later } from '../domain/instant.js';
import { SettlementError } from '../domain/settlement-error.js';
import type { Ledger } from './ledger-context.js';
import { noteUnsettled } from './unsettled-days.js';

/** The number of the last import that may be read; 0 before the first. */
export async function publishedImport(ledger: Ledger): Promise<number> {
  return (await ledger.collections.imports.findOne({ _id: 'imports' }))?.published ?? 0;
}

/** The number of the last import whose money stands in the ledger: at most the published one. */
async function postedImport(ledger: Ledger): Promise<number> {
  return (await ledger.collections.imports.findOne({ _id: 'imports' }))?.posted ?? 0;
}

/** Earlier days of the currency whose cycle has not ended. */
export async function earlierRunning(ledger: Ledger, cycle: BillingCycle): Promise<Day[]> {
  const running = await ledger.collections.cycles
    .find(
      { currency: cycle.currency, state: 'running', day: { $lt: cycle.day } },
      { projection: { day: 1 } },
    )
    .toArray();
  return running.map(({ day }) => day);
}

/** One that was opened longer ago waits for something else than its accounts. */
const settlingSeconds = 3_600;

/** Whether any cycle is settling: one opened within the last hour that has not ended. */
export async function isAnyCycleSettling({
  collections: { cycles },
  now,
}: Ledger): Promise<boolean> {
  const filter = {
    currency: { $in: [...currencies] },
    state: 'running' as const,
    openedAt: { $gte: later(now(), -settlingSeconds) },
  };
  return (await cycles.findOne(filter, { projection: { _id: 1 } })) !== null;
}

/** Ends the cycle of a day whose workflow is gone, so that later days do not wait for it. */
export async function abandonCycle(ledger: Ledger, cycle: BillingCycle): Promise<void> {
  await ledger.collections.cycles.updateOne(
    { _id: cycleId(cycle), state: 'running' },
    { $set: { state: 'closed', closedAt: ledger.now() } },
  );
}

/**
 * Registers the cycle as started and keeps its `cut`: bills and instruments of later imports do not
 * exist for it. Called again (another run of the same day) the cut moves on, never back.
 */
export async function openCycle(ledger: Ledger, cycle: BillingCycle): Promise<{ cut: number }> {
  // One that is published meanwhile has bills, but its cash, vouchers and cards are not money yet.
  const cut = await postedImport(ledger);
  const { currency, day } = cycle;
  await noteUnsettled(ledger.collections, cycle, cut);
  const opened = await ledger.collections.cycles.findOneAndUpdate(
    { _id: cycleId(cycle) },
    {
      $set: { state: 'running' },
      $max: { cut },
      $setOnInsert: { currency, day, cohorts: 0, openedAt: ledger.now() },
    },
    { upsert: true, returnDocument: 'after' },
  );
  return { cut: opened?.cut ?? cut };
}

export interface PlannedCohort {
  number: number;
  first: string;
  last: string;
  accounts: number;
  lines: number;
}

/** A cohort of fewer accounts than asked for when their lines are more than this. */
const mostLinesInCohort = 10_000;

/** By itself the server would give a quarter of a million at a time, for a page that needs some thousands. */
const billsAtOnce = 2_000;

/**
 * The next ranges of accounts with unclaimed bills, in id order after `after`; numbers go on over
 * every run of the cycle, so that no two cohorts share a workflow id.
 */
export async function planCohorts(
  ledger: Ledger,
  cycle: BillingCycle & { cut: number },
  page: { after: string; cohortSize: number; most: number },
): Promise<PlannedCohort[]> {
  const { currency, day, cut } = cycle;
  const cursor = ledger.collections.bills
    .find(
      { currency, settlement: null, day, account: { $gt: page.after }, import: { $lte: cut } },
      { projection: { _id: 0, account: 1, lineCount: 1 }, batchSize: billsAtOnce },
    )
    .sort({ currency: 1, day: 1, account: 1 });
  const ranges: Omit<PlannedCohort, 'number'>[] = [];
  for await (const { account, lineCount } of cursor) {
    const current = ranges.at(-1);
    if (current?.last === account) {
      current.lines += lineCount;
      continue;
    }
    const full =
      !current || current.accounts >= page.cohortSize || current.lines >= mostLinesInCohort;
    if (full && ranges.length === page.most) break;
    if (full) ranges.push({ first: account, last: account, accounts: 1, lines: lineCount });
    else
      Object.assign(current, {
        last: account,
        accounts: current.accounts + 1,
        lines: current.lines + lineCount,
      });
  }
  await cursor.close();
  const firstNumber = await nextCohortNumbers(ledger, cycle, ranges.length);
  return ranges.map((range, index) => ({ number: firstNumber + index, ...range }));
}

async function nextCohortNumbers(
  ledger: Ledger,
  cycle: BillingCycle,
  count: number,
): Promise<number> {
  const updated = await ledger.collections.cycles.findOneAndUpdate(
    { _id: cycleId(cycle) },
    { $inc: { cohorts: count } },
    { returnDocument: 'after' },
  );
  if (!updated) throw new SettlementError('not-found', `cycle ${cycleId(cycle)} was never opened`);
  return updated.cohorts - count + 1;
}

/** Settlements of one cycle that are open, or parked, by the workflow that owns them. */
export interface OpenOwner {
  owner: string;
  state: 'open' | 'parked';
  accounts: number;
  first: string;
  last: string;
}

/** What of a cycle is not at its end yet. */
export async function surveyCycle(
  ledger: Ledger,
  cycle: BillingCycle & { cut: number },
  states: readonly OpenOwner['state'][],
): Promise<{ unclaimedBills: number; owners: OpenOwner[] }> {
  const { currency, day, cut } = cycle;
  const unclaimedBills = await ledger.collections.bills.countDocuments({
    currency,
    settlement: null,
    day,
    import: { $lte: cut },
  });
  const owners = await ledger.collections.settlements
    .aggregate<OpenOwner>([
      { $match: { currency, cycle: day, state: { $in: [...states] } } },
      {
        $group: {
          _id: { owner: '$owner', state: '$state' },
          accounts: { $sum: 1 },
          first: { $min: '$account' },
          last: { $max: '$account' },
        },
      },
      { $limit: 200 },
      {
        $project: {
          _id: 0,
          owner: '$_id.owner',
          state: '$_id.state',
          accounts: 1,
          first: 1,
          last: 1,
        },
      },
    ])
    .toArray();
  return { unclaimedBills, owners };
}

/** Gives the open settlements of a workflow that no longer runs to a new cohort. */
export async function adoptOrphans(
  ledger: Ledger,
  cycle: BillingCycle,
  orphan: OpenOwner,
  ownerFor: (number: number) => string,
): Promise<PlannedCohort> {
  const number = await nextCohortNumbers(ledger, cycle, 1);
  await ledger.collections.settlements.updateMany(
    {
      owner: orphan.owner,
      account: { $gte: orphan.first, $lte: orphan.last },
      state: { $in: ['open', 'parked'] },
      cycle: cycle.day,
    },
    { $set: { owner: ownerFor(number), state: 'open' }, $unset: { reason: '' } },
  );
  const { first, last, accounts } = orphan;
  return { number, first, last, accounts, lines: 0 };
}

/** Currencies that have accounts. */
export async function currenciesInUse(ledger: Ledger): Promise<Currency[]> {
  const published = await publishedImport(ledger);
  return ledger.collections.accounts.distinct('currency', { import: { $lte: published } });
}
