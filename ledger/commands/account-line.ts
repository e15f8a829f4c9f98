import type { MongoClient } from 'mongodb';
import type { Ledger } from '../ledger-context.js';

const lines = new WeakMap<MongoClient, Map<string, Promise<unknown>>>();

/**
 * One after the other for each account, as they come: those of one process do not meet in the database,
 * where whoever is refused has no place in any line. What makes them right is the lock of the account;
 * this makes them quick.
 */
export async function inLine<T>(
  { client }: Pick<Ledger, 'client'>,
  account: string,
  work: () => Promise<T>,
): Promise<T> {
  const line = lines.get(client) ?? new Map<string, Promise<unknown>>();
  lines.set(client, line);
  const before = line.get(account);
  const mine = before === undefined ? work() : afterwards(before, work);
  line.set(account, mine);
  try {
    return await mine;
  } finally {
    if (line.get(account) === mine) line.delete(account);
  }
}

/** Whatever has become of the one before. */
async function afterwards<T>(before: Promise<unknown>, work: () => Promise<T>): Promise<T> {
  await before.catch(() => undefined);
  return work();
}
