import type { FindCursor } from 'mongodb';
import type { Currency, Day } from '../../domain/billing-cycle.js';
import { publishedImport } from '../cycles.js';
import type { BillDocument } from '../documents.js';
import type { Ledger } from '../ledger-context.js';

/** The index of bills that no settlement has taken: of every other it would read all of an account's. */
const unclaimed = { currency: 1, day: 1, account: 1, import: 1, lineCount: 1 } as const;

/** An account's bills that no settlement has taken, newest day first. */
export async function findUnclaimedBills(
  ledger: Ledger,
  { account, currency, from, to }: { account: string; currency: Currency; from: Day; to: Day },
): Promise<FindCursor<BillDocument>> {
  return ledger.collections.bills
    .find({
      currency,
      settlement: null,
      account,
      day: { $gte: from, $lte: to },
      import: { $lte: await publishedImport(ledger) },
    })
    .hint(unclaimed)
    .sort({ currency: -1, day: -1 });
}
