import type { Decimal128 } from 'mongodb';
import type { Currency, Day } from '../domain/billing-cycle.js';
import type { CycleReport } from '../domain/cycle-report.js';
import type { ChargeStanding, ChargeState } from '../domain/cloud-charge.js';
import type { InstrumentKind, Method } from '../domain/deduction-order.js';
import type { Instant } from '../domain/instant.js';
import type { Provider } from '../domain/records.js';

/** What settling writes: see documents.ts for what customers have. */

export type SettlementState = 'open' | 'waiting' | 'parked' | 'charging' | 'done';

export interface SettlementLineDocument {
  workspace: string;
  site: string;
  item: string;
  restricted: boolean;
  method: Method;
  cloudAccount?: string;
  amount: Decimal128;
}

export interface DeductionDocument {
  line: number;
  kind: InstrumentKind;
  id: string;
  amount: Decimal128;
}

export interface SettlementTotals {
  ordinaryVouchers: Decimal128;
  fullReductionVouchers: Decimal128;
  storedValueCards: Decimal128;
  cash: Decimal128;
  cloudAccount: Decimal128;
  arrears: Decimal128;
}

export interface SettlementDocument {
  /** `account/day/n`. */
  _id: string;
  account: string;
  currency: Currency;
  cycle: Day;
  n: number;
  /** The id of the workflow that may take its next step. */
  owner: string;
  /** The first step it has not done (domain/deduction-order.ts). */
  step: number;
  state: SettlementState;
  /** It waits or is parked, or did, and has not ended: few are, and are found by it. */
  delayed?: true;
  /** Why it waits or is parked. */
  reason?: string;
  total: Decimal128;
  /** What no step has taken up yet. */
  due: Decimal128;
  /** The spend that thresholds are compared with, earlier supplements of the day included. */
  eligibleSpend: Decimal128;
  bills: number;
  /** Whether any line is paid by a cloud account. */
  cloud: boolean;
  /** The first 2,000 lines; the rest stand in `settlementParts`, as do their deductions. */
  lines: SettlementLineDocument[];
  deductions: DeductionDocument[];
  /** How many further parts there are. */
  parts: number;
  totals: SettlementTotals;
  owed: { overdraft: Decimal128; cloud: Decimal128 };
  /** Whether anything of it is still owed. */
  owes: boolean;
  charges: { key: string; cloudAccount: string; amount: Decimal128; state: ChargeStanding }[];
  openedAt: Instant;
  /** When its last step was taken. */
  settledAt?: Instant;
}

export interface SettlementPartDocument {
  /** `settlement/part`. */
  _id: string;
  account: string;
  settlement: string;
  part: number;
  lines: SettlementLineDocument[];
  deductions: DeductionDocument[];
}

/** Money that leaves the credit side's instrument: every posting balances by its form. */
export interface Posting {
  debit: string;
  credit: string;
  amount: Decimal128;
}

export interface EntryDocument {
  /** `account/number`. */
  _id: string;
  account: string;
  number: number;
  /** What makes it happen once: `day/n/step`, `import/number`, `recharge/id`, `redeem/order`. */
  key: string;
  currency: Currency;
  /** The cycle and supplement that it settles, where it settles one. */
  cycle?: Day;
  n?: number;
  postings: Posting[];
  at: Instant;
  previous: string;
  hash: string;
}

/**
 * The balances of an account's cash, vouchers and cards after entry `number` of its chain: derived
 * from entries that never change, kept so that nobody need add them up from the first one again.
 */
export interface BalanceMarkDocument {
  /** `account/number`. */
  _id: string;
  account: string;
  number: number;
  /** Only those above zero, by ledger account. */
  balances: { of: string; amount: Decimal128 }[];
}

/** What a vendor bills a charge under: given away once, also when the charge was never sent. */
export interface ChargeSlot {
  region: string;
  dimension: string;
  /** Start of the UTC hour. */
  hour: Instant;
}

export interface CloudChargeDocument {
  /** `cloudAccount/day/n`, and `/r2` … for one that replaces another. */
  _id: string;
  account: string;
  key: string;
  provider: Provider;
  cloudAccount: string;
  currency: Currency;
  cycle: Day;
  n: number;
  amount: Decimal128;
  /** Whole minor units. */
  units: string;
  shares: { workspace: string; amount: Decimal128 }[];
  state: ChargeState;
  /** Reserved before the first try; it, the units and the key never change. */
  slot?: ChargeSlot;
  /** Tries that may have reached the vendor. */
  attempts: number;
  /** Of the attempt in flight: who makes it, and until when it may be sent. */
  sender?: string;
  sendBefore?: Instant;
  /** When the last try began. */
  triedAt?: Instant;
  /** Not tried again before. */
  notBefore?: Instant;
  /** The vendor's name of what it took. */
  reference?: string;
  /** Why it stands where it stands. */
  reason?: string;
  /** A workflow of its own finds out about it. */
  collected?: true;
  /** Who answered for the vendor, and why. */
  answer?: { by: string; reason: string; at: Instant };
  replacedBy?: string;
  createdAt: Instant;
  decidedAt?: Instant;
}

export interface CycleDocument {
  /** `currency/day`. */
  _id: string;
  currency: Currency;
  day: Day;
  state: 'running' | 'closed';
  /** The number of the last import whose bills and instruments exist for it. */
  cut: number;
  /** The highest cohort number given out. */
  cohorts: number;
  openedAt: Instant;
  closedAt?: Instant;
  /** The report of its last closing (ledger/cycle-report.ts). */
  report?: CycleReport;
}
