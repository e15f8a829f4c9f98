import fc from 'fast-check';
import type { InstrumentKind } from '../../domain/deduction-order.js';
import type { Instrument } from '../../domain/instrument.js';
import type { ImportRecord } from '../../domain/records.js';
import type { AccountBooks, Settled } from './domain-books.js';
import { accountRecords, day } from './domain-arbitraries.js';
import { bring, settleAccount } from './domain-settle.js';

/** The books after an import of these records. */
function booksWith(records: readonly ImportRecord[]): Map<string, AccountBooks> {
  const books = new Map<string, AccountBooks>();
  bring(books, records);
  return books;
}

export function settleAll(
  records: readonly ImportRecord[],
  days: readonly string[] = [day],
): Map<string, AccountBooks> {
  const books = booksWith(records);
  for (const each of days) for (const own of books.values()) settleAccount(own, each);
  return books;
}

/** Asserts a law over every settlement of one account and one day. */
export function forAllSettlements(law: (settled: Settled, books: AccountBooks) => void): void {
  fc.assert(
    fc.property(accountRecords(), (records) => {
      for (const books of settleAll(records).values())
        for (const settled of books.settled) law(settled, books);
    }),
    { numRuns: 200 },
  );
}

/** By kind and id: an id is unique within its kind only. */
export function balanceOf(
  instruments: readonly Instrument[],
  { kind, id }: { kind: InstrumentKind; id: string },
): string {
  const found = instruments.find((each) => each.kind === kind && each.id === id);
  if (!found) throw new Error(`no ${kind} ${id}`);
  return found.balance;
}
