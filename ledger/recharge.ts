import type { ClientSession } from 'mongodb';
import * as chart from '../domain/chart-of-accounts.js';
import type { LedgerPosting } from '../domain/chart-of-accounts.js';
import type { Instant } from '../domain/instant.js';
import { isZero, subtract, sum, type Amount } from '../domain/money.js';
import { SettlementError } from '../domain/settlement-error.js';
import { publishedImport } from './cycles.js';
import { fromDecimal128 } from './decimal128.js';
import type { Ledger } from './ledger-context.js';
import { lockAccounts, queueFor } from './lock-accounts.js';
import { cashIn, newPosting, postEntry, readOwed, storePosting } from './posting.js';
import type { EntryDocument } from './settlement-documents.js';
import { inTransaction } from './transaction.js';

export interface Recharge {
  account: string;
  /** Of the payer: the same id is the same recharge. */
  id: string;
  amount: Amount;
  /** When the money came; the entry carries it. */
  at: Instant;
}

/** Where the money of a recharge went. */
export interface Recharged {
  overdraft: Amount;
  cloudArrears: Amount;
  cash: Amount;
}

/**
 * Pays money into an account: what is owed first, the rest is cash (domain rule 11). A second call
 * moves nothing and answers the same.
 * @throws SettlementError `not-found`, `bad-input`, or `other-content` where the id stands for another recharge
 */
export async function recharge(ledger: Ledger, wanted: Recharge): Promise<Recharged> {
  const { account: id, amount } = wanted;
  if (isZero(amount)) throw new SettlementError('bad-input', 'a recharge is above zero');
  const post = async (session: ClientSession): Promise<Recharged> => {
    const account = (await lockAccounts(ledger, [id], session)).get(id);
    if (!account || account.import > published)
      throw new SettlementError('not-found', `no account ${id}`);
    const key = `recharge/${wanted.id}`;
    const known = await ledger.collections.entries.findOne({ account: id, key }, { session });
    if (known) return rechargedBy(known, wanted);
    const money = { account, owed: (await readOwed(ledger, [account], session)).get(id) ?? [] };
    const posting = newPosting(wanted.at);
    const { postings, cash } = cashIn(posting, money, { from: chart.bank, amount });
    postEntry(posting, money, { key, postings, cash });
    await storePosting(ledger, posting, session);
    return recharged(postings, cash);
  };
  const published = await publishedImport(ledger);
  const queue = (): Promise<unknown> => queueFor(ledger, id);
  // Who comes while a cohort's step has the account meets nobody in its transaction, nearly always.
  await queue();
  return inTransaction(ledger.client, post, queue);
}

/** @param cash what is left of it for the account; without it what the postings say */
export function recharged(
  postings: readonly LedgerPosting[],
  cash = subtract(
    creditedTo(chart.cash, postings),
    sum(postings.filter(({ debit }) => debit === chart.cash).map(({ amount }) => amount)),
  ),
): Recharged {
  return {
    overdraft: creditedTo(chart.overdraft, postings),
    cloudArrears: creditedTo(chart.cloudArrears, postings),
    cash,
  };
}

function creditedTo(side: string, postings: readonly LedgerPosting[]): Amount {
  return sum(postings.filter(({ credit }) => credit === side).map(({ amount }) => amount));
}

/** What the recharge that made this entry was answered with. */
function rechargedBy(entry: EntryDocument, { id, amount, at }: Recharge): Recharged {
  const postings = entry.postings.map((each) => ({ ...each, amount: fromDecimal128(each.amount) }));
  if (creditedTo(chart.cash, postings) !== amount || entry.at !== at)
    throw new SettlementError('other-content', `recharge ${id} was another one`);
  return recharged(postings);
}
