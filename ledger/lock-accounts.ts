import type { ClientSession } from 'mongodb';
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
