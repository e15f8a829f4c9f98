import type { Currency, Day } from '../domain/billing-cycle.js';
import type { InstrumentKind } from '../domain/deduction-order.js';
import { add, isZero, subtract, sum, zero, type Amount } from '../domain/money.js';
import { byLineOrder, takenByInstrument, type Deduction } from '../domain/settlement.js';
import {
  addAmounts,
  columnOf,
  noAmounts,
  statementColumns,
  totalOf,
  type StatementAmounts,
} from '../domain/statement.js';
import type { SettlementState } from './documents.js';
import { linesInPart } from './settlement-mapping.js';

export interface StatementRow extends StatementAmounts {
  account: string;
  cycle: Day;
  currency: Currency;
  state: 'parked' | 'open' | 'charging' | 'arrears' | 'settled';
  /** The sum of the six amounts. */
  total: Amount;
  /** What no step has taken up yet; only above zero. */
  due?: Amount;
  /** Why it is parked. */
  reason?: string;
  deductions: { kind: InstrumentKind; id: string; amount: Amount }[];
  workspaces: WorkspaceRow[];
}

export interface WorkspaceRow extends StatementAmounts {
  workspace: string;
  site: string;
  total: Amount;
}

/** One supplement of an account's day, with the lines and deductions of its parts. */
export interface SettledSupplement {
  n: number;
  state: SettlementState;
  reason?: string | undefined;
  owes: boolean;
  /** Cloud accounts whose charge was refused for good. */
  refused: ReadonlySet<string>;
  lines: readonly { workspace: string; site: string; amount: Amount }[];
  deductions: readonly Deduction[];
}

/** The supplements of one account's day as one row (domain rule 15). */
export function statementRow(
  of: { account: string; cycle: Day; currency: Currency },
  supplements: readonly SettledSupplement[],
): StatementRow {
  const ordered = supplements.toSorted((a, b) => a.n - b.n);
  const workspaces = new Map<string, WorkspaceRow>();
  const due = sum(ordered.map((each) => addSupplement(workspaces, each)));
  const rows = [...workspaces.values()].toSorted(byLineOrder);
  for (const row of rows) row.total = totalOf(row);
  const amounts = rows.reduce<StatementAmounts>(addAmounts, noAmounts());
  const reason = ordered.find(({ state }) => isHeld(state))?.reason;
  return {
    ...of,
    state: stateOf(ordered),
    total: totalOf(amounts),
    ...amounts,
    ...(isZero(due) ? {} : { due }),
    ...(reason === undefined ? {} : { reason }),
    deductions: takenByInstrument(ordered.flatMap(paidDeductions)),
    workspaces: rows,
  };
}

/** @returns what of it no step has taken up. */
function addSupplement(
  workspaces: Map<string, WorkspaceRow>,
  { state, refused, lines, deductions }: SettledSupplement,
): Amount {
  const rows = lines.map(({ workspace, site }) => rowOf(workspaces, workspace, site));
  const left = lines.map(({ amount }) => amount);
  for (const { line, kind, id, amount } of deductions) {
    const row = rows[line];
    if (!row) continue;
    const column = kind === 'cloud-account' && refused.has(id) ? 'arrears' : columnOf[kind];
    row[column] = add(row[column], amount);
    left[line] = subtract(left[line] ?? zero, amount);
  }
  if (state !== 'done' && state !== 'charging') return sum(left);
  rows.forEach((row, line) => {
    row.arrears = add(row.arrears, left[line] ?? zero);
  });
  return zero;
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

function paidDeductions({ lines, deductions, refused }: SettledSupplement): Deduction[] {
  const paid = deductions.filter(({ kind, id }) => kind !== 'cloud-account' || !refused.has(id));
  if (lines.length <= linesInPart) return paid;
  // Each part has its own deductions: the kinds, which are the order of the steps, go first again.
  return paid.toSorted((a, b) => rank(a.kind) - rank(b.kind));
}

function rank(kind: InstrumentKind): number {
  return statementColumns.indexOf(columnOf[kind]);
}

function isHeld(state: SettlementState): boolean {
  return state === 'parked' || state === 'waiting';
}

/** The first that holds of any of the supplements. */
function stateOf(supplements: readonly SettledSupplement[]): StatementRow['state'] {
  if (supplements.some(({ state }) => isHeld(state))) return 'parked';
  if (supplements.some(({ state }) => state === 'open')) return 'open';
  if (supplements.some(({ state }) => state === 'charging')) return 'charging';
  return supplements.some(({ owes }) => owes) ? 'arrears' : 'settled';
}
