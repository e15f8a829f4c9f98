import type { Day } from '../domain/billing-cycle.js';
import type { Snapshot } from './audit/snapshot.js';
import type { BillDocument } from './documents.js';
import { groupBy } from './group-by.js';
import type { Ledger } from './ledger-context.js';
import type { SettlementDocument } from './settlement-documents.js';
import { readRows, type CycleDay, type Reading, type StatementOf } from './statement-pages.js';
import {
  columnsRow,
  statementRow,
  type ColumnsRow,
  type StatementRow,
  type SupplementPart,
} from './statement-row.js';

export type { StatementOf } from './statement-pages.js';
export type { ColumnsRow, StatementRow } from './statement-row.js';

const columnsProjection = {
  _id: 0,
  account: 1,
  n: 1,
  state: 1,
  reason: 1,
  owes: 1,
  totals: 1,
} as const;

type Columns = Pick<SettlementDocument, 'account' | 'n' | 'state' | 'reason' | 'owes' | 'totals'>;

/** What a whole row needs of a settlement. */
const wholeProjection = {
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

/**
 * What was settled of a day, an account a row, in id order over all currencies. The supplements of a
 * day are one row. Pages are read by index, the next while this one is consumed; each account's row
 * is as of one moment.
 */
export function readStatement(ledger: Ledger, of: StatementOf): AsyncGenerator<StatementRow> {
  return readRows(ledger, of, wholeRows);
}

/** The same without workspaces and deductions, for about a fifth of the time: of the sums that settlements keep. */
export function readStatementColumns(ledger: Ledger, of: StatementOf): AsyncGenerator<ColumnsRow> {
  return readRows(ledger, of, columnsRows);
}

const columnsRows: Reading<Columns, ColumnsRow> = {
  projection: columnsProjection,
  settlementsAtOnce: 2_000,
  async rowsOf(_ledger, { currency, cycle }, settlements) {
    return [...groupBy(settlements, ({ account }) => account)].map(([account, ofAccount]) =>
      columnsRow({ account, currency, cycle }, ofAccount),
    );
  },
};

const wholeRows: Reading<Row, StatementRow> = {
  projection: wholeProjection,
  settlementsAtOnce: 500,
  rowsOf: wholeRowsOf,
};

async function wholeRowsOf(
  ledger: Ledger,
  { currency, cycle }: CycleDay,
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
