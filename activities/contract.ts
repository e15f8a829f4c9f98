import type { BillingCycle, Currency, Day } from '../domain/billing-cycle.js';
import type { ChargeState } from '../domain/cloud-charge.js';
import type { Provider } from '../domain/records.js';
import type { OperatorAnswer } from '../ledger/answer-charge.js';
import type { OutcomeCounts } from '../domain/charge-outcome.js';
import type { CycleReport } from '../domain/cycle-report.js';
import type { StepName } from '../domain/deduction-order.js';
import type { Amount } from '../domain/money.js';
import type { AccountTrouble } from '../domain/settlement-error.js';
import type { StatementAmounts } from '../domain/statement.js';
import type { Adopted } from '../ledger/adopt-waiting.js';
import type { CohortRow } from '../ledger/cohort-result.js';
import type { PlannedCohort } from '../ledger/cycles.js';
import type { ArrearsStand } from '../ledger/follow-arrears.js';
import type { CohortWork } from '../ledger/ledger-context.js';

/** What workflows know of the activities. Ids and ranges go in; counts and a few exceptions come out. */

export type {
  Adopted,
  ArrearsStand,
  ChargeState,
  CohortRow,
  CohortWork,
  CycleReport,
  OperatorAnswer,
  OutcomeCounts,
  PlannedCohort,
};

export interface StepResult {
  /** In words and amounts: 'ordinary vouchers: 1,204.50 of 88 accounts, 112 had none'. */
  summary: string;
  accounts: number;
  took: number;
  amount: Amount;
}

/** What a step is going to take, as the same engine planned it when the settlements were opened. */
export interface PlannedStep {
  step: StepName;
  accounts: number;
  amount: Amount;
}

export interface OpenResult extends StepResult {
  /** Accounts that wait for an earlier day; 50 at most are named. */
  waiting: { account: string; day: Day }[];
  waitingCount: number;
  /** Accounts that another workflow settles; 50 at most are named. */
  elsewhere: string[];
  /** Missing where a retry found everything opened already. */
  plan?: PlannedStep[];
}

export interface CohortResult extends StepResult {
  amounts: StatementAmounts;
  inArrears: number;
  charging: number;
  /** 50 at most, those that need attention first. */
  rows: CohortRow[];
  /** Whether an account of the range waits for this day. */
  waiting: boolean;
}

/** The steps of a settlement, in their fixed order. Each may be called again at any time. */
export interface StepActivities {
  openSettlements(work: CohortWork): Promise<OpenResult>;
  applyVouchers(work: CohortWork): Promise<StepResult>;
  applyFullReductionVouchers(work: CohortWork): Promise<StepResult>;
  applyStoredValueCards(work: CohortWork): Promise<StepResult>;
  deductCash(work: CohortWork): Promise<StepResult>;
  chargeCloudAccounts(work: CohortWork): Promise<StepResult>;
  recordArrears(work: CohortWork): Promise<CohortResult>;
}

/** Who settles what: accounts that cannot go along, that wait, or whose workflow is gone. */
export interface MembershipActivities {
  /** @returns the workflow that settles each account now; accounts that another has are left out. */
  setAside(request: {
    work: CohortWork;
    accounts: AccountTrouble[];
  }): Promise<{ account: string; reason: string; workflowId: string }[]>;
  parkSettlement(request: { work: CohortWork; trouble: AccountTrouble }): Promise<void>;
  unparkSettlement(request: { work: CohortWork; account: string }): Promise<void>;
  /** @returns the range cut in two; nothing for a range of one account. */
  halvesOf(work: CohortWork): Promise<CohortWork[]>;
  adoptWaiting(work: CohortWork): Promise<Adopted[]>;
}

export interface OpenedCycle {
  cut: number;
  cohortSize: number;
  cohortsAtOnce: number;
  startedAt: string;
}

/** What of a cycle is not at its end. */
export interface CycleSurvey {
  unclaimedBills: number;
  /** Open settlements whose workflow runs. */
  running: number;
  /** Those whose workflow is gone, given to new cohorts. */
  orphans: PlannedCohort[];
}

export interface CycleActivities {
  /** @returns earlier days of the currency that still run. */
  earlierRunning(cycle: BillingCycle): Promise<Day[]>;
  openCycle(cycle: BillingCycle): Promise<OpenedCycle>;
  /** @returns the expected sites whose bills have not all come. */
  awaitedSites(cycle: BillingCycle): Promise<string[]>;
  planCohorts(request: {
    cycle: BillingCycle & { cut: number };
    after: string;
    cohortSize: number;
    most: number;
  }): Promise<PlannedCohort[]>;
  /** @param request.parkedToo also takes up parked settlements whose workflow was ended by hand. */
  surveyCycle(request: {
    cycle: BillingCycle & { cut: number };
    parkedToo: boolean;
  }): Promise<CycleSurvey>;
  closeCycle(request: { cycle: BillingCycle; startedAt: string }): Promise<CycleReport>;
}

/** One pass over the charges of a product. */
export interface SubmitResult {
  counts: OutcomeCounts;
  /** What may be sent at once. */
  due: number;
  /** Until the next one may be. */
  waitSeconds?: number;
  sending: number;
  /** Charges that get a workflow of their own; 50 at most. */
  toCollect: { key: string; account: string }[];
  /** What is not configured: nothing can be sent. */
  missing?: string;
}

export interface ChargeStand {
  state: ChargeState;
  decided: boolean;
  summary: string;
}

/** Sending charges to a vendor, and finding out what became of them. */
export interface ChargeActivities {
  /** @param request.collecting charges that a workflow of their own has taken over since the last pass */
  submitCharges(request: {
    provider: Provider;
    currency: Currency;
    collecting: string[];
  }): Promise<SubmitResult>;
  /** Does what may be done about an undecided charge, and says where it stands. */
  reviewCharge(request: { key: string }): Promise<ChargeStand>;
  answerCharge(answer: OperatorAnswer): Promise<ChargeState>;
}

/** Waiting for what is owed, on behalf of an account (domain rule 10). */
export interface ArrearsActivities {
  /**
   * Takes the step that is due, if one is.
   * @param request.now ISO 8601, by the clock of the workflow
   */
  advanceCourse(request: { account: string; now: string }): Promise<ArrearsStand>;
}

/** What one pass has followed up, and what is left. */
export interface FollowUpResult {
  /** Workflows that were told that an arrears clock started or was cleared. */
  told: number;
  deliveries: { sent: number; failed: number; givenUp: number };
  /** Whether more can be done at once. */
  more: boolean;
  /** Until the next try of a message; absent where none waits. */
  waitSeconds?: number;
}

/** What transactions have left to be done after their commit. */
export interface FollowUpActivities {
  followUp(): Promise<FollowUpResult>;
}

export type SettlementActivities = StepActivities &
  MembershipActivities &
  CycleActivities &
  ChargeActivities &
  ArrearsActivities &
  FollowUpActivities;
