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
  return lockWith(ledger, { accounts, update: { $inc: { lock: 1 } } }, session);
}

/** The same for a list that may have asked to be let through: whoever waits for it goes on afterwards. */
export async function lockList(
  ledger: Ledger,
  accounts: readonly string[],
  session: ClientSession,
): Promise<Map<string, AccountDocument>> {
  const update = { $inc: { lock: 1 }, $unset: { listComes: '' as const } };
  return lockWith(ledger, { accounts, update }, session);
}

async function lockWith(
  { collections }: Ledger,
  of: {
    accounts: readonly string[];
    update: { $inc: { lock: number }; $unset?: { listComes: '' } };
  },
  session: ClientSession,
): Promise<Map<string, AccountDocument>> {
  const filter = { _id: { $in: [...of.accounts] } };
  await collections.accounts.updateMany(filter, of.update, { session });
  const found = await collections.accounts.find(filter, wholeList(session)).toArray();
  return new Map(found.map((account) => [account._id, account]));
}

const queueForMs = 2_000;
const pollMs = 20;
/** MaxTimeMSExpired */
const tookTooLong = 50;
/** Nothing is lost with it, so that nothing need wait for the disk. */
const queueing = { writeConcern: { w: 1, journal: false }, maxTimeMS: queueForMs } as const;

/**
 * Waits, for some seconds at most, until no transaction holds the account and no list of accounts asks
 * to be let through to it: outside of a transaction a write queues, where inside one it is refused.
 * Without it those who come in quick succession to one account always find it taken by somebody who has
 * waited less.
 */
export async function queueFor(ledger: Ledger, account: string): Promise<void> {
  const filter = { _id: account };
  const projection = { _id: 0, waits: { $gt: ['$listComes', '$$NOW'] } };
  for (let waitedMs = 0; waitedMs < queueForMs; waitedMs += pollMs) {
    // Read, never written while it waits: a write would be one more that the list meets.
    const found = await ledger.collections.accounts.findOne<{ waits?: boolean }>(filter, {
      projection,
    });
    if (found?.waits !== true) break;
    await new Promise((resolve) => setTimeout(resolve, pollMs));
  }
  await unlessTooLong(() =>
    ledger.collections.accounts.updateMany(filter, { $inc: { lock: 1 } }, queueing),
  );
}

/**
 * What a list does each time that it has met somebody: at first it queues as others do. But the more
 * accounts it has, the less it finds all of them free at once; so from then on those who come alone let
 * it through, until it has locked them or two seconds are over.
 */
export function listTurn(ledger: Ledger, accounts: readonly string[]): () => Promise<void> {
  const filter = { _id: { $in: [...accounts] } };
  const lock = { $add: ['$lock', 1] };
  const listComes = { $add: ['$$NOW', queueForMs] };
  let met = 0;
  return () => {
    met++;
    const update = met === 1 ? [{ $set: { lock } }] : [{ $set: { lock, listComes } }];
    return unlessTooLong(() => ledger.collections.accounts.updateMany(filter, update, queueing));
  };
}

async function unlessTooLong(write: () => Promise<unknown>): Promise<void> {
  try {
    await write();
  } catch (error) {
    if (!(error instanceof MongoServerError) || error.code !== tookTooLong) throw error;
  }
}
