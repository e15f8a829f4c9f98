import {
  mayPay,
  settlementSteps,
  stepNumber,
  type InstrumentKind,
  type Payer,
  type StepName,
} from './deduction-order.js';
import type { UnpaidReason } from './explain-reason.js';
import type { Instant } from './instant.js';
import { byDrawOrder, isValidAt, meetsThreshold, type Instrument } from './instrument.js';
import { isZero, subtract, sum, zero, type Amount } from './money.js';
import type { Deduction, SettlementLine } from './settlement.js';

/** A deduction and the step that made it. */
export interface StepDeduction extends Deduction {
  step: StepName;
}

/** A voucher, a card, the cash or a cloud account, as a settlement met it. */
export interface InstrumentFacts extends Omit<Instrument, 'balance'> {
  /** What it had before each step in which its kind pays; not of a cloud account, which has no limit. */
  before: ReadonlyMap<StepName, Amount>;
  /** Whether it was there when the settlement, or its own turn, came. */
  came: boolean;
}

/** A settlement as far as it has gone, with what its steps could see. */
export interface SettlementFacts {
  /** E of domain rule 1. */
  end: Instant;
  eligibleSpend: Amount;
  lines: readonly SettlementLine[];
  deductions: readonly StepDeduction[];
  instruments: readonly InstrumentFacts[];
  /** The first step that it has not done. */
  step: number;
}

export interface ExplainedLine {
  line: number;
  paid: StepDeduction[];
  /** One for each instrument that is not in `paid`. */
  unpaid: { kind: InstrumentKind; id: string; reason: UnpaidReason }[];
}

/**
 * Who paid each line, and why every other instrument did not: one or the other for each of them.
 * @param which the indexes of the lines that are asked for; without it all of them
 */
export function explainSettlement(
  facts: SettlementFacts,
  which: Iterable<number> = facts.lines.keys(),
): ExplainedLine[] {
  const paidOf: StepDeduction[][] = facts.lines.map(() => []);
  const takenIn = new Map<string, Amount[]>();
  for (const deduction of facts.deductions) {
    paidOf[deduction.line]?.push(deduction);
    const key = turnKey(deduction, deduction.step);
    const amounts = takenIn.get(key);
    if (amounts) amounts.push(deduction.amount);
    else takenIn.set(key, [deduction.amount]);
  }
  const usedUp = (instrument: InstrumentFacts, step: StepName): boolean =>
    sum(takenIn.get(turnKey(instrument, step)) ?? []) === instrument.before.get(step);
  return [...which].flatMap((index) => {
    const line = facts.lines[index];
    if (!line) return [];
    const paid = paidOf[index] ?? [];
    const payers = new Set(paid.map(instrumentKey));
    const unpaid = facts.instruments
      .filter((instrument) => !payers.has(instrumentKey(instrument)))
      .map((instrument) => ({
        kind: instrument.kind,
        id: instrument.id,
        reason: whyUnpaid(facts, { line, paid, usedUp }, instrument),
      }));
    return { line: index, paid, unpaid };
  });
}

interface LineInHand {
  line: SettlementLine;
  paid: readonly StepDeduction[];
  /** Whether what the instrument had before a step went to lines in that step, all of it. */
  usedUp: (instrument: InstrumentFacts, step: StepName) => boolean;
}

/** The first that holds: what the order forbids, what the instrument is, what had become of both. */
function whyUnpaid(
  facts: SettlementFacts,
  inHand: LineInHand,
  instrument: InstrumentFacts,
): UnpaidReason {
  const { line } = inHand;
  if (!mayPay(instrument.kind, line)) return whyNever(instrument.kind, line);
  if (instrument.kind === 'cloud-account' && line.cloudAccount !== instrument.id)
    return { kind: 'another-cloud-account', cloudAccount: line.cloudAccount ?? '' };
  if (isZero(line.amount)) return { kind: 'nothing-to-pay' };
  return whyInvalid(facts, instrument) ?? whyNotInItsTurns(facts, inHand, instrument);
}

