import type { FindCursor } from 'mongodb';
import type { Currency, Day } from '../../domain/billing-cycle.js';
import { publishedImport } from '../cycles.js';
import type { BillDocument } from '../documents.js';
import type { Ledger } from '../ledger-context.js';
import { unsettledDaysOf } from '../unsettled-days.js';

/** An account's bills that no settlement has taken, newest day first. */
export async function findUnclaimedBills(
  ledger: Ledger,
  { account, currency, from, to }: { account: string; currency: Currency; from: Day; to: Day },
): Promise<FindCursor<BillDocument>> {
  const days = await unsettledDaysOf(ledger.collections, { currency, from, to });
  return ledger.collections.bills
    .find({
      currency,
      settlement: null,
      account,
      day: { $in: days },
      import: { $lte: await publishedImport(ledger) },
    })
    .sort({ day: -1 });
}
