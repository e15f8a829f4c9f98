import type { AnyBulkWriteOperation, ClientSession } from 'mongodb';
import * as chart from '../domain/chart-of-accounts.js';
import type { Day } from '../domain/billing-cycle.js';
import type { LedgerPosting } from '../domain/chart-of-accounts.js';
import type { Instant } from '../domain/instant.js';
import { add, isZero, subtract, zero, type Amount } from '../domain/money.js';
import { repaidOf, repay, type Owed, type Repayment } from '../domain/repayment.js';
import { accountInvariant, invariant } from '../domain/settlement-error.js';
import { fromDecimal128, toDecimal128 } from './decimal128.js';
import { clearClock, storeCleared, type ClearedClock } from './arrears-clock.js';
import type { AccountDocument, StoredValueCardDocument } from './documents.js';
import type { EntryDocument, SettlementDocument } from './settlement-documents.js';
import { groupBy } from './group-by.js';
import { chainEntry } from './journal.js';
import type { Ledger } from './ledger-context.js';
import { leaving } from './something-left.js';
import { insertEach, updateEach, type UpdateOne } from './write-commands.js';

/** Commands on a list of locked accounts, collected to be stored in one go. */
export interface Posting {
  at: Instant;
  accounts: Map<string, AccountDocument>;
  entries: EntryDocument[];
  settlements: AnyBulkWriteOperation<SettlementDocument>[];
  cards: UpdateOne<StoredValueCardDocument>[];
  /** Arrears clocks that ran out with it. */
  cleared: ClearedClock[];
}

/** A locked account, changed in place until it is stored, and what it owes, oldest first. */
export interface AccountMoney {
  account: AccountDocument;
  owed: Owed[];
}

export function newPosting(at: Instant): Posting {
  return { at, accounts: new Map(), entries: [], settlements: [], cards: [], cleared: [] };
}

/** What each settlement of these accounts still has owed; only accounts that owe are looked up. */
export async function readOwed(
  ledger: Ledger,
  accounts: readonly AccountDocument[],
  session: ClientSession,
): Promise<Map<string, Owed[]>> {
  const owing = accounts.filter(({ arrearsSince }) => arrearsSince !== undefined);
  if (owing.length === 0) return new Map();
  const found = await ledger.collections.settlements
    .find(
      { account: { $in: owing.map(({ account }) => account) }, owes: true },
      { session, projection: { account: 1, cycle: 1, n: 1, owed: 1 } },
    )
    .toArray();
  const byAccount = groupBy(found, ({ account }) => account);
  return new Map(
    [...byAccount].map(([account, settlements]) => [
      account,
      settlements.map(({ cycle, n, owed }) => ({
        cycle,
        n,
        overdraft: fromDecimal128(owed.overdraft),
        cloud: fromDecimal128(owed.cloud),
      })),
    ]),
  );
}

/** Domain rule 11: takes from `amount` what is owed, oldest cycle first; clears clock and lock with the debt. */
export function repayWith(
  posting: Posting,
  money: AccountMoney,
  amount: Amount,
  debts?: readonly Repayment['debt'][],
): { repayments: Repayment[]; rest: Amount } {
  const { account } = money;
  const { repayments, rest } = repay(amount, money.owed, debts);
  if (repayments.length === 0) return { repayments, rest };
  money.owed = money.owed.map((owed) => {
    const mine = repayments.filter(({ cycle, n }) => cycle === owed.cycle && n === owed.n);
    if (mine.length === 0) return owed;
    const left = {
      overdraft: subtract(owed.overdraft, repaidOf(mine, 'overdraft')),
      cloud: subtract(owed.cloud, repaidOf(mine, 'cloud')),
    };
    posting.settlements.push({
      updateOne: {
        filter: { _id: `${account.account}/${owed.cycle}/${owed.n}` },
        update: {
          $set: {
            owed: { overdraft: toDecimal128(left.overdraft), cloud: toDecimal128(left.cloud) },
            owes: !isZero(left.overdraft) || !isZero(left.cloud),
          },
        },
      },
    });
    return { ...owed, ...left };
  });
  const overdraft = subtract(fromDecimal128(account.overdraft), repaidOf(repayments, 'overdraft'));
  const cloudArrears = subtract(
    fromDecimal128(account.cloudArrears),
    repaidOf(repayments, 'cloud'),
  );
  account.overdraft = toDecimal128(overdraft);
  account.cloudArrears = toDecimal128(cloudArrears);
  const cleared = isZero(overdraft) && isZero(cloudArrears) ? clearClock(account) : undefined;
  if (cleared) posting.cleared.push(cleared);
  posting.accounts.set(account.account, account);
  return { repayments, rest };
}

