import * as chart from '../../domain/chart-of-accounts.js';
import type { InstrumentKind, StepName } from '../../domain/deduction-order.js';
import {
  overdraftRule,
  paymentRules,
  reasonRules,
  type RuleReference,
  type UnpaidReason,
} from '../../domain/explain-reason.js';
import type { ExplainedLine, StepDeduction } from '../../domain/explain-settlement.js';
import type { ChargeOutcome } from '../../domain/explain-words.js';
import { isZero, zero, type Amount } from '../../domain/money.js';
import type { SettlementLine } from '../../domain/settlement.js';
import { endOf, type SettledContent } from './settled-content.js';
import type { StepEntries } from './step-entries.js';

/** Part of a line that an instrument paid. */
export interface ExplainedPayment {
  kind: InstrumentKind;
  id: string;
  amount: Amount;
  step: StepName;
  rule: RuleReference;
  /** The ledger entry's id. */
  entry: string;
  /** Of a cloud account: what became of the charge. */
  outcome?: ChargeOutcome;
}

export interface ExplainedBillLine extends SettlementLine {
  /** Supplement and place of the line in its settlement. */
  n: number;
  line: number;
  paid: ExplainedPayment[];
  /** What nobody paid: the overdraft that the last step recorded. */
  owed?: { amount: Amount; rule: RuleReference; entry: string };
  /** What no step has taken up yet. */
  due: Amount;
  /** Every instrument that is not in `paid`, in the deduction order. */
  unpaid: { kind: InstrumentKind; id: string; reason: UnpaidReason; rule: RuleReference }[];
}

export function explainedLine(
  { settlement }: SettledContent,
  entries: StepEntries,
  { each, line, due }: { each: ExplainedLine; line: SettlementLine; due: Amount },
): ExplainedBillLine {
  const { ended } = endOf(settlement);
  const arrears = entries.get('recordArrears')?._id ?? '';
  const owed = ended && !isZero(due);
  return {
    n: settlement.n,
    line: each.line,
    ...line,
    paid: each.paid.map((deduction) => paymentRow(settlement, entries, deduction)),
    ...(owed ? { owed: { amount: due, rule: overdraftRule, entry: arrears } } : {}),
    due: ended ? zero : due,
    unpaid: each.unpaid.map((other) => ({ ...other, rule: reasonRules[other.reason.kind] })),
  };
}

function paymentRow(
  settlement: SettledContent['settlement'],
  entries: StepEntries,
  { kind, id, amount, step }: StepDeduction,
): ExplainedPayment {
  const entry = entries.get(step);
  const charge = settlement.charges.find((each) => each.cloudAccount === id);
  const outcome = kind === 'cloud-account' && charge ? outcomeOf(charge, entries) : undefined;
  return {
    kind,
    id,
    amount,
    step,
    rule: paymentRules[kind],
    entry: entry?._id ?? '',
    ...(outcome === undefined ? {} : { outcome }),
  };
}

/** One that is refused in the step itself was never sent: its cloud account was not subscribed. */
function outcomeOf(
  { key, state }: SettledContent['settlement']['charges'][number],
  entries: StepEntries,
): ChargeOutcome {
  if (state !== 'refused') return state;
  const atOnce = entries
    .get('chargeCloudAccounts')
    ?.postings.some(
      ({ debit, credit }) => debit === chart.cloudArrears && credit === chart.charge(key),
    );
  return atOnce ? 'not-subscribed' : 'refused';
}
