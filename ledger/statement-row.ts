import type { Decimal128 } from 'mongodb';
import type { Currency, Day } from '../domain/billing-cycle.js';
import type { ChargeStanding } from '../domain/cloud-charge.js';
import type { InstrumentKind } from '../domain/deduction-order.js';
import { add, isZero, subtract, sum, zero, type Amount } from '../domain/money.js';
import { byLineOrder } from '../domain/settlement.js';
import {
  addAmounts,
  columnOf,
  noAmounts,
  statementColumns,
  totalOf,
  type StatementAmounts,
} from '../domain/statement.js';
import { fromDecimal128 } from './decimal128.js';
import type {
  DeductionDocument,
  SettlementState,
  SettlementTotals,
} from './settlement-documents.js';
import { amountsFromDocument } from './settlement-totals.js';

/** What an account's day came to. */
export interface ColumnsRow extends StatementAmounts {
  account: string;
  cycle: Day;
  currency: Currency;
  state: 'parked' | 'open' | 'charging' | 'arrears' | 'settled';
  /** The sum of the six amounts. */
  total: Amount;
  /** Why it is parked. */
  reason?: string;
}

export interface StatementRow extends ColumnsRow {
  /** What no step has taken up yet; only above zero. */
  due?: Amount;
  deductions: { kind: InstrumentKind; id: string; amount: Amount }[];
  workspaces: WorkspaceRow[];
}

export interface WorkspaceRow extends StatementAmounts {
  workspace: string;
  site: string;
  total: Amount;
}

interface Supplement {
  n: number;
  state: SettlementState;
  reason?: string | undefined;
  owes: boolean;
}

/** One supplement of an account's day; `parts` are what does not fit its first document. */
export interface SettledSupplement extends Supplement {
  charges: readonly { cloudAccount: string; state: ChargeStanding }[];
  parts: readonly SupplementPart[];
}

export interface SupplementPart {
  lines: readonly { workspace: string; site: string; amount: Decimal128 }[];
  deductions: readonly DeductionDocument[];
}

/** What is collected over the supplements of a day: in place, because a statement has many rows. */
interface Collected {
  workspaces: Map<string, WorkspaceRow>;
  taken: Map<string, StatementRow['deductions'][number]>;
}

/** The supplements of one account's day as one row (domain rule 15). */
export function statementRow(
  of: { account: string; cycle: Day; currency: Currency },
  supplements: readonly SettledSupplement[],
): StatementRow {
  const ordered = supplements.toSorted((a, b) => a.n - b.n);
  const collected: Collected = { workspaces: new Map(), taken: new Map() };
  const due = sum(ordered.map((each) => addSupplement(collected, each)));
  const workspaces = [...collected.workspaces.values()].toSorted(byLineOrder);
  const amounts = noAmounts();
  for (const row of workspaces) {
    row.total = totalOf(row);
    for (const column of statementColumns) amounts[column] = add(amounts[column], row[column]);
  }
  const deductions = [...collected.taken.values()];
  // Each part has its own deductions: the kinds, which are the order of the steps, go first again.
  if (ordered.some(({ parts }) => parts.length > 1))
    deductions.sort((a, b) => rank(a.kind) - rank(b.kind));
  const reason = reasonOf(supplements);
  return {
    ...of,
    state: stateOf(ordered),
    total: totalOf(amounts),
    ...amounts,
    ...(isZero(due) ? {} : { due }),
    ...(reason === undefined ? {} : { reason }),
    deductions,
    workspaces,
  };
}

/** The same of the sums that the supplements keep; the audit proves them against lines and deductions. */
export function columnsRow(
  { account, cycle, currency }: { account: string; cycle: Day; currency: Currency },
  supplements: readonly (Supplement & { totals: SettlementTotals })[],
): ColumnsRow {
  const amounts = supplements
    .map(({ totals }) => amountsFromDocument(totals))
    .reduce((sums, each) => addAmounts(sums, each));
  // Field by field: spreading two objects into a third costs as much as reading the row.
  const row: ColumnsRow = {
    account,
    cycle,
    currency,
    state: stateOf(supplements),
    total: totalOf(amounts),
    ordinaryVouchers: amounts.ordinaryVouchers,
    fullReductionVouchers: amounts.fullReductionVouchers,
    storedValueCards: amounts.storedValueCards,
    cash: amounts.cash,
    cloudAccount: amounts.cloudAccount,
    arrears: amounts.arrears,
  };
  const reason = reasonOf(supplements);
  return reason === undefined ? row : { ...row, reason };
}

/** @returns what of it no step has taken up. */
function addSupplement(
  { workspaces, taken }: Collected,
  { state, charges, parts }: SettledSupplement,
): Amount {
  const rows: WorkspaceRow[] = [];
  const left: Amount[] = [];
  for (const { lines } of parts) {
    for (const { workspace, site, amount } of lines) {
      rows.push(rowOf(workspaces, workspace, site));
      left.push(fromDecimal128(amount));
    }
  }
  for (const { deductions } of parts) {
    for (const { line, kind, id, amount: stored } of deductions) {
      const row = rows[line];
      if (!row) continue;
      const amount = fromDecimal128(stored);
      const refused = kind === 'cloud-account' && isRefused(charges, id);
      const column = refused ? 'arrears' : columnOf[kind];
      row[column] = add(row[column], amount);
      left[line] = subtract(left[line] ?? zero, amount);
      if (!refused) take(taken, { kind, id, amount });
    }
  }
  if (state !== 'done' && state !== 'charging') return sum(left);
  rows.forEach((row, line) => {
    row.arrears = add(row.arrears, left[line] ?? zero);
  });
  return zero;
}

/** A charge that was refused for good is owed, not paid. */
function isRefused(charges: SettledSupplement['charges'], cloudAccount: string): boolean {
  return charges.some((each) => each.cloudAccount === cloudAccount && each.state === 'refused');
}

function take(
  taken: Collected['taken'],
  { kind, id, amount }: StatementRow['deductions'][number],
): void {
  const key = `${kind}/${id}`;
  const before = taken.get(key);
  if (before) before.amount = add(before.amount, amount);
  else taken.set(key, { kind, id, amount });
}

function rowOf(
  workspaces: Map<string, WorkspaceRow>,
  workspace: string,
  site: string,
): WorkspaceRow {
  const key = `${site}/${workspace}`;
  const known = workspaces.get(key);
  if (known) return known;
  const row = { workspace, site, total: zero, ...noAmounts() };
  workspaces.set(key, row);
  return row;
}

function rank(kind: InstrumentKind): number {
  return statementColumns.indexOf(columnOf[kind]);
}

function isHeld(state: SettlementState): boolean {
  return state === 'parked' || state === 'waiting';
}

/** Why the first of those that are held is held. */
function reasonOf(supplements: readonly Supplement[]): string | undefined {
  const held = supplements.filter(({ state }) => isHeld(state));
  return held.toSorted((a, b) => a.n - b.n)[0]?.reason;
}

/** The first that holds of any of the supplements. */
function stateOf(supplements: readonly Supplement[]): StatementRow['state'] {
  if (supplements.some(({ state }) => isHeld(state))) return 'parked';
  if (supplements.some(({ state }) => state === 'open')) return 'open';
  if (supplements.some(({ state }) => state === 'charging')) return 'charging';
  return supplements.some(({ owes }) => owes) ? 'arrears' : 'settled';
}
