import type { Currency } from '../domain/billing-cycle.js';
import type { LookUpOutcome, SendOutcome } from '../domain/charge-outcome.js';
import type { Instant } from '../domain/instant.js';
import type { Provider } from '../domain/records.js';

/** One charge as a vendor is asked for it. Nothing of it changes between two tries. */
export interface CloudUsage {
  /** Our key of the charge: `cloudAccount/day/n`, with `/r2` … for one that replaces another. */
  key: string;
  /** The vendor's own names of the customer and of what he subscribed to. */
  customer: string;
  instance: string;
  /** Start of the completed UTC hour that the charge is reported for; it ends an hour later. */
  hour: Instant;
  /** Whole minor units of the product's currency, above zero, as decimal digits. */
  units: string;
  /**
   * How many earlier tries may have reached the vendor: every one but those answered `not-sent`.
   * Above zero, a duplicate may be our own, and a refusal no longer says that the vendor has nothing.
   */
  attempt: number;
}

export type { LookUpOutcome, SendOutcome };

/** A product in a vendor's marketplace: usage of one dimension at 0.01 of its currency a unit. */
export interface CloudProduct {
  provider: Provider;
  currency: Currency;
  /** The vendor's product code; absent where each customer's licence names the product. */
  productCode?: string;
  dimension: string;
  /** Part of the slot: a vendor that forgets duplicates between regions must see one region. */
  region: string;
}

/** What one vendor does for one product. Adapters remember nothing between calls and never retry. */
export interface CloudProvider {
  readonly product: CloudProduct;
  /**
   * What may be done about an outcome that nobody knows: send the identical charge again; look it up
   * first; nothing, because the vendor would add it up.
   */
  readonly afterUndecided: 'resend' | 'look-up' | 'wait-for-operator';
  /** Charges of one call. */
  readonly batchSize: number;
  /** Calls a second over all workers, as the vendor states it, or a cautious number of ours. */
  readonly callsPerSecond: number;
  /** The oldest hour that the vendor takes at this moment; later ones up to the last completed are free to use. */
  oldestHour(now: Instant): Instant;
  /** From when on the vendor bills a charge for this hour no more. */
  deadline(hour: Instant): Instant;
  /** What the vendor would refuse, found before anything is sent: undefined when it may be sent. */
  problemOf(usage: CloudUsage): string | undefined;
  /**
   * Sends each charge once, in calls of `batchSize` at most, and judges each by its own answer. A
   * batch that is refused whole is bisected. Nothing is sent at or after `sendBefore`, nor for an hour
   * that is not over or that the vendor bills no more: that is `not-sent`. What `problemOf` finds is
   * `refused`. Never throws for what a vendor does.
   * @returns one outcome a charge, in their order
   */
  submit(usages: readonly CloudUsage[], limits: SendLimits): Promise<SendOutcome[]>;
  /** Absent where the vendor has no look-up. */
  lookUp?(usage: CloudUsage): Promise<LookUpOutcome>;
}

export interface SendLimits {
  sendBefore: Instant;
  now: () => Instant;
}

/** What an adapter needs to reach its vendor; a secret never reaches a log or an outcome's reason. */
export interface Access {
  /** An address in place of the vendor's own. */
  endpoint?: string;
  keyId?: string;
  secret?: string;
  /** Beside a temporary key (AWS, Alibaba Cloud). */
  sessionToken?: string;
  requestTimeoutMs: number;
}

/** A folder of providers/ exports one of these; registry.ts lists them. */
export interface CloudVendor {
  readonly name: Provider;
  connect(product: CloudProduct, access: Access): CloudProvider;
}
