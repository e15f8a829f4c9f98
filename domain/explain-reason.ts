import type { InstrumentKind, StepName } from './deduction-order.js';
import type { Instant } from './instant.js';
import type { Amount } from './money.js';

/** Where domain.md states it: the number of a rule, or the table of the deduction order. */
export type RuleReference =
  'deduction order' | 'rule 2' | 'rule 4' | 'rule 5' | 'rule 6' | 'rule 7' | 'rule 8' | 'rule 9';

/** Why an instrument took nothing from a line. */
export type UnpaidReason =
  | { kind: 'voucher-never-restricted'; item: string }
  | { kind: 'cash-never-cloud'; cloudAccount: string }
  | { kind: 'cloud-account-never-enterprise' }
  | { kind: 'not-in-order' }
  | { kind: 'another-cloud-account'; cloudAccount: string }
  | { kind: 'nothing-to-pay' }
  | { kind: 'came-after' }
  | { kind: 'expired'; at: Instant; end: Instant }
  | { kind: 'not-valid-yet'; from: Instant; end: Instant }
  | { kind: 'below-threshold'; minSpend: Amount; eligibleSpend: Amount }
  | { kind: 'empty' }
  | { kind: 'used-up' }
  | { kind: 'paid-already'; by: { kind: InstrumentKind; id: string }[] }
  | { kind: 'turn-not-come'; step: StepName };

export type UnpaidKind = UnpaidReason['kind'];

/** The rule behind each reason. */
export const reasonRules: Readonly<Record<UnpaidKind, RuleReference>> = {
  'voucher-never-restricted': 'deduction order',
  'cash-never-cloud': 'deduction order',
  'cloud-account-never-enterprise': 'deduction order',
  'not-in-order': 'deduction order',
  'another-cloud-account': 'rule 9',
  'nothing-to-pay': 'rule 2',
  'came-after': 'rule 5',
  expired: 'rule 5',
  'not-valid-yet': 'rule 5',
  'below-threshold': 'rule 6',
  empty: 'deduction order',
  'used-up': 'rule 7',
  'paid-already': 'deduction order',
  'turn-not-come': 'deduction order',
};

/** The rule by which each kind of instrument pays. */
export const paymentRules: Readonly<Record<InstrumentKind, RuleReference>> = {
  'ordinary-voucher': 'rule 4',
  'full-reduction-voucher': 'rule 6',
  'stored-value-card': 'rule 4',
  cash: 'deduction order',
  'cloud-account': 'rule 9',
};

/** The rule by which what nobody paid is owed. */
export const overdraftRule: RuleReference = 'rule 8';
