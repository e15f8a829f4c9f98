import type { Currency } from '../domain/billing-cycle.js';
import type { LookUpOutcome, OutcomeCounts } from '../domain/charge-outcome.js';
import type { HourLimits } from '../domain/charge-slot.js';
import type { ChargeState } from '../domain/cloud-charge.js';
import type { Instant } from '../domain/instant.js';
import type { Provider } from '../domain/records.js';
import type { OperatorAnswer } from '../ledger/answer-charge.js';
import type { QueueState } from '../ledger/charge-queue.js';
import type { Claim, ChargeQueue } from '../ledger/claim-charges.js';
import type { Tried } from '../ledger/record-outcomes.js';
import type { CloudChargeDocument } from '../ledger/settlement-documents.js';
import type { CloudProvider } from '../providers/port.js';

/** What charging needs of the ledger, of the clouds and of Temporal. */

export interface ChargeLedger {
  databaseNow(): Promise<Instant>;
  claimCharges(
    queue: ChargeQueue,
    options: { limits: HourLimits; sender: string; most: number },
  ): Promise<Claim>;
  recordOutcomes(of: { sender: string; tried: readonly Tried[] }): Promise<OutcomeCounts>;
  closeExpired(keys: readonly string[]): Promise<void>;
  releaseVanished(of: { provider: Provider; currency: Currency; before: Instant }): Promise<void>;
  markCollected(keys: readonly string[]): Promise<void>;
  queueState(of: { provider: Provider; currency: Currency }, now: Instant): Promise<QueueState>;
  hasStored(of: { provider: Provider; currency: Currency }): Promise<boolean>;
  findCharge(key: string): Promise<ChargeInHand | undefined>;
  recordLookUp(key: string, outcome: LookUpOutcome): Promise<void>;
  moveUndecided(
    key: string,
    to: { state: 'stored' } | { state: 'parked'; reason: string },
  ): Promise<void>;
  answerCharge(answer: OperatorAnswer): Promise<ChargeState>;
  parkQueue(of: { provider: Provider; currency: Currency }, reason: string): Promise<void>;
}

/** A charge and what its vendor knows its customer by. */
export interface ChargeInHand {
  charge: CloudChargeDocument;
  customer: string;
  instance: string;
}

/** Starts, or wakes, who sends the charges of a product. */
export interface Submitters {
  wake(of: { provider: Provider; currency: Currency }): Promise<void>;
}

export interface CloudProviders {
  /** The configured product; undefined where there is none for this currency. */
  of(provider: Provider, currency: Currency): CloudProvider | undefined;
  /** What is not configured, so that nothing can be sent; undefined where all is there. */
  missing(provider: Provider): string | undefined;
}