/** Money that comes in repays what is owed, oldest cycle first; the rest becomes cash (domain rule 11). */
export function cashIn(
  posting: Posting,
  money: AccountMoney,
  { from, amount }: { from: string; amount: Amount },
): { postings: LedgerPosting[]; cash: Amount } {
  const { repayments, rest } = repayWith(posting, money, amount);
  const debts = { overdraft: chart.overdraft, cloud: chart.cloudArrears };
  return {
    postings: [
      ...chart.posting(from, chart.cash, amount),
      ...repayments.flatMap((each) => chart.posting(chart.cash, debts[each.debt], each.amount)),
    ],
    cash: rest,
  };
}

/** Appends an entry to the account's chain, and `cash` to its cash. */
export function postEntry(
  posting: Posting,
  { account }: AccountMoney,
  entry: {
    key: string;
    /** Of the settlement that it belongs to, where it belongs to one. */
    cycle?: Day;
    n?: number;
    postings: readonly LedgerPosting[];
    cash?: Amount;
  },
): void {
  const { cash = zero, ...said } = entry;
  const chained = chainEntry(account, {
    ...said,
    account: account.account,
    currency: account.currency,
    at: posting.at,
  });
  posting.entries.push(chained);
  const total = add(fromDecimal128(account.cash), cash);
  accountInvariant(
    isZero(total) || isZero(fromDecimal128(account.overdraft)),
    account.account,
    'it has cash and an overdraft at once',
  );
  account.cash = toDecimal128(total);
  account.entries = chained.number;
  account.head = chained.hash;
  posting.accounts.set(account.account, account);
}

export function setCardBalance(
  posting: Posting,
  card: { id: string; account: string; balance: Amount },
): void {
  posting.cards.push({
    updateOne: {
      filter: { _id: card.id, account: card.account },
      update: { $set: leaving(card.balance) },
    },
  });
}

export async function storePosting(
  ledger: Ledger,
  posting: Posting,
  session: ClientSession,
): Promise<void> {
  const { accounts, entries, settlements, storedValueCards } = ledger.collections;
  if (posting.entries.length === 0) return;
  const updates = [...posting.accounts.values()].map((account) => ({
    updateOne: {
      filter: { _id: account._id },
      update: {
        $set: {
          cash: account.cash,
          overdraft: account.overdraft,
          cloudArrears: account.cloudArrears,
          entries: account.entries,
          head: account.head,
          ...clockOf(account),
        },
        ...(account.arrearsSince === undefined
          ? { $unset: { arrearsSince: '', course: '', followedAt: '' } as const }
          : {}),
      },
    },
  }));
  const matched = await updateEach(ledger, accounts, { updates, session });
  invariant(matched === updates.length, 'an account went away under its lock');
  // In order: a settlement may be repaid by several entries of one list.
  if (posting.settlements.length > 0) await settlements.bulkWrite(posting.settlements, { session });
  await updateEach(ledger, storedValueCards, { updates: posting.cards, session });
  await insertEach(ledger, entries, { documents: posting.entries, session });
  await storeCleared(ledger, posting, session);
}

function clockOf({
  arrearsSince,
  toFollow,
}: AccountDocument): Partial<Pick<AccountDocument, 'arrearsSince' | 'toFollow'>> {
  return {
    ...(arrearsSince === undefined ? {} : { arrearsSince }),
    ...(toFollow === undefined ? {} : { toFollow }),
  };
}
