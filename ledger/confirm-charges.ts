import { changeCharge, openChargeBooks, storeChargeBooks } from './charge-books.js';
import type { Ledger } from './ledger-context.js';
import { inTransaction } from './transaction.js';

/**
 * Charges that their vendor took provisionally and is seen to bill are accepted from here on. No
 * money moves: it went to the vendor with the provisional acceptance.
 * @returns the keys of those that were provisional until now
 */
export async function confirmCharges(
  ledger: Ledger,
  confirmed: readonly { key: string; reason: string }[],
): Promise<string[]> {
  const reasons = new Map(confirmed.map(({ key, reason }) => [key, reason]));
  return inTransaction(ledger.client, async (session) => {
    const books = await openChargeBooks(ledger, [...reasons.keys()], session);
    const provisional = [...books.charges.values()].filter(({ state }) => state === 'provisional');
    for (const charge of provisional) {
      const reason = reasons.get(charge.key) ?? '';
      changeCharge(books, charge, { $set: { state: 'accepted', reason } });
    }
    await storeChargeBooks(ledger, books, session);
    return provisional.map(({ key }) => key);
  });
}
