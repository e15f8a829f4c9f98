import type { Document } from 'mongodb';
import { currencies, type Currency, type Day } from '../domain/billing-cycle.js';
import { withSnapshot, type Snapshot } from './audit/snapshot.js';
import type { Ledger } from './ledger-context.js';

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

/** On its way. */
interface Page<R> {
  /** Its last account, known before its rows are; undefined where it is the last page. */
  end: Promise<string | undefined>;
  rows: Promise<R[]>;
}

/**
 * Rows in id order over all currencies; pages are read by index, two of them ahead of those that are
 * consumed.
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
    while (this.next === undefined && this.#coming) {
      const { end, rows } = this.#coming;
      const after = await end;
      this.#coming = after === undefined ? undefined : this.#read(after);
      this.#rows = await rows;
      this.#position = 0;
    }
  }

  #read(after: string): Page<R> {
    const end = endOfPage(this.#ledger, { ...this.#of, after }, this.#reading.settlementsAtOnce);
    const rows = end.then((last) => this.#rowsBetween(after, last));
    // Whoever waits for the page hears of an error; until then it must not count as unhandled.
    for (const each of [end, rows]) each.catch(() => undefined);
    return { end, rows };
  }

  async #rowsBetween(after: string, last: string | undefined): Promise<R[]> {
    const { projection, settlementsAtOnce, rowsOf } = this.#reading;
    const {
      currency,
      day: cycle,
      account = { $gt: after, ...(last && { $lte: last }) },
    } = this.#of;
    return withSnapshot(this.#ledger, async (snapshot) => {
      const settlements = await this.#ledger.collections.settlements
        .find({ currency, cycle, account }, { ...snapshot(), batchSize: 2 * settlementsAtOnce })
        .sort({ account: 1 })
        .project<S>(projection)
        .toArray();
      return rowsOf(this.#ledger, { currency, cycle }, settlements, snapshot);
    });
  }
}

interface CurrencyStatement {
  day: Day;
  currency: Currency;
  account: string | undefined;
}

/** Of so many settlements after `after`, by index alone; a page holds its last account whole. */
async function endOfPage(
  { collections }: Ledger,
  { day: cycle, currency, account, after }: CurrencyStatement & { after: string },
  settlementsAtOnce: number,
): Promise<string | undefined> {
  if (account !== undefined) return undefined;
  const last = await collections.settlements.findOne(
    { currency, cycle, account: { $gt: after } },
    { projection: { _id: 0, account: 1 }, sort: { account: 1 }, skip: settlementsAtOnce - 1 },
  );
  return last?.account;
}
