import type { Filter, FindOptions } from 'mongodb';
import { currencies, type Currency, type Day } from '../domain/billing-cycle.js';
import { withSnapshot, type Snapshot } from './audit/snapshot.js';
import type { BillDocument } from './documents.js';
import type { SettlementDocument } from './settlement-documents.js';
import { groupBy } from './group-by.js';
import type { Ledger } from './ledger-context.js';
import { statementRow, type StatementRow, type SupplementPart } from './statement-row.js';

export type { StatementRow } from './statement-row.js';

export interface StatementOf {
  day: Day;
  /** Every currency where none is named. */
  currency?: Currency;
  account?: string;
}

const settlementsAtOnce = 500;

/** What a row needs of a settlement. */
const projection = {
  account: 1,
  n: 1,
  state: 1,
  reason: 1,
  step: 1,
  owes: 1,
  parts: 1,
  'charges.cloudAccount': 1,
  'charges.state': 1,
  'lines.workspace': 1,
  'lines.site': 1,
  'lines.amount': 1,
  deductions: 1,
} as const;

type Row = Pick<
  SettlementDocument,
  | '_id'
  | 'account'
  | 'n'
  | 'state'
  | 'reason'
  | 'step'
  | 'owes'
  | 'parts'
  | 'charges'
  | 'lines'
  | 'deductions'
>;

interface Page {
  rows: StatementRow[];
  /** The account after which the next page begins; undefined when this is the last. */
  after: string | undefined;
}

/**
 * What was settled of a day, an account a row, in id order over all currencies. The supplements of a
 * day are one row. Pages are read by index, the next while this one is consumed; each account's row
 * is as of one moment.
 */
export async function* readStatement(
  ledger: Ledger,
  { day, currency, account }: StatementOf,
): AsyncGenerator<StatementRow> {
  const asked = currency === undefined ? currencies : [currency];
  const readers = asked.map((each) => new RowReader(ledger, { day, currency: each, account }));
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
class RowReader {
  readonly #ledger: Ledger;
  readonly #of: CurrencyStatement;
  #rows: StatementRow[] = [];
  #position = 0;
  #coming: Promise<Page> | undefined;

  constructor(ledger: Ledger, of: CurrencyStatement) {
    this.#ledger = ledger;
    this.#of = of;
    this.#coming = this.#read('');
  }

  get next(): StatementRow | undefined {
    return this.#rows[this.#position];
  }

  get nextAccount(): string {
    return this.next?.account ?? '';
  }

  /** The rows at hand of accounts before `end`. */
  *takeUntil(end: string | undefined): Generator<StatementRow> {
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

  #read(after: string): Promise<Page> {
    const page = withSnapshot(this.#ledger, (snapshot) =>
      readPage(this.#ledger, { ...this.#of, after }, snapshot),
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

async function readPage(
  ledger: Ledger,
  { day, currency, account, after }: CurrencyStatement & { after: string },
  snapshot: Snapshot,
): Promise<Page> {
  const { settlements } = ledger.collections;
  const ofDay = { currency, cycle: day };
  const read = (filter: Filter<SettlementDocument>, limit: FindOptions = {}): Promise<Row[]> =>
    settlements
      .find(filter, { ...snapshot(), ...limit, batchSize: settlementsAtOnce + 1 })
      .sort({ account: 1 })
      .project<Row>(projection)
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

async function rowsOf(
  ledger: Ledger,
  { currency, cycle }: { currency: Currency; cycle: Day },
  settlements: readonly Row[],
  snapshot: Snapshot,
): Promise<StatementRow[]> {
  const large = settlements.filter(({ parts }) => parts > 0);
  const parts = await ledger.collections.settlementParts
    .find(
      {
        account: { $in: large.map(({ account }) => account) },
        settlement: { $in: large.map(({ _id }) => _id) },
      },
      snapshot(),
    )
    .toArray();
  const partsOf = groupBy(parts, ({ settlement }) => settlement);
  const bills = await claimedBills(ledger, cycle, settlements, snapshot);
  const supplements = settlements.map((settlement) => {
    const further = (partsOf.get(settlement._id) ?? []).toSorted((x, y) => x.part - y.part);
    const unopened = settlement.step === 0;
    return {
      ...settlement,
      parts: unopened ? [unopenedPart(bills, settlement)] : [settlement, ...further],
    };
  });
  return [...groupBy(supplements, ({ account }) => account)].map(([account, ofAccount]) =>
    statementRow({ account, cycle, currency }, ofAccount),
  );
}

/** The bills of settlements that were set aside before they could be opened. */
async function claimedBills(
  ledger: Ledger,
  day: Day,
  settlements: readonly Row[],
  snapshot: Snapshot,
): Promise<BillDocument[]> {
  const unopened = settlements.filter(({ step }) => step === 0);
  if (unopened.length === 0) return [];
  const account = { $in: unopened.map((each) => each.account) };
  const n = { $in: unopened.map((each) => each.n) };
  return ledger.collections.bills.find({ account, settlement: n, day }, snapshot()).toArray();
}

function unopenedPart(bills: readonly BillDocument[], { account, n }: Row): SupplementPart {
  const lines = bills
    .filter((bill) => bill.account === account && bill.settlement === n)
    .map(({ workspace, site, rounded }) => ({ workspace, site, amount: rounded }));
  return { lines, deductions: [] };
}
