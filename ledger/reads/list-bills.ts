import { addDays, dayAt, type Day } from '../../domain/billing-cycle.js';
import { add, type Amount } from '../../domain/money.js';
import { addPaid, nothingPaid, type PaidAmounts } from '../../domain/line-amounts.js';
import { SettlementError } from '../../domain/settlement-error.js';
import { totalOf } from '../../domain/statement.js';
import type { Ledger } from '../ledger-context.js';
import { accountOf } from './account-of.js';
import { foremostOf, readDayTotals, type BillsState } from './bill-totals.js';
import { spendBy, type SpendRow } from './spend-by.js';
import { oneMore, pageOf, type Page, type PageOf } from './page.js';

export type BillsBy = 'day' | 'month' | 'workspace' | 'item';

export interface BillsOf extends PageOf {
  by: BillsBy;
  /**
   * First and last day, both included. By day and month: all there are. By workspace and item: the
   * last 30 days, of at most 92.
   */
  from?: Day | undefined;
  to?: Day | undefined;
}

/** What was billed, and who paid it: the six amounts and what is due come to the total. */
export interface BillsRow extends PaidAmounts {
  /** The day, the month (YYYY-MM), the workspace or the item. */
  of: string;
  /** Of a workspace. */
  site?: string;
  total: Amount;
  /** Bills of a day, a month or a workspace; lines of an item. */
  bills: number;
  state: BillsState;
}

const firstDay = '0001-01-01';
const lastDay = '9999-12-31';
const mostDays = 92;

/** The bills of an account: by day and month newest first, by workspace and item in their order. */
export async function listBills(ledger: Ledger, wanted: BillsOf): Promise<Page<BillsRow>> {
  switch (wanted.by) {
    case 'day':
      return byTime(ledger, wanted, (day) => day);
    case 'month':
      return byTime(ledger, wanted, (day) => day.slice(0, 7));
    case 'workspace':
      return byPart(ledger, { ...wanted, by: wanted.by });
    case 'item':
      return byPart(ledger, { ...wanted, by: wanted.by });
  }
}

async function byTime(
  ledger: Ledger,
  { account, after, limit, from = firstDay, to = lastDay }: BillsOf,
  periodOf: (day: Day) => string,
): Promise<Page<BillsRow>> {
  const most = oneMore(limit);
  const { currency } = await accountOf(ledger, account);
  // A day or month as text is before all days in it.
  const end = after === undefined ? to : earlierOf(to, dayBefore(after));
  const rows: BillsRow[] = [];
  for await (const { day, bills, state, paid } of readDayTotals(ledger, {
    account,
    currency,
    from,
    to: end,
  })) {
    const of = periodOf(day);
    let row = rows.at(-1);
    if (row?.of !== of) {
      if (rows.length === most) break;
      row = { of, total: nothingPaid().due, bills: 0, state, ...nothingPaid() };
      rows.push(row);
    }
    addPaid(row, paid);
    row.total = add(totalOf(row), row.due);
    row.bills += bills;
    row.state = foremostOf(row.state, state);
  }
  return pageOf(rows, limit, { row: (row) => row, cursor: ({ of }) => of });
}

/** The last day before a day or a month. */
function dayBefore(period: string): Day {
  const first = period.length === 7 ? `${period}-01` : period;
  if (!/^\d{4}-\d{2}-\d{2}$/.test(first))
    throw new SettlementError('bad-input', `no such place in the list: ${period.slice(0, 100)}`);
  return addDays(first, -1);
}

function earlierOf(a: Day, b: Day): Day {
  return a < b ? a : b;
}

async function byPart(
  ledger: Ledger,
  { account, by, after, limit, ...days }: BillsOf & { by: 'workspace' | 'item' },
): Promise<Page<BillsRow>> {
  oneMore(limit);
  const { currency } = await accountOf(ledger, account);
  const { to = dayAt(ledger.now(), ledger.zones[currency]) } = days;
  const { from = addDays(to, -29) } = days;
  if (from < addDays(to, 1 - mostDays))
    throw new SettlementError('bad-input', `by ${by} at most ${mostDays} days are added up`);
  const rows = await spendBy(ledger, { account, currency, by, from, to });
  const behind = after === undefined ? rows : rows.filter((row) => cursorOf(row) > after);
  return pageOf(behind, limit, { row: (row) => row, cursor: cursorOf });
}

function cursorOf({ of, site = '' }: SpendRow): string {
  return `${site}/${of}`;
}
