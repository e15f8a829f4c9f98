import type { SettledStep, StepChanges } from './step-changes.js';
import { stepNumber, stepsDone } from '../domain/deduction-order.js';
import { add, isZero, sum, zero, type Amount } from '../domain/money.js';
import { accountInvariant } from '../domain/settlement-error.js';
import type { StepEffects } from '../domain/settlement-step.js';
import type { Deduction } from '../domain/settlement.js';
import { addAmounts, amountsOf, totalOf } from '../domain/statement.js';
import { fromDecimal128, toDecimal128 } from './decimal128.js';
import { deductionToDocument, linesInPart } from './settlement-mapping.js';
import { amountsFromDocument, amountsToDocument } from './settlement-totals.js';

/** The settlement moves past the step, with what the step did, under the fence of owner and step. */
export function recordSettlement(
  changes: StepChanges,
  settled: SettledStep,
  isLast: boolean,
): void {
  const { settlement, effects, inHand } = settled;
  const refused = new Set(refusedAccounts(settled));
  const totals = addAmounts(
    amountsFromDocument(settlement.totals),
    amountsOf(effects.deductions, refused),
  );
  totals.arrears = add(totals.arrears, effects.overdraft);
  const due = isLast ? zero : sum(effects.due);
  if (isLast) {
    const total = fromDecimal128(settlement.total);
    accountInvariant(
      totalOf(totals) === total,
      inHand.account,
      'its lines do not add up to their total',
    );
  }
  const charging =
    settlement.charges.some(({ state }) => state === 'charging') ||
    effects.charges.some(({ state }) => state === 'charging');
  const cloud = refusedTotal(effects);
  const owes = !isZero(cloud) || !isZero(effects.overdraft);
  const [first = [], ...further] = byPart(effects.deductions, settlement.parts + 1);
  changes.settlements.push({
    updateOne: {
      filter: {
        _id: settlement._id,
        owner: changes.owner,
        state: 'open',
        step: { $gte: 1, $lte: stepNumber(changes.step) },
      },
      update: {
        $set: {
          step: isLast ? stepsDone : stepNumber(changes.step) + 1,
          due: toDecimal128(due),
          totals: amountsToDocument(totals),
          ...(isLast ? { 'owed.overdraft': toDecimal128(effects.overdraft) } : {}),
          ...(isZero(cloud) ? {} : { 'owed.cloud': toDecimal128(cloud) }),
          ...(owes ? { owes } : {}),
          ...(isLast
            ? { state: charging ? ('charging' as const) : ('done' as const), settledAt: changes.at }
            : {}),
        },
        $push: {
          deductions: { $each: first.map(deductionToDocument) },
          charges: {
            $each: effects.charges.map(({ key, cloudAccount, amount, state }) => ({
              key,
              cloudAccount,
              amount: toDecimal128(amount),
              state,
            })),
          },
        },
      },
    },
  });
  further.forEach((deductions, index) => {
    if (deductions.length === 0) return;
    changes.parts.push({
      updateOne: {
        filter: { _id: `${settlement._id}/${index + 1}` },
        update: { $push: { deductions: { $each: deductions.map(deductionToDocument) } } },
      },
    });
  });
}

function refusedAccounts({ effects }: SettledStep): string[] {
  return effects.charges
    .filter(({ state }) => state === 'refused')
    .map(({ cloudAccount }) => cloudAccount);
}

export function refusedTotal(effects: StepEffects): Amount {
  return sum(
    effects.charges.filter(({ state }) => state === 'refused').map(({ amount }) => amount),
  );
}

function byPart(deductions: readonly Deduction[], parts: number): Deduction[][] {
  const split: Deduction[][] = Array.from({ length: parts }, () => []);
  for (const deduction of deductions)
    split[Math.floor(deduction.line / linesInPart)]?.push(deduction);
  return split;
}