function whyNever(kind: InstrumentKind, line: SettlementLine): UnpaidReason {
  switch (kind) {
    case 'ordinary-voucher':
    case 'full-reduction-voucher':
      return { kind: 'voucher-never-restricted', item: line.item };
    case 'stored-value-card':
      return { kind: 'not-in-order' };
    case 'cash':
      return { kind: 'cash-never-cloud', cloudAccount: line.cloudAccount ?? '' };
    case 'cloud-account':
      return { kind: 'cloud-account-never-enterprise' };
  }
}

function whyInvalid(
  { end, eligibleSpend }: SettlementFacts,
  instrument: InstrumentFacts,
): UnpaidReason | undefined {
  const { came, expiresAt, startsAt, minSpend } = instrument;
  if (!came) return { kind: 'came-after' };
  // Of the balance nothing is asked here.
  const asked: Instrument = { ...instrument, balance: zero };
  if (!isValidAt(asked, end)) {
    if (expiresAt !== undefined && expiresAt < end) return { kind: 'expired', at: expiresAt, end };
    return { kind: 'not-valid-yet', from: startsAt ?? end, end };
  }
  if (minSpend !== undefined && !meetsThreshold(asked, eligibleSpend))
    return { kind: 'below-threshold', minSpend, eligibleSpend };
  return undefined;
}

/** Cards and cash have two turns: their own step, and the last one before anything is owed (domain rule 8). */
function whyNotInItsTurns(
  facts: SettlementFacts,
  { line, paid, usedUp }: LineInHand,
  instrument: InstrumentFacts,
): UnpaidReason {
  const turns = turnsOf(instrument.kind);
  const taken = turns.filter((step) => stepNumber(step) < facts.step);
  let reason: UnpaidReason | undefined;
  for (const step of taken) {
    const before = paid.filter((each) => isBefore(facts, each, { instrument, step }));
    if (isZero(subtract(line.amount, sum(before.map(({ amount }) => amount)))))
      return reason ?? { kind: 'paid-already', by: before.map(({ kind, id }) => ({ kind, id })) };
    if (instrument.kind === 'cloud-account') continue;
    if (isZero(instrument.before.get(step) ?? zero)) {
      reason = { kind: 'empty' };
      continue;
    }
    // With something left, and something left to pay, the step would have taken it, had it been there.
    return usedUp(instrument, step) ? { kind: 'used-up' } : { kind: 'came-after' };
  }
  const next = turns.find((step) => !taken.includes(step));
  return next === undefined ? (reason ?? { kind: 'empty' }) : { kind: 'turn-not-come', step: next };
}

/** The steps in which a payer may pay, in their order. */
export function turnsOf(payer: Payer): StepName[] {
  return settlementSteps.flatMap(({ name, payers }) =>
    (payers as readonly Payer[]).includes(payer) ? [name] : [],
  );
}

/** Whether a deduction was made before the instrument's turn in a step came. */
function isBefore(
  { instruments }: SettlementFacts,
  deduction: StepDeduction,
  { instrument, step }: { instrument: InstrumentFacts; step: StepName },
): boolean {
  if (deduction.step !== step) return stepNumber(deduction.step) < stepNumber(step);
  const payers: readonly Payer[] = settlementSteps[stepNumber(step)]?.payers ?? [];
  const [paid, own] = [payers.indexOf(deduction.kind), payers.indexOf(instrument.kind)];
  if (paid !== own) return paid < own;
  const payer = instruments.find((each) => instrumentKey(each) === instrumentKey(deduction));
  return (
    payer !== undefined &&
    byDrawOrder({ ...payer, balance: zero }, { ...instrument, balance: zero }) < 0
  );
}

export function instrumentKey({ kind, id }: { kind: InstrumentKind; id: string }): string {
  return `${kind}/${id}`;
}

function turnKey(instrument: { kind: InstrumentKind; id: string }, step: StepName): string {
  return `${instrumentKey(instrument)}/${step}`;
}
