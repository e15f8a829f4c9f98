import { chargeKey } from '../../domain/cloud-charge.js';
import { instrumentAccount } from '../../domain/chart-of-accounts.js';
import { subtract, sum, zero, compare, type Amount } from '../../domain/money.js';
import type { Deduction, SettlementLine } from '../../domain/settlement.js';
import { groupBy } from '../group-by.js';
import type { AccountBooks } from './account-books.js';

export type AuditedSettlement = AccountBooks['settlements'][number];

/** A settlement with all that belongs to it. */
export interface WholeSettlement {
  /** 'settlements acct-1/2026-11-22/1' */
  id: string;
  settlement: AuditedSettlement;
  parts: AccountBooks['settlementParts'];
  lines: SettlementLine[];
  deductions: Deduction[];
  /** What its deductions have left of each line; undefined for a line of which more was taken than it is. */
  left: (Amount | undefined)[];
  bills: AccountBooks['bills'];
  entries: AccountBooks['entries'];
  charges: AccountBooks['cloudCharges'];
  /** Its last step was taken. */
  ended: boolean;
}

export function wholeSettlements(books: AccountBooks): WholeSettlement[] {
  const parts = groupBy(books.settlementParts, ({ settlement }) => settlement);
  const bills = groupBy(books.bills, ({ day, settlement }) => `${day}/${settlement}`);
  const entries = groupBy(books.entries, ({ cycle, n }) => `${cycle}/${n}`);
  const charges = groupBy(books.cloudCharges, ({ cycle, n }) => `${cycle}/${n}`);
  return books.settlements.map((settlement) => {
    const { cycle, n, state } = settlement;
    const key = `${cycle}/${n}`;
    const ownParts = (parts.get(settlement._id) ?? []).toSorted((a, b) => a.part - b.part);
    const lines = [settlement, ...ownParts].flatMap((each) => each.lines);
    const deductions = [settlement, ...ownParts].flatMap((each) => each.deductions);
    return {
      id: `settlements ${settlement._id}`,
      settlement,
      parts: ownParts,
      lines,
      deductions,
      left: leftOf(lines, deductions),
      bills: bills.get(key) ?? [],
      entries: entries.get(key) ?? [],
      charges: charges.get(key) ?? [],
      ended: state === 'done' || state === 'charging',
    };
  });
}

function leftOf(
  lines: readonly SettlementLine[],
  deductions: readonly Deduction[],
): (Amount | undefined)[] {
  const left: (Amount | undefined)[] = lines.map(({ amount }) => amount);
  for (const { line, amount } of deductions) {
    const before = left[line];
    if (before === undefined) continue;
    left[line] = compare(amount, before) > 0 ? undefined : subtract(before, amount);
  }
  return left;
}

/** What nobody paid, or has paid yet. */
export function unpaid({ left }: WholeSettlement): Amount {
  return sum(left.map((each) => each ?? zero));
}

/** The ledger account that a deduction of this settlement is taken from. */
export function ledgerAccountOf(
  { settlement: { cycle, n } }: WholeSettlement,
  { kind, id }: Pick<Deduction, 'kind' | 'id'>,
): string {
  return instrumentAccount(kind, id, chargeKey({ cloudAccount: id, day: cycle, n }));
}
