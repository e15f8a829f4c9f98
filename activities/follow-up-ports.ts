import type { Instant } from '../domain/instant.js';
import type { ClockChange } from '../ledger/clock-changes.js';
import type { DueMessage } from '../ledger/outbox-queue.js';
import type { DeliveryDocument, OutboxDocument } from '../ledger/outbox-document.js';

/** What following up needs of the ledger, of those who are told, and of Temporal. */

export interface FollowUpLedger {
  now(): Instant;
  clockChanges(of: { most: number }): Promise<ClockChange[]>;
  clockChangeTold(change: ClockChange): Promise<void>;
  dueMessages(of: { now: Instant; most: number }): Promise<DueMessage[]>;
  nextMessageAt(): Promise<Instant | undefined>;
  isOvertaken(message: OutboxDocument): Promise<boolean>;
  recordDeliveries(of: {
    id: string;
    state: OutboxDocument['state'];
    deliveries: readonly DeliveryDocument[];
  }): Promise<void>;
}

/** Starts, or wakes, who follows up. */
export interface FollowUp {
  wake(): Promise<void>;
}

/** Starts, wakes or lets end who follows an account's arrears. */
export interface ArrearsFollowers {
  tell(change: ClockChange): Promise<void>;
}

/** Whom a message goes to, and how. */
export type Addressee = Pick<DeliveryDocument, 'channel' | 'to'>;

export type DeliveryOutcome =
  | { outcome: 'sent'; answer: string }
  /** For good. */
  | { outcome: 'refused'; reason: string }
  /** It is tried again. */
  | { outcome: 'failed'; reason: string };

/** The mail server and the webhooks, as they are configured. */
export interface Outlets {
  addresseesOf(due: DueMessage): Addressee[];
  deliver(to: Addressee, due: DueMessage): Promise<DeliveryOutcome>;
  /** After so many tries that failed; undefined where it is given up. */
  retryAfterSeconds(failedTries: number): number | undefined;
}
