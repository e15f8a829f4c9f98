import type { Currency, Day } from './billing-cycle.js';
import type { Amount } from './money.js';
import type { StatementAmounts } from './statement.js';

/** Where the bills of a cycle went: how many settlements, bills and how much. */
export interface CycleShare {
  accounts: number;
  bills: number;
  total: Amount;
}

/** What a site says it sent against what came. */
export interface SiteReport {
  site: string;
  bills: { sent: number; imported: number };
  total: { sent: Amount; imported: Amount };
}

/**
 * The proof of completeness of a cycle: every bill up to its cut is settled, charging, waiting or
 * parked, and the control totals agree three ways.
 */
export interface CycleReport {
  currency: Currency;
  day: Day;
  cut: number;
  /** All bills of the day up to the cut. */
  imported: { bills: number; total: Amount };
  settled: CycleShare;
  charging: CycleShare;
  waiting: CycleShare;
  parked: CycleShare;
  /** What the settlements say, by column. */
  columns: StatementAmounts;
  /** What the ledger's entries say, by column. */
  ledger: StatementAmounts;
  /** Of parked and waiting settlements: what no step has taken up. */
  due: Amount;
  accountsInArrears: number;
  /** Why each account is parked or waits; 50 at most. */
  attention: { account: string; state: 'parked' | 'waiting'; reason: string; workflow: string }[];
  missingSites: string[];
  differingSites: SiteReport[];
  matchedSites: string[];
  /** Bills of the day that came after the cut. */
  lateBills: number;
  /** Earlier days that nobody ran although they had bills, or that lie between two cycles. */
  missedDays: Day[];
  /** Sentences that say what does not add up; empty when the cycle is proved. */
  differences: string[];
  startedAt: string;
  seconds: number;
}
