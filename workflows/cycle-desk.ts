import { setCurrentDetails, setHandler } from '@temporalio/workflow';
import { cycleId, type BillingCycle } from '../domain/billing-cycle.js';
import { noAmounts } from '../domain/statement.js';
import { cycleDetails } from './details.js';
import {
  cycleProgressQuery,
  goOnUpdate,
  pauseUpdate,
  resumeUpdate,
  type CycleProgress,
} from './messages.js';

/** What operators see of a cycle. */
export interface CycleDesk {
  progress: CycleProgress;
  /** Somebody wishes that it waits for no manifest. */
  hurried: boolean;
}

/** Registers the query and the updates of a cycle. Called before the first await. */
export function openCycleDesk({
  currency,
  day,
  resumed,
}: BillingCycle & { resumed?: { progress: CycleProgress } }): CycleDesk {
  const progress: CycleProgress = resumed?.progress ?? {
    phase: 'waiting',
    waitsFor: [],
    paused: false,
    cohorts: { started: 0, finished: 0 },
    accounts: 0,
    amounts: noAmounts(),
    inArrears: 0,
    setAside: 0,
  };
  const desk: CycleDesk = { progress, hurried: false };
  setHandler(cycleProgressQuery, () => progress);
  setHandler(
    pauseUpdate,
    () => {
      progress.paused = true;
      showProgress(desk);
      return `${cycleId({ currency, day })} starts no further cohort`;
    },
    {
      validator: () => {
        if (progress.paused) throw new Error('it is paused already');
      },
    },
  );
  setHandler(
    resumeUpdate,
    () => {
      progress.paused = false;
      showProgress(desk);
      return `${cycleId({ currency, day })} goes on`;
    },
    {
      validator: () => {
        if (!progress.paused) throw new Error('it is not paused');
      },
    },
  );
  setHandler(
    goOnUpdate,
    () => {
      desk.hurried = true;
      return `${cycleId({ currency, day })} goes on without the manifests of ${progress.waitsFor.join(', ')}`;
    },
    {
      validator: () => {
        if (progress.phase !== 'opening' || progress.waitsFor.length === 0)
          throw new Error('it waits for no manifest');
      },
    },
  );
  showProgress(desk);
  return desk;
}

export function enter(desk: CycleDesk, phase: CycleProgress['phase']): void {
  desk.progress.phase = phase;
  desk.progress.waitsFor = [];
  showProgress(desk);
}

export function showProgress({ progress }: CycleDesk): void {
  setCurrentDetails(cycleDetails(progress));
}
