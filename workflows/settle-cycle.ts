import {
  allHandlersFinished,
  condition,
  continueAsNew,
  proxyActivities,
  sleep,
  upsertSearchAttributes,
  workflowInfo,
} from '@temporalio/workflow';
import type {
  CycleActivities,
  CycleReport,
  OpenedCycle,
  PlannedCohort,
} from '../activities/contract.js';
import type { BillingCycle } from '../domain/billing-cycle.js';
import { addAmounts } from '../domain/statement.js';
import { cohortId } from '../domain/workflow-ids.js';
import { bookkeepingOptions, cycleOptions } from './activity-options.js';
import { enter, openCycleDesk, showProgress, type CycleDesk } from './cycle-desk.js';
import type { CycleProgress } from './messages.js';
import { settlementStateKey, type SettlementStateValue } from './search-attributes.js';
import type { CohortOutcome } from './settle-cohort.js';
import { startCohort } from './settlement-children.js';

export interface CycleInput extends BillingCycle {
  /** Started by the Schedule: waits for the sites' manifests, at most 4 hours. */
  scheduled?: boolean;
  /** What a run that grew too long hands to the next. */
  resumed?: { after: string; opened: OpenedCycle; progress: CycleProgress };
}

const bookkeeping = proxyActivities<CycleActivities>(bookkeepingOptions);
const wholeCycle = proxyActivities<CycleActivities>(cycleOptions);

const manifestMinutes = 240;
/** A child that says nothing for so long is looked up in the database instead. */
const childSilence = '3 minutes';
const pageOfCohorts = 20;
const mostFruitlessPasses = 3;

/** Settles one day of one currency: cohorts side by side, until no bill is left, then the proof. */
export async function settleCycle(input: CycleInput): Promise<CycleReport> {
  const { currency, day } = input;
  const cycle = { currency, day };
  const desk = openCycleDesk(input);
  const { progress } = desk;
  const opened = input.resumed?.opened ?? (await open(input, desk));
  const run: CycleRun = {
    input,
    opened,
    cycle: { ...cycle, cut: opened.cut },
    desk,
    running: new Set(),
    after: input.resumed?.after ?? '',
  };
  enter(desk, 'settling');
  await settleEverything(run);
  enter(desk, 'finishing');
  const report = await wholeCycle.closeCycle({ cycle, startedAt: opened.startedAt });
  progress.report = report;
  enter(desk, 'closed');
  showState(stateOf(report));
  await condition(allHandlersFinished);
  return report;
}

/** Keeps the cut, after the earlier days have ended and the awaited bills have come. */
async function open(input: CycleInput, desk: CycleDesk): Promise<OpenedCycle> {
  const cycle = { currency: input.currency, day: input.day };
  await waitForEarlierDays(cycle, desk);
  enter(desk, 'opening');
  const opened = await wholeCycle.openCycle(cycle);
  if (!input.scheduled || !(await waitForManifests(cycle, desk))) return opened;
  const { startedAt } = opened;
  return { ...(await wholeCycle.openCycle(cycle)), startedAt };
}

interface CycleRun {
  input: CycleInput;
  cycle: BillingCycle & { cut: number };
  opened: OpenedCycle;
  desk: CycleDesk;
  /** Cohorts that were asked for and have not ended. */
  running: Set<string>;
  /** The last account that a cohort was planned for. */
  after: string;
}

/** Passes over the cycle until the database shows no bill without a settlement and none left open. */
async function settleEverything(run: CycleRun): Promise<void> {
  let fruitless = 0;
  for (let pass = 0, pause = 1; ; pass++) {
    const planned = await settleUnclaimed(run);
    const survey = await bookkeeping.surveyCycle({ cycle: run.cycle, parkedToo: pass === 0 });
    for (const orphan of survey.orphans) await start(run, orphan);
    await drain(run);
    run.after = '';
    const isSettled = survey.unclaimedBills === 0 && survey.orphans.length === 0;
    if (isSettled && survey.running === 0) return;
    // Bills that no range of accounts holds are damaged: the report says so, rather than wait for ever.
    fruitless = survey.unclaimedBills > 0 && planned === 0 ? fruitless + 1 : 0;
    if (fruitless > mostFruitlessPasses) return;
    if (isSettled || fruitless > 0) {
      await sleep(`${pause} seconds`);
      pause = Math.min(pause * 2, 30);
    }
    await continueIfLong(run);
  }
}

