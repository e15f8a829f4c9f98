import type { Document, Filter, FindOptions } from 'mongodb';
import { currencies, type Currency, type Day } from '../domain/billing-cycle.js';
import { withSnapshot, type Snapshot } from './audit/snapshot.js';
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

interface Page<R> {
  rows: R[];
  /** The account after which the next page begins; undefined when this is the last. */
  after: string | undefined;
}

/** Rows in id order over all currencies; pages are read by index, the next while this one is consumed. */
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
  #coming: Promise<Page<R>> | undefined;

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
    const { rows, after } = await this.#coming;
    this.#rows = rows;
    this.#position = 0;
    this.#coming = after === undefined ? undefined : this.#read(after);
  }

  #read(after: string): Promise<Page<R>> {
    const page = withSnapshot(this.#ledger, (snapshot) =>
      readPage(this.#ledger, { ...this.#of, after }, { ...this.#reading, snapshot }),
    );
    // Whoever waits for the page hears of an error; until then it must not count as unhandled.
    page.catch(() => undefined);
    return page;
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
  { projection, settlementsAtOnce, rowsOf, snapshot }: Reading<S, R> & { snapshot: Snapshot },
): Promise<Page<R>> {
  const { settlements } = ledger.collections;
  const ofDay = { currency, cycle: day };
  const read = (filter: Filter<SettlementDocument>, limit: FindOptions = {}): Promise<S[]> =>
    settlements
      .find(filter, { ...snapshot(), ...limit, batchSize: settlementsAtOnce + 1 })
      .sort({ account: 1 })
      .project<S>(projection)
      .toArray();
  if (account !== undefined) {
    const rows = await rowsOf(ledger, ofDay, await read({ ...ofDay, account }), snapshot);
    return { rows, after: undefined };
  }
  const page = await read({ ...ofDay, account: { $gt: after } }, { limit: settlementsAtOnce });
  const last = page.at(-1)?.account;
  if (page.length < settlementsAtOnce || last === undefined)
    return { rows: await rowsOf(ledger, ofDay, page, snapshot), after: undefined };
  // The page may end between two supplements of its last account.
  const whole = page.filter((each) => each.account !== last);
  whole.push(...(await read({ ...ofDay, account: last })));
  return { rows: await rowsOf(ledger, ofDay, whole, snapshot), after: last };
}
