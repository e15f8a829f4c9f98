import type { Currency } from '../domain/billing-cycle.js';
import { epoch, later } from '../domain/instant.js';
import type { Ledger } from './ledger-context.js';

/** A clock that started, or was cleared, and of which followArrears has not been told. */
export interface ClockChange {
  account: string;
  currency: Currency;
  /** The number of the entry that changed it. */
  entry: number;
  /** Whether it runs now. */
  runs: boolean;
}

/** The first of those clocks, by their entry's number. */
export async function clockChanges(
  { collections: { accounts } }: Ledger,
  { most }: { most: number },
): Promise<ClockChange[]> {
  const found = await accounts
    .find({ toFollow: { $gt: 0 } }, { projection: { currency: 1, toFollow: 1, arrearsSince: 1 } })
    .limit(most)
    .toArray();
  return found.map(({ _id, currency, toFollow = 0, arrearsSince }) => ({
    account: _id,
    currency,
    entry: toFollow,
    runs: arrearsSince !== undefined,
  }));
}

/** Twice what it lets pass. */
const silentSeconds = 2 * 24 * 3_600;

/**
 * Marks the accounts whose arrears nobody has looked at for two days: their workflow was ended by hand,
 * or they owed before there was one.
 */
export async function missFollowers({ collections: { accounts }, now }: Ledger): Promise<void> {
  const since = later(now(), -silentSeconds);
  await accounts.updateMany(
    { arrearsSince: { $gt: epoch }, followedAt: { $not: { $gte: since } } },
    [{ $set: { toFollow: { $max: ['$entries', 1] } } }],
  );
}

/** A change that came after the one that was told stays to be told. */
export async function clockChangeTold(
  { collections: { accounts } }: Ledger,
  { account, entry }: Pick<ClockChange, 'account' | 'entry'>,
): Promise<void> {
  await accounts.updateOne({ _id: account, toFollow: entry }, { $unset: { toFollow: '' } });
}