/**
 * One page of ranges after another, so many cohorts side by side.
 * @returns how many cohorts there were
 */
async function settleUnclaimed(run: CycleRun): Promise<number> {
  for (let count = 0; ;) {
    const { cycle, after, opened } = run;
    const planned = await bookkeeping.planCohorts({
      cycle,
      after,
      cohortSize: opened.cohortSize,
      most: pageOfCohorts,
    });
    for (const cohort of planned) {
      await start(run, cohort);
      run.after = cohort.last;
      await continueIfLong(run);
    }
    count += planned.length;
    if (planned.length === pageOfCohorts) continue;
    await drain(run);
    return count;
  }
}

async function start(
  run: CycleRun,
  { number, first, last, accounts }: PlannedCohort,
): Promise<void> {
  const { cycle, desk, running } = run;
  const { progress } = desk;
  await untilFewerThan(run, run.opened.cohortsAtOnce);
  // Behind that wait: a pause that comes during it holds this cohort too.
  await condition(() => !progress.paused);
  const workflowId = cohortId(cycle, number);
  progress.cohorts.started++;
  running.add(workflowId);
  // Not waited for: the cohorts of one window are asked for with one command list, not one by one.
  void follow(run, workflowId, startCohort(workflowId, { ...cycle, first, last }, accounts));
}

async function follow(
  { desk, running }: CycleRun,
  workflowId: string,
  starting: ReturnType<typeof startCohort>,
): Promise<void> {
  try {
    const child = await starting;
    if (!child) return;
    addOutcome(desk.progress, await child.result());
    showProgress(desk);
  } catch {
    // Ended by hand, or failed: what it left open is found in the database.
  } finally {
    running.delete(workflowId);
  }
}

async function untilFewerThan({ running }: CycleRun, most: number): Promise<void> {
  if (running.size < most) return;
  const answered = await condition(() => running.size < most, childSilence);
  if (!answered) running.clear();
}

async function drain(run: CycleRun): Promise<void> {
  while (run.running.size > 0) await untilFewerThan(run, run.running.size);
}

/** A history has its limits: a long run hands over to a new one, with no child left to wait for. */
async function continueIfLong(run: CycleRun): Promise<void> {
  if (!workflowInfo().continueAsNewSuggested) return;
  await drain(run);
  await condition(allHandlersFinished);
  const { input, opened, after, desk } = run;
  await continueAsNew<typeof settleCycle>({
    ...input,
    resumed: { after, opened, progress: desk.progress },
  });
}

function addOutcome(progress: CycleProgress, outcome: CohortOutcome): void {
  progress.cohorts.finished++;
  progress.accounts += outcome.accounts;
  progress.amounts = addAmounts(progress.amounts, outcome.amounts);
  progress.inArrears += outcome.inArrears;
  progress.setAside += outcome.setAside;
}

async function waitForEarlierDays(cycle: BillingCycle, desk: CycleDesk): Promise<void> {
  for (let pause = 1; ; pause = Math.min(pause * 2, 60)) {
    desk.progress.waitsFor = await bookkeeping.earlierRunning(cycle);
    showProgress(desk);
    if (desk.progress.waitsFor.length === 0) return;
    await sleep(`${pause} seconds`);
  }
}

/** @returns whether it waited, so that what came meanwhile is to be taken in. */
async function waitForManifests(cycle: BillingCycle, desk: CycleDesk): Promise<boolean> {
  for (let minute = 0; minute < manifestMinutes && !desk.hurried; minute++) {
    desk.progress.waitsFor = await bookkeeping.awaitedSites(cycle);
    showProgress(desk);
    if (desk.progress.waitsFor.length === 0) return minute > 0;
    await condition(() => desk.hurried, '1 minute');
  }
  desk.progress.waitsFor = [];
  return true;
}

function stateOf({
  parked,
  waiting,
  charging,
  accountsInArrears,
}: CycleReport): SettlementStateValue {
  if (parked.accounts + waiting.accounts > 0) return 'parked';
  if (charging.accounts > 0) return 'charging';
  return accountsInArrears > 0 ? 'arrears' : 'settled';
}

function showState(state: SettlementStateValue): void {
  upsertSearchAttributes([{ key: settlementStateKey, value: state }]);
}
