import { afterOutcome } from '../domain/charge-decision.js';
import { noOutcomes, type OutcomeCounts, type SendOutcome } from '../domain/charge-outcome.js';
import {
  acceptCharge,
  changeCharge,
  openChargeBooks,
  refuseCharge,
  replaceCharge,
  storeChargeBooks,
  type ChargeBooks,
} from './charge-books.js';
import type { Instant } from '../domain/instant.js';
import type { Ledger } from './ledger-context.js';
import type { CloudChargeDocument } from './settlement-documents.js';
import { inTransaction } from './transaction.js';

export interface Tried {
  key: string;
  outcome: SendOutcome;
}

/**
 * Writes down what came of an attempt, once: a charge that its sender no longer has was taken up by
 * somebody else meanwhile, and stays as it is. Each decision moves its money in the same transaction.
 */
export async function recordOutcomes(
  ledger: Ledger,
  { sender, tried }: { sender: string; tried: readonly Tried[] },
): Promise<OutcomeCounts> {
  const keys = tried.map(({ key }) => key);
  return inTransaction(ledger.client, async (session) => {
    const counts = noOutcomes();
    const books = await openChargeBooks(ledger, keys, session);
    for (const { key, outcome } of tried) {
      const charge = books.charges.get(key);
      if (charge?.state !== 'sending' || charge.sender !== sender) continue;
      counts[outcome.kind]++;
      recordOne(books, charge, outcome);
    }
    await storeChargeBooks(ledger, books, session);
    return counts;
  });
}

function recordOne(books: ChargeBooks, charge: CloudChargeDocument, outcome: SendOutcome): void {
  const { attempts } = charge;
  const { state, ...change } = afterOutcome(outcome, { attempts, now: books.posting.at });
  if (state === 'accepted' || state === 'provisional')
    acceptCharge(books, charge, { ...change, state });
  else if (state === 'refused') refuseCharge(books, charge, change);
  else
    changeCharge(books, charge, {
      $set: { ...change, state },
      $unset: { sender: '', sendBefore: '' },
    });
}

/**
 * Charges whose hour is billed no more before they arrived: one that was never sent gets a new hour
 * with a new key; of one that may have been taken nobody but its vendor can tell.
 */
export async function closeExpired(ledger: Ledger, keys: readonly string[]): Promise<void> {
  if (keys.length === 0) return;
  await inTransaction(ledger.client, async (session) => {
    const books = await openChargeBooks(ledger, keys, session);
    for (const charge of books.charges.values()) {
      if (charge.state !== 'stored') continue;
      if (charge.attempts === 0)
        replaceCharge(books, charge, { reason: 'its hour ran out unsent' });
      else changeCharge(books, charge, { $set: { state: 'parked', reason: tooLate } });
    }
    await storeChargeBooks(ledger, books, session);
  });
}

const tooLate =
  'its hour is billed no more, and an earlier try may have been taken: ask the vendor, then answer for it';

/** Attempts whose sender vanished: once they may no longer be in flight, nobody knows what came of them. */
export async function releaseVanished(
  ledger: Ledger,
  {
    provider,
    currency,
    before,
  }: Pick<CloudChargeDocument, 'provider' | 'currency'> & { before: Instant },
): Promise<void> {
  await ledger.collections.cloudCharges.updateMany(
    { provider, currency, state: 'sending', sendBefore: { $lte: before } },
    {
      $set: { state: 'undecided', reason: 'its sender ended before it heard of the outcome' },
      $inc: { attempts: 1 },
      $unset: { sender: '', sendBefore: '' },
    },
  );
}
