import { settlementSteps, stepNumber, type StepName } from '../../domain/deduction-order.js';
import * as chart from '../../domain/chart-of-accounts.js';
import type { StepDeduction } from '../../domain/explain-settlement.js';
import { isZero, min, subtract, type Amount } from '../../domain/money.js';
import { applyPosting } from '../../domain/running-balances.js';
import { invariant } from '../../domain/settlement-error.js';
import type { Deduction } from '../../domain/settlement.js';
import type { Ledger } from '../ledger-context.js';
import type { EntryDocument, SettlementDocument } from '../settlement-documents.js';
import { balancesAfter, postingsOf, readEntries } from './balances-after.js';

/** The ledger entries of a settlement, by the step that each was made by; a step without effects has none. */
export type StepEntries = ReadonlyMap<StepName, EntryDocument>;

export async function readStepEntries(
  { collections: { entries } }: Ledger,
  { account, cycle, n }: Pick<SettlementDocument, 'account' | 'cycle' | 'n'>,
): Promise<StepEntries> {
  const keyOf = (step: StepName): string => `${cycle}/${n}/${step}`;
  const keys = settlementSteps.map(({ name }) => keyOf(name));
  const found = await entries.find({ account, key: { $in: keys } }).toArray();
  const byKey = new Map(found.map((entry) => [entry.key, entry]));
  return new Map(
    settlementSteps.flatMap(({ name }) => {
      const entry = byKey.get(keyOf(name));
      return entry ? [[name, entry] as const] : [];
    }),
  );
}

/** What cash, vouchers and cards held before a step, by ledger account. */
export type BalancesBefore = ReadonlyMap<StepName, ReadonlyMap<string, Amount>>;

/**
 * What there was before each step that the settlement has done, rebuilt from the ledger entries: those
 * before the step's own; of a step that took nothing, those up to the last that the settlement made
 * before it.
 */
export async function balancesBeforeSteps(
  ledger: Ledger,
  { account, step: done }: Pick<SettlementDocument, 'account' | 'step'>,
  entries: StepEntries,
): Promise<BalancesBefore> {
  let at = entries.get('openSettlements')?.number ?? 0;
  const balances = await balancesAfter(ledger, { account, number: at });
  const before = new Map<StepName, ReadonlyMap<string, Amount>>();
  let own = at;
  for (const { name, payers } of settlementSteps) {
    if (payers.length === 0 || stepNumber(name) >= done) continue;
    const entry = entries.get(name);
    const position = entry ? entry.number - 1 : own;
    for await (const each of readEntries(ledger, { account, after: at, upTo: position }))
      for (const posting of postingsOf(each)) applyPosting(balances, posting);
    at = Math.max(at, position);
    own = entry?.number ?? own;
    before.set(name, new Map(balances));
  }
  return before;
}

/**
 * The deductions of a settlement, each with the step that made it. A card and the cash may have paid in
 * two steps: the entries say how much in each, and both go along the lines in their order.
 */
export function withSteps(deductions: readonly Deduction[], entries: StepEntries): StepDeduction[] {
  const left = new Map<string, { step: StepName; amount: Amount }[]>();
  for (const [step, entry] of entries) {
    for (const { debit, credit, amount } of postingsOf(entry)) {
      if (credit !== chart.due) continue;
      const taken = left.get(debit);
      if (taken) taken.push({ step, amount });
      else left.set(debit, [{ step, amount }]);
    }
  }
  return deductions
    .toSorted((a, b) => a.line - b.line)
    .flatMap((deduction) =>
      deduction.kind === 'cloud-account'
        ? [{ ...deduction, step: 'chargeCloudAccounts' as const }]
        : splitBySteps(deduction, left.get(ledgerAccountOf(deduction)) ?? []),
    );
}

function ledgerAccountOf({ kind, id }: Deduction): string {
  return chart.instrumentAccount(kind, id);
}

/** Nearly always one; two only where the entries of two steps meet within one deduction. */
function splitBySteps(
  deduction: Deduction,
  left: { step: StepName; amount: Amount }[],
): StepDeduction[] {
  const parts: StepDeduction[] = [];
  let rest = deduction.amount;
  for (const each of left) {
    const amount = min(rest, each.amount);
    if (isZero(amount)) continue;
    parts.push({ ...deduction, amount, step: each.step });
    each.amount = subtract(each.amount, amount);
    rest = subtract(rest, amount);
  }
  invariant(isZero(rest), `no entry has the ${rest} that ${deduction.kind} ${deduction.id} paid`);
  return parts;
}
