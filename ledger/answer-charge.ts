import { standingOf } from '../domain/cloud-charge.js';
import type { ChargeAnswer, LookUpOutcome } from '../domain/charge-outcome.js';
import { SettlementError } from '../domain/settlement-error.js';
import {
  acceptCharge,
  changeCharge,
  openChargeBooks,
  refuseCharge,
  replaceCharge,
  storeChargeBooks,
  type ChargeBooks,
} from './charge-books.js';
import type { Ledger } from './ledger-context.js';
import type { CloudChargeDocument } from './settlement-documents.js';
import { inTransaction } from './transaction.js';

export interface OperatorAnswer {
  key: string;
  answer: ChargeAnswer;
  by: string;
  reason: string;
}

/**
 * An operator answers in place of the vendor. Not applied: another charge takes its place, or, where
 * the cloud account takes none any more, the amount becomes cloud arrears. The same answer once more
 * changes nothing.
 * @throws SettlementError `not-found`, or `bad-input` where the charge is decided or being sent
 * @returns where the charge stands now
 */
export async function answerCharge(
  ledger: Ledger,
  wanted: OperatorAnswer,
): Promise<CloudChargeDocument['state']> {
  return onCharge(ledger, wanted.key, async (books, charge) => {
    if (isAnswered(charge, wanted)) return charge.state;
    const answer = { by: wanted.by, reason: wanted.reason, at: books.posting.at };
    if (standingOf(charge.state) !== 'charging')
      throw new SettlementError('bad-input', `${charge.key} is ${charge.state}`);
    if (charge.state === 'sending')
      throw new SettlementError('bad-input', `${charge.key} is being sent at this moment`);
    switch (wanted.answer) {
      case 'applied':
        acceptCharge(books, charge, { state: 'accepted', answer, reason: wanted.reason });
        return 'accepted';
      case 'write-off':
        acceptCharge(books, charge, { state: 'written-off', answer, reason: wanted.reason });
        return 'written-off';
      case 'not-applied':
        if (await isSubscribed(ledger, charge)) {
          replaceCharge(books, charge, { answer, reason: wanted.reason });
          return 'replaced';
        }
        refuseCharge(books, charge, { answer, reason: wanted.reason });
        return 'refused';
    }
  });
}

/** Given again by who did not hear that it was taken. */
function isAnswered({ answer, state }: CloudChargeDocument, wanted: OperatorAnswer): boolean {
  return (
    answer?.by === wanted.by &&
    answer.reason === wanted.reason &&
    statesAfter[wanted.answer].includes(state)
  );
}

const statesAfter: Readonly<Record<ChargeAnswer, readonly CloudChargeDocument['state'][]>> = {
  applied: ['accepted'],
  'not-applied': ['replaced', 'refused'],
  'write-off': ['written-off'],
};

/** Whether the vendor would take another charge. */
async function isSubscribed(
  ledger: Ledger,
  { cloudAccount }: CloudChargeDocument,
): Promise<boolean> {
  const found = await ledger.collections.cloudAccounts.findOne({ _id: cloudAccount });
  return found?.subscribed === true && found.subscribedUntil === undefined;
}

/** What the vendor says it has under the key of an undecided charge. */
export async function recordLookUp(
  ledger: Ledger,
  key: string,
  outcome: LookUpOutcome,
): Promise<void> {
  await onCharge(ledger, key, (books, charge) => {
    if (charge.state !== 'undecided') return;
    const park = (reason: string): void =>
      changeCharge(books, charge, { $set: { state: 'parked', reason } });
    switch (outcome.kind) {
      case 'found':
        if (outcome.units !== charge.units)
          park(`the vendor has ${outcome.units} units of it, not ${charge.units}`);
        else
          acceptCharge(books, charge, {
            state: outcome.billed ? 'accepted' : 'provisional',
            reference: outcome.reference,
          });
        return;
      case 'not-found':
        changeCharge(books, charge, { $set: { state: 'stored', reason: 'the vendor has it not' } });
        return;
      case 'unknown':
        if (outcome.conflict) park(outcome.reason);
        else changeCharge(books, charge, { $set: { reason: outcome.reason } });
    }
  });
}

/** An undecided charge is sent again as it is, or waits for an operator. */
export async function moveUndecided(
  ledger: Ledger,
  key: string,
  to: { state: 'stored' } | { state: 'parked'; reason: string },
): Promise<void> {
  await onCharge(ledger, key, (books, charge) => {
    if (charge.state === 'undecided') changeCharge(books, charge, { $set: to });
  });
}

async function onCharge<T>(
  ledger: Ledger,
  key: string,
  work: (books: ChargeBooks, charge: CloudChargeDocument) => T | Promise<T>,
): Promise<T> {
  return inTransaction(ledger.client, async (session) => {
    const books = await openChargeBooks(ledger, [key], session);
    const charge = books.charges.get(key);
    if (!charge) throw new SettlementError('not-found', `no charge ${key}`);
    const result = await work(books, charge);
    await storeChargeBooks(ledger, books, session);
    return result;
  });
}
