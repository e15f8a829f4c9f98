import type { Currency } from '../domain/billing-cycle.js';
import type { Instant } from '../domain/instant.js';

/** What a vendor says of some usage, whatever the form of its file. */
export interface ReportLine {
  /** `FILE:LINE`, for people. */
  at: string;
  /** What makes it this line in every file that has it: a line of two exports is one. */
  id: string;
  /** Of lines with the same id the last changed holds. */
  changed?: Instant;
  deleted: boolean;
  /** Our key, as the vendor's records name it. */
  key?: string;
  customer?: string;
  instance?: string;
  dimension?: string;
  /** The usage is of this time, its end excluded. */
  from: Instant;
  to: Instant;
  /** Whole minor units. */
  units: bigint;
  currency?: Currency;
  /** Why the vendor does not bill it. */
  refusal?: string;
}
