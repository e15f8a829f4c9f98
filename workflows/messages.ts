import { defineQuery, defineUpdate } from '@temporalio/workflow';
import type { CohortRow } from '../activities/contract.js';
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

export const cohortProgressQuery = defineQuery<CohortProgress>('progress');
export const cycleProgressQuery = defineQuery<CycleProgress>('progress');
export const statementQuery = defineQuery<CohortRow[]>('statement');
