import type { Decimal128, MatchKeysAndValues } from 'mongodb';
import type { ChargeStanding, NewCharge } from '../domain/cloud-charge.js';
import { stepNumber, stepsDone, type StepName } from '../domain/deduction-order.js';
import { add, isZero, sum, zero, type Amount } from '../domain/money.js';
import { accountInvariant } from '../domain/settlement-error.js';
import type { StepEffects } from '../domain/settlement-step.js';
import type { Deduction } from '../domain/settlement.js';
import { addAmounts, amountsOf, statementColumns, totalOf } from '../domain/statement.js';
import { fromDecimal128, toDecimal128 } from './decimal128.js';
import type { SettlementDocument } from './settlement-documents.js';
import { deductionToDocument, linesInPart } from './settlement-mapping.js';
import { amountsFromDocument } from './settlement-totals.js';
import type { SettlementHead } from './in-hand.js';
import type { SettledStep, StepChanges } from './step-changes.js';

/**
 * The settlement moves past the step, with what the step did; past all of them where nothing is left
 * to pay. Its owner and state were read in this transaction (readSettlementHeads, takeRemembered),
 * whose snapshot refuses a write to what has changed since: by its id alone the server finds it at
 * once, where a longer filter has it weigh every index.
 * @returns how it stands then
 */
export function recordSettlement(changes: StepChanges, settled: SettledStep): SettlementHead {
  const { settlement, effects } = settled;
  const isLast = endsWith(changes.step, effects);
  const [first = [], ...further] = byPart(effects.deductions, settlement.parts + 1);
  const ended = isLast ? { state: endState(settled), settledAt: changes.at } : {};
  const step = isLast ? stepsDone : stepNumber(changes.step) + 1;
  const { set: amounts, totals, due } = changedAmounts(settled, isLast);
  const set = { step, ...amounts, ...ended };
  const charges = effects.charges.map(chargeOf);
  const push = {
    ...(first.length > 0 ? { deductions: { $each: first.map(deductionToDocument) } } : {}),
    ...(charges.length > 0 ? { charges: { $each: charges } } : {}),
  };
  changes.settlements.push({
    updateOne: {
      filter: { _id: settlement._id },
      update: {
        $set: set,
        ...(isLast ? { $unset: { delayed: '' } } : {}),
        ...(first.length > 0 || charges.length > 0 ? { $push: push } : {}),
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
  const chargesAfter =
    charges.length > 0 ? [...settlement.charges, ...charges] : settlement.charges;
  return { ...settlement, step, totals, due, charges: chargesAfter, ...ended };
}

/** Whether a step with these effects is a settlement's last: nothing is left to pay, or to pay it with. */
export function endsWith(step: StepName, { due }: StepEffects): boolean {
  return step === 'recordArrears' || due.every(isZero);
}

/** Only what the step changes: every field written costs the server more than it costs us to compare. */
function changedAmounts(
  { settlement, effects, inHand }: SettledStep,
  isLast: boolean,
): Pick<SettlementDocument, 'totals' | 'due'> & { set: MatchKeysAndValues<SettlementDocument> } {
  const refused = new Set(
    effects.charges.flatMap((each) => (each.state === 'refused' ? [each.cloudAccount] : [])),
  );
  const taken = amountsOf(effects.deductions, refused);
  taken.arrears = add(taken.arrears, effects.overdraft);
  const before = amountsFromDocument(settlement.totals);
  const amounts = addAmounts(before, taken);
  if (isLast) {
    const total = fromDecimal128(settlement.total);
    accountInvariant(
      totalOf(amounts) === total,
      inHand.account,
      'its lines do not add up to their total',
    );
  }
  const set: Record<string, Decimal128 | boolean> = {};
  const totals = { ...settlement.totals };
  for (const column of statementColumns) {
    if (isZero(taken[column])) continue;
    totals[column] = toDecimal128(amounts[column]);
    set[`totals.${column}`] = totals[column];
  }
  const left = isLast ? zero : sum(effects.due);
  const due = left === fromDecimal128(settlement.due) ? settlement.due : toDecimal128(left);
  if (due !== settlement.due) set['due'] = due;
  const cloud = refusedTotal(effects);
  if (!isZero(effects.overdraft)) set['owed.overdraft'] = toDecimal128(effects.overdraft);
  if (!isZero(cloud)) set['owed.cloud'] = toDecimal128(cloud);
  if (!isZero(cloud) || !isZero(effects.overdraft)) set['owes'] = true;
  return { set, totals, due };
}

function endState({ settlement, effects }: SettledStep): 'charging' | 'done' {
  return settlement.charges.some(isUndecided) || effects.charges.some(isUndecided)
    ? 'charging'
    : 'done';
}

function chargeOf({
  key,
  cloudAccount,
  amount,
  state,
}: NewCharge): SettlementDocument['charges'][0] {
  return { key, cloudAccount, amount: toDecimal128(amount), state };
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

function isUndecided({ state }: { state: ChargeStanding }): boolean {
  return state === 'charging';
}
