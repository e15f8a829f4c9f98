import { availableParallelism } from 'node:os';
import type { DatabaseOptions } from '../connect.js';
import type { Ledger } from '../ledger-context.js';
import type { AccountRange } from './read-accounts.js';

export interface AuditThreads {
  database: DatabaseOptions;
  /** Of fewer accounts no thread is worth its start. */
  accountsEach?: number;
  most?: number;
}

/** About equal ranges of accounts, one for each thread; without threads all accounts are one. */
export async function rangesFor(
  { collections: { accounts } }: Ledger,
  threads: AuditThreads | undefined,
): Promise<AccountRange[]> {
  if (!threads) return [{ after: '' }];
  const { accountsEach = 5_000, most = Math.min(availableParallelism(), 8) } = threads;
  const count = await accounts.estimatedDocumentCount();
  const wanted = Math.max(Math.min(most, Math.floor(count / accountsEach)), 1);
  const ranges: AccountRange[] = [];
  let after = '';
  for (let number = 1; number < wanted; number++) {
    const [last] = await accounts
      .find({}, { projection: { _id: 0, account: 1 } })
      .sort({ account: 1 })
      .skip(Math.floor((count * number) / wanted))
      .limit(1)
      .toArray();
    if (!last || last.account <= after) continue;
    ranges.push({ after, upTo: last.account });
    after = last.account;
  }
  return [...ranges, { after }];
}
