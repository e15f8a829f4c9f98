import { MaxKey, MinKey } from 'mongodb';
import type { Ledger } from '../ledger-context.js';
import { bookNames } from './account-books.js';
import type { Report } from './difference.js';
import { accountIndexes } from './read-accounts.js';

/** One without an account is one that nobody has used yet (check-imports.ts, check-codes.ts). */
const unused: ReadonlySet<string> = new Set(['huaweiOrders', 'voucherCodes']);

/** Documents whose `account` is no text stand before or after all others in their index. */
export async function checkStrayDocuments(ledger: Ledger, report: Report): Promise<void> {
  const db = ledger.client.db(ledger.collections.accounts.dbName);
  for (const name of bookNames.filter((each) => !unused.has(each))) {
    const hint = accountIndexes[name];
    const bound = (account: unknown): Record<string, unknown> => ({
      ...Object.fromEntries(Object.keys(hint).map((field) => [field, new MinKey()])),
      account,
    });
    const ranges = [
      // The empty text is nobody's id either.
      { min: bound(new MinKey()), max: { ...bound(''), ...lastOf(hint) } },
      { min: bound({}), max: bound(new MaxKey()) },
    ];
    for (const range of ranges)
      for await (const { _id } of db.collection(name).find({}, { hint, ...range }))
        report({
          check: 'reference',
          id: `${name} ${String(_id)}`,
          expected: 'the id of an account',
          found: 'none',
        });
  }
}

function lastOf(index: Record<string, 1>): Record<string, unknown> {
  const [, ...others] = Object.keys(index);
  return Object.fromEntries(others.map((field) => [field, new MaxKey()]));
}
