import type { ClientSession, Collection, Document } from 'mongodb';
import { minorUnits, add, isZero, zero } from '../domain/money.js';
import type { StepName } from '../domain/deduction-order.js';
import type { Instant } from '../domain/instant.js';
import { stepPostings } from '../domain/settlement-postings.js';
import { afterStep, type SettlementInHand, type StepEffects } from '../domain/settlement-step.js';
import { accountInvariant, invariant } from '../domain/settlement-error.js';
import { clockStart } from './arrears-clock.js';
import { fromDecimal128, toDecimal128 } from './decimal128.js';
import type { AccountDocument, StoredValueCardDocument, VoucherDocument } from './documents.js';
import type {
  CloudChargeDocument,
  EntryDocument,
  SettlementDocument,
  SettlementPartDocument,
} from './settlement-documents.js';
import { chainEntry } from './journal.js';
import type { Ledger } from './ledger-context.js';
import type { Standing } from './in-hand.js';
import { leaving } from './something-left.js';
import { endsWith, recordSettlement, refusedTotal } from './settlement-update.js';
import { insertEach, updateEach, type UpdateOne } from './write-commands.js';

/** What a step changes over its list of accounts, collected to be stored in one go. */
export interface StepChanges {
  step: StepName;
  owner: string;
  at: Instant;
  /** Whether they lock the accounts, too, which are not locked before. */
  locks: boolean;
  settlements: UpdateOne<SettlementDocument>[];
  parts: UpdateOne<SettlementPartDocument>[];
  accounts: UpdateOne<AccountDocument>[];
  vouchers: UpdateOne<VoucherDocument>[];
  cards: UpdateOne<StoredValueCardDocument>[];
  entries: EntryDocument[];
  charges: CloudChargeDocument[];
}

export function newChanges(of: Pick<StepChanges, 'step' | 'owner' | 'at' | 'locks'>): StepChanges {
  return {
    ...of,
    settlements: [],
    parts: [],
    accounts: [],
    vouchers: [],
    cards: [],
    entries: [],
    charges: [],
  };
}

export interface SettledStep extends Standing {
  effects: StepEffects;
}

/**
 * Turns the effects on one settlement into writes; a step without effects writes nothing.
 * @returns how the writes leave it; undefined where there are none
 */
export function recordEffects(changes: StepChanges, settled: SettledStep): Standing | undefined {
  const { effects, settlement, inHand } = settled;
  if (!isBusy(changes.step, effects)) return undefined;
  const after = afterStep(inHand, effects);
  const settlementAfter = recordSettlement(changes, settled);
  recordInstruments(changes, settled, after);
  const accountAfter = recordAccount(changes, settled, after);
  for (const { provider, key, cloudAccount, amount, state, shares } of effects.charges) {
    changes.charges.push({
      _id: key,
      account: settlement.account,
      key,
      provider,
      cloudAccount,
      currency: settlement.currency,
      cycle: settlement.cycle,
      n: settlement.n,
      amount: toDecimal128(amount),
      units: minorUnits(amount),
      shares: shares.map((share) => ({ ...share, amount: toDecimal128(share.amount) })),
      attempts: 0,
      createdAt: changes.at,
      ...(state === 'refused'
        ? { state, reason: 'the cloud account is not subscribed', decidedAt: changes.at }
        : { state: 'stored' as const }),
    });
  }
  return { settlement: settlementAfter, account: accountAfter, inHand: after };
}

/** Whether a step with these effects writes anything. */
export function isBusy(step: StepName, effects: StepEffects): boolean {
  return effects.deductions.length > 0 || endsWith(step, effects);
}

function recordInstruments(
  changes: StepChanges,
  { inHand: before, effects }: SettledStep,
  after: SettlementInHand,
): void {
  const forfeits = new Set(effects.forfeits.map(({ id }) => id));
  before.instruments.forEach((instrument, index) => {
    const balance = after.instruments[index]?.balance ?? zero;
    if (balance === instrument.balance) return;
    const filter = { _id: instrument.id };
    if (instrument.kind === 'stored-value-card') {
      changes.cards.push({
        updateOne: { filter, update: { $set: leaving(balance) } },
      });
    } else {
      const forfeited = forfeits.has(instrument.id) ? { forfeited: true as const } : {};
      changes.vouchers.push({
        updateOne: {
          filter,
          update: { $set: { ...leaving(balance), ...forfeited } },
        },
      });
    }
  });
}

function recordAccount(
  changes: StepChanges,
  settled: SettledStep,
  after: SettlementInHand,
): AccountDocument {
  const { settlement, account, effects } = settled;
  const filter = { _id: account._id };
  const lock = changes.locks ? account.lock + 1 : account.lock;
  const postings = stepPostings(effects);
  if (postings.length === 0) {
    if (changes.locks) changes.accounts.push({ updateOne: { filter, update: { $set: { lock } } } });
    return { ...account, lock };
  }
  const entry = chainEntry(account, {
    account: account.account,
    key: `${settlement.cycle}/${settlement.n}/${changes.step}`,
    currency: settlement.currency,
    cycle: settlement.cycle,
    n: settlement.n,
    postings,
    at: changes.at,
  });
  changes.entries.push(entry);
  const overdraft = add(fromDecimal128(account.overdraft), effects.overdraft);
  const cloudArrears = add(fromDecimal128(account.cloudArrears), refusedTotal(effects));
  accountInvariant(
    isZero(after.cash) || isZero(overdraft),
    account.account,
    'it has cash and an overdraft at once',
  );
  const owes = !isZero(effects.overdraft) || !isZero(refusedTotal(effects));
  const clock =
    owes && account.arrearsSince === undefined ? clockStart(changes.at, entry.number) : {};
  const kept = {
    lock,
    cash: toDecimal128(after.cash),
    overdraft: toDecimal128(overdraft),
    cloudArrears: toDecimal128(cloudArrears),
    entries: entry.number,
    head: entry.hash,
    ...clock,
  };
  changes.accounts.push({ updateOne: { filter, update: { $set: kept } } });
  return { ...account, ...kept };
}

/**
 * Stores the changes, the accounts' own first. All that they replace was read in this transaction, or is
 * as it was remembered, and its snapshot refuses a write to what has changed since; here remains that
 * every document is still there.
 */
export async function storeChanges(
  ledger: Ledger,
  changes: StepChanges,
  session: ClientSession,
): Promise<void> {
  const { collections } = ledger;
  if (changes.settlements.length === 0) return;
  await writeAll(ledger, collections.accounts, { updates: changes.accounts, session });
  const fenced = await updateEach(ledger, collections.settlements, {
    updates: changes.settlements,
    session,
  });
  invariant(
    fenced === changes.settlements.length,
    'a settlement went away while the step was taken',
  );
  await writeAll(ledger, collections.settlementParts, { updates: changes.parts, session });
  await writeAll(ledger, collections.vouchers, { updates: changes.vouchers, session });
  await writeAll(ledger, collections.storedValueCards, { updates: changes.cards, session });
  await insertEach(ledger, collections.cloudCharges, { documents: changes.charges, session });
  await insertEach(ledger, collections.entries, { documents: changes.entries, session });
}

async function writeAll<T extends Document>(
  ledger: Ledger,
  collection: Collection<T>,
  writes: { updates: readonly UpdateOne<T>[]; session: ClientSession },
): Promise<void> {
  const matched = await updateEach(ledger, collection, writes);
  invariant(matched === writes.updates.length, 'a balance went away under the lock of its account');
}
