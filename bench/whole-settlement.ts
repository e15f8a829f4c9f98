import type { BillingCycle } from '../domain/billing-cycle.js';
import { zero } from '../domain/money.js';
import type { SettlementInHand, StepEffects } from '../domain/settlement-step.js';
import type { AccountDocument } from '../ledger/documents.js';

/** A settlement before any step, after all of them, and what the steps did. */
export interface WholeSettlement {
  account: AccountDocument;
  cycle: BillingCycle;
  billIds: string[];
  before: SettlementInHand;
  after: SettlementInHand;
  effects: StepEffects[];
}

export function owedOf(effects: readonly StepEffects[]): StepEffects['overdraft'] {
  return effects.at(-1)?.overdraft ?? zero;
}
