import type { FindCursor } from 'mongodb';
import type { Currency, Day } from '../../domain/billing-cycle.js';
import { unclaimedFirst } from '../collections.js';
import { publishedImport } from '../cycles.js';
import type { BillDocument } from '../documents.js';
import type { Ledger } from '../ledger-context.js';

/** An account's bills that no settlement has taken, newest day first. */
export async function findUnclaimedBills(
  ledger: Ledger,
  { account, currency, from, to }: { account: string; currency: Currency; from: Day; to: Day },
): Promise<FindCursor<BillDocument>> {
  return (
    ledger.collections.bills
      .find({
        currency,
        settlement: null,
        account,
        day: { $gte: from, $lte: to },
        import: { $lte: await publishedImport(ledger) },
      })
      // Of every other index it would read all of an account's.
      .hint(unclaimedFirst)
      .sort({ day: -1 })
  );
}
