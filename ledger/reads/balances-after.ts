import type { LedgerPosting } from '../../domain/chart-of-accounts.js';
import { applyPosting, type RunningBalances } from '../../domain/running-balances.js';
import { invariant } from '../../domain/settlement-error.js';
import { fromDecimal128, toDecimal128 } from '../decimal128.js';
import type { Ledger } from '../ledger-context.js';
import type { EntryDocument } from '../settlement-documents.js';

/** A mark after each so many entries: nobody adds up more than that again. */
export const entriesBetweenMarks = 500;
/** An account with more of them than fit a document has no marks. */
const mostBalances = 100_000;
const entriesAtOnce = 1_000;

/**
 * The balances of an account after entry `number` of its chain, 0 for before the first. Derived from
 * the entries alone: from the nearest mark on, and marks are left on the way.
 */
export async function balancesAfter(
  ledger: Ledger,
  { account, number }: { account: string; number: number },
): Promise<RunningBalances> {
  const mark = await ledger.collections.balanceMarks
    .find({ account, number: { $lte: number } })
    .sort({ account: -1, number: -1 })
    .limit(1)
    .next();
  const balances: RunningBalances = new Map(
    mark?.balances.map(({ of, amount }) => [of, fromDecimal128(amount)]),
  );
  let at = mark?.number ?? 0;
  for await (const entry of readEntries(ledger, { account, after: at, upTo: number })) {
    at++;
    invariant(entry.number === at, `entry ${account}/${at} is missing`);
    for (const each of postingsOf(entry)) applyPosting(balances, each);
    if (at % entriesBetweenMarks === 0) await leaveMark(ledger, { account, number: at, balances });
  }
  return balances;
}

/** The entries of an account behind `after`, in the order of its chain. */
export async function* readEntries(
  ledger: Ledger,
  { account, after, upTo }: { account: string; after: number; upTo: number },
): AsyncGenerator<Pick<EntryDocument, '_id' | 'number' | 'key' | 'at' | 'postings'>> {
  if (after >= upTo) return;
  yield* ledger.collections.entries
    .find(
      { account, number: { $gt: after, $lte: upTo } },
      { batchSize: entriesAtOnce, projection: { number: 1, key: 1, at: 1, postings: 1 } },
    )
    .sort({ account: 1, number: 1 });
}

export function postingsOf({ postings }: Pick<EntryDocument, 'postings'>): LedgerPosting[] {
  return postings.map((each) => ({ ...each, amount: fromDecimal128(each.amount) }));
}

async function leaveMark(
  ledger: Ledger,
  { account, number, balances }: { account: string; number: number; balances: RunningBalances },
): Promise<void> {
  if (balances.size > mostBalances) return;
  await ledger.collections.balanceMarks.updateOne(
    { _id: `${account}/${number}` },
    {
      $setOnInsert: {
        account,
        number,
        balances: [...balances].map(([of, amount]) => ({ of, amount: toDecimal128(amount) })),
      },
    },
    // Lost, it is left again; so nothing need wait for the disk.
    { upsert: true, writeConcern: { w: 1, journal: false } },
  );
}
