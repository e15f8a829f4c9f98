import { setImmediate } from 'node:timers/promises';
import type { Document, Filter, FindOptions } from 'mongodb';
import { currencies, type Currency, type Day } from '../domain/billing-cycle.js';
import { openSnapshot, type Snapshot } from './audit/snapshot.js';
import type { Ledger } from './ledger-context.js';
import type { SettlementDocument } from './settlement-documents.js';

export interface StatementOf {
  day: Day;
  /** Every currency where none is named. */
  currency?: Currency;
  account?: string;
}

/** What is read of each settlement, how many at once, and how those of one day become rows. */
export interface Reading<S extends Identified, R> {
  projection: Document;
  settlementsAtOnce: number;
  rowsOf: (ledger: Ledger, day: CycleDay, settlements: readonly S[], at: Snapshot) => Promise<R[]>;
}

interface Identified {
  account: string;
}

export interface CycleDay {
  currency: Currency;
  cycle: Day;
}

/** Comes in two parts: the next page is asked for while this one's rows are made. */
interface Page<R> {
  /** The account after which the next page begins; undefined when this is the last. */
  after: Promise<string | undefined>;
  rows: Promise<R[]>;
}

/**
 * Rows in id order over all currencies; pages are read by index, the next while the rows of this one
 * are made and consumed.
 */
export async function* readRows<S extends Identified, R extends Identified>(
  ledger: Ledger,
  { day, currency, account }: StatementOf,
  reading: Reading<S, R>,
): AsyncGenerator<R> {
  const asked = currency === undefined ? currencies : [currency];
  const readers = asked.map(
    (each) => new RowReader(ledger, { day, currency: each, account }, reading),
  );
  for (;;) {
    for (const reader of readers) await reader.fill();
    const [least, other] = readers
      .filter(({ next }) => next !== undefined)
      .toSorted((a, b) => (a.nextAccount < b.nextAccount ? -1 : 1));
    if (!least) return;
    yield* least.takeUntil(other?.nextAccount);
  }
}

/** The rows of one currency, a page ahead. */
class RowReader<S extends Identified, R extends Identified> {
  readonly #ledger: Ledger;
  readonly #of: CurrencyStatement;
  readonly #reading: Reading<S, R>;
  #rows: R[] = [];
  #position = 0;
  #coming: Page<R> | undefined;

  constructor(ledger: Ledger, of: CurrencyStatement, reading: Reading<S, R>) {
    this.#ledger = ledger;
    this.#of = of;
    this.#reading = reading;
    this.#coming = this.#read('');
  }

  get next(): R | undefined {
    return this.#rows[this.#position];
  }

  get nextAccount(): string {
    return this.next?.account ?? '';
  }

  /** The rows at hand of accounts before `end`. */
  *takeUntil(end: string | undefined): Generator<R> {
    for (;;) {
      const row = this.next;
      if (row === undefined || (end !== undefined && row.account >= end)) return;
      this.#position++;
      yield row;
    }
  }

  /** Waits for the next page where this one has been read. */
  async fill(): Promise<void> {
    if (this.next !== undefined || !this.#coming) return;
    const { rows, after: ready } = this.#coming;
    const after = await ready;
    this.#coming = after === undefined ? undefined : this.#read(after);
    this.#rows = await rows;
    this.#position = 0;
  }

  #read(after: string): Page<R> {
    const { rowsOf } = this.#reading;
    const ofDay = { currency: this.#of.currency, cycle: this.#of.day };
    const { snapshot, end } = openSnapshot(this.#ledger);
    const page = readPage(this.#ledger, { ...this.#of, after }, { ...this.#reading, snapshot });
    const makeRows = async (): Promise<R[]> => {
      try {
        const { settlements } = await page;
        // Whoever waits for the page sends for the next one first.
        await setImmediate();
        return await rowsOf(this.#ledger, ofDay, settlements, snapshot);
      } finally {
        await end();
      }
    };
    const [next, rows] = [page.then((read) => read.after), makeRows()];
    // Whoever waits for the page hears of an error; until then it must not count as unhandled.
    for (const each of [next, rows]) each.catch(() => undefined);
    return { after: next, rows };
  }
}

interface CurrencyStatement {
  day: Day;
  currency: Currency;
  account: string | undefined;
}

async function readPage<S extends Identified, R>(
  ledger: Ledger,
  { day, currency, account, after }: CurrencyStatement & { after: string },
  { projection, settlementsAtOnce, snapshot }: Reading<S, R> & { snapshot: Snapshot },
): Promise<{ settlements: S[]; after: string | undefined }> {
  const { settlements } = ledger.collections;
  const ofDay = { currency, cycle: day };
  const read = (filter: Filter<SettlementDocument>, limit: FindOptions = {}): Promise<S[]> =>
    settlements
      .find(filter, { ...snapshot(), ...limit, batchSize: settlementsAtOnce + 1 })
      .sort({ account: 1 })
      .project<S>(projection)
      .toArray();
  if (account !== undefined)
    return { settlements: await read({ ...ofDay, account }), after: undefined };
  const page = await read({ ...ofDay, account: { $gt: after } }, { limit: settlementsAtOnce });
  const last = page.at(-1)?.account;
  if (page.length < settlementsAtOnce || last === undefined)
    return { settlements: page, after: undefined };
  // The page may end between two supplements of its last account.
  const whole = page.filter((each) => each.account !== last);
  whole.push(...(await read({ ...ofDay, account: last })));
  return { settlements: whole, after: last };
}
