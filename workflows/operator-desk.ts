import { condition, setHandler, setCurrentDetails } from '@temporalio/workflow';
import type { CohortRow } from '../activities/contract.js';
import type { AccountTrouble } from '../domain/settlement-error.js';
import { cohortDetails } from './details.js';
import {
  cohortProgressQuery,
  pauseUpdate,
  resumeUpdate,
  retryNowUpdate,
  setAsideUpdate,
  statementQuery,
  type CohortProgress,
} from './messages.js';

/** What operators see of a cohort, and what they wished that it has not acted on yet. */
export interface OperatorDesk {
  progress: CohortProgress;
  rows: CohortRow[];
  wishes: AccountTrouble[];
  retryWished: boolean;
  ended: boolean;
}

/**
 * Registers the queries and updates of a cohort. An update only notes the wish; the workflow acts on
 * it between steps. Called before the first await.
 */
export function openDesk(cohort: { alone: boolean; first: string; last: string }): OperatorDesk {
  const desk: OperatorDesk = {
    progress: { step: 'starting', paused: false, done: [], setAside: [] },
    rows: [],
    wishes: [],
    retryWished: false,
    ended: false,
  };
  const { progress } = desk;
  setHandler(cohortProgressQuery, () => progress);
  setHandler(statementQuery, () => desk.rows);
  setHandler(
    pauseUpdate,
    () => {
      progress.paused = true;
      showDetails(desk);
      return `pauses before the step after ${progress.step}`;
    },
    { validator: () => refuseIf(progress.paused, 'it is paused already') },
  );
  setHandler(
    resumeUpdate,
    () => {
      progress.paused = false;
      showDetails(desk);
      return `goes on at ${progress.step}`;
    },
    { validator: () => refuseIf(!progress.paused, 'it is not paused') },
  );
  setHandler(
    retryNowUpdate,
    () => {
      desk.retryWished = true;
      return `tries ${progress.step} again`;
    },
    {
      validator: () =>
        refuseIf(progress.parked === undefined, 'nothing here waits for an operator'),
    },
  );
  setHandler(
    setAsideUpdate,
    ({ account, by, reason }) => {
      desk.wishes.push({
        account,
        reason: `set aside by ${by ?? 'an operator'}${reason ? `: ${reason}` : ''}`,
      });
      return `${account} is set aside before the next step`;
    },
    {
      validator: ({ account }) => {
        refuseIf(cohort.alone, 'this workflow has only that account: pause it instead');
        refuseIf(desk.ended, 'its settlements have ended');
        const inRange = account >= cohort.first && account <= cohort.last;
        refuseIf(!inRange, `${account} is not between ${cohort.first} and ${cohort.last}`);
      },
    },
  );
  return desk;
}

export function showDetails(desk: OperatorDesk): void {
  setCurrentDetails(cohortDetails(desk.progress, desk.rows));
}

export async function whilePaused(desk: OperatorDesk): Promise<void> {
  if (desk.progress.paused) await condition(() => !desk.progress.paused);
}

/** Waits, however long, for an operator to say that the cause is mended. */
export async function untilRetried(desk: OperatorDesk, reason: string): Promise<void> {
  desk.progress.parked = reason;
  desk.retryWished = false;
  showDetails(desk);
  await condition(() => desk.retryWished);
  delete desk.progress.parked;
  showDetails(desk);
}

function refuseIf(refused: boolean, reason: string): void {
  if (refused) throw new Error(reason);
}
