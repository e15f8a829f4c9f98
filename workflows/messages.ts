import { defineQuery, defineSignal, defineUpdate } from '@temporalio/workflow';
import type {
  ArrearsStand,
  ChargeStand,
  ChargeState,
  CohortRow,
  FollowUpResult,
  OperatorAnswer,
  OutcomeCounts,
} from '../activities/contract.js';
import type { CycleReport } from '../domain/cycle-report.js';
import type { StatementAmounts } from '../domain/statement.js';

/** What operators and the command line say to workflows, and ask them. */

export interface SetAsideWish {
  account: string;
  /** Who wishes it. */
  by?: string;
  reason?: string;
}

export const pauseUpdate = defineUpdate<string>('pause');
export const resumeUpdate = defineUpdate<string>('resume');
export const retryNowUpdate = defineUpdate<string>('retryNow');
/** To a cycle that waits for manifests. */
export const goOnUpdate = defineUpdate<string>('goOn');
/** An operator answers for the vendor. */
export const resolveUpdate = defineUpdate<ChargeState, [Omit<OperatorAnswer, 'key'>]>('resolve');
/** To who sends charges or follows something: there is more. */
export const wakeSignal = defineSignal('wake');
export const setAsideUpdate = defineUpdate<string, [SetAsideWish]>('setAside');

export interface CohortProgress {
  step: string;
  paused: boolean;
  /** Why it waits for an operator. */
  parked?: string;
  done: { step: string; summary: string }[];
  setAside: { account: string; reason: string; workflowId: string }[];
}

export interface CycleProgress {
  phase: 'waiting' | 'opening' | 'settling' | 'finishing' | 'closed';
  /** What the phase waits for. */
  waitsFor: string[];
  paused: boolean;
  cohorts: { started: number; finished: number };
  accounts: number;
  amounts: StatementAmounts;
  inArrears: number;
  setAside: number;
  report?: CycleReport;
}

/** What was followed up since the workflow started, and what is left. */
export type FollowUpProgress = Pick<FollowUpResult, 'told' | 'deliveries' | 'waitSeconds'>;

/** What has become of the charges that a product's submitter has sent. */
export interface SubmitProgress {
  counts: OutcomeCounts;
  due: number;
  waitSeconds?: number;
  /** What is not configured. */
  missing?: string;
}

export const arrearsProgressQuery = defineQuery<ArrearsStand | undefined>('progress');
export const followUpProgressQuery = defineQuery<FollowUpProgress>('progress');
export const submitProgressQuery = defineQuery<SubmitProgress>('progress');
export const chargeProgressQuery = defineQuery<ChargeStand | undefined>('progress');
export const cohortProgressQuery = defineQuery<CohortProgress>('progress');
export const cycleProgressQuery = defineQuery<CycleProgress>('progress');
export const statementQuery = defineQuery<CohortRow[]>('statement');
