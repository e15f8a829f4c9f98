import { createHash } from 'node:crypto';
import type { Currency, Day } from '../domain/billing-cycle.js';
import type { LedgerPosting } from '../domain/chart-of-accounts.js';
import type { Instant } from '../domain/instant.js';
import { fromDecimal128, toDecimal128 } from './decimal128.js';
import type { EntryDocument } from './settlement-documents.js';

/** The end of an account's hash chain: how many entries it has and the hash of the last. */
export interface ChainHead {
  entries: number;
  head: string;
}

export interface NewEntry {
  account: string;
  key: string;
  currency: Currency;
  cycle?: Day;
  n?: number;
  postings: readonly LedgerPosting[];
  at: Instant;
}

/** The entry that follows `chain`; an entry's hash covers all it says and the hash before it. */
export function chainEntry(chain: ChainHead, entry: NewEntry): EntryDocument {
  const number = chain.entries + 1;
  const document: Omit<EntryDocument, 'hash'> = {
    _id: `${entry.account}/${number}`,
    number,
    ...entry,
    postings: entry.postings.map((each) => ({ ...each, amount: toDecimal128(each.amount) })),
    previous: chain.head,
  };
  return { ...document, hash: entryHash(document, entry.postings) };
}

/** @param postings the same postings with canonical amounts, where the caller has them already. */
export function entryHash(
  entry: Omit<EntryDocument, 'hash'>,
  postings: readonly LedgerPosting[] = entry.postings.map((each) => ({
    ...each,
    amount: fromDecimal128(each.amount),
  })),
): string {
  const { account, number, key, currency, cycle = '', n = 0, at, previous } = entry;
  const said = postings.map(({ debit, credit, amount }) => [debit, credit, amount]);
  return createHash('sha256')
    .update(JSON.stringify([previous, account, number, key, currency, cycle, n, said, at]))
    .digest('base64');
}
