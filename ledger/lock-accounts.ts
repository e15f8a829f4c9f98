import { MongoServerError, type ClientSession } from 'mongodb';
import type { AccountDocument } from './documents.js';
import type { Ledger } from './ledger-context.js';
import { wholeList } from './whole-list.js';

/**
 * Takes these accounts for this transaction: writes them first, then reads them, so that whoever else
 * moves their money comes before or after, never between. Accounts that do not exist are missing from
 * the answer.
 */
export async function lockAccounts(
  ledger: Ledger,
  accounts: readonly string[],
  session: ClientSession,
): Promise<Map<string, AccountDocument>> {
  const filter = { _id: { $in: [...accounts] } };
  await ledger.collections.accounts.updateMany(filter, { $inc: { lock: 1 } }, { session });
  const found = await ledger.collections.accounts.find(filter, wholeList(session)).toArray();
  return new Map(found.map((account) => [account._id, account]));
}

const queueForMs = 2_000;
/** MaxTimeMSExpired */
const tookTooLong = 50;

/**
 * Waits, for some seconds at most, until no transaction holds any of these accounts: outside of a
 * transaction a write queues, where inside one it is refused. Without it those who come in quick
 * succession to one account always find it taken by somebody who has waited less.
 * @returns how many of the accounts there are; undefined where the wait was too long
 */
export async function queueFor(
  ledger: Ledger,
  accounts: readonly string[],
): Promise<number | undefined> {
  try {
    const queued = await ledger.collections.accounts.updateMany(
      { _id: { $in: [...accounts] } },
      { $inc: { lock: 1 } },
      // Nothing is lost with it, so that nothing need wait for the disk.
      { writeConcern: { w: 1, journal: false }, maxTimeMS: queueForMs },
    );
    return queued.matchedCount;
  } catch (error) {
    if (error instanceof MongoServerError && error.code === tookTooLong) return undefined;
    throw error;
  }
}
