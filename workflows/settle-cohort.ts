import {
  allHandlersFinished,
  condition,
  proxyActivities,
  sleep,
  upsertSearchAttributes,
  workflowInfo,
} from '@temporalio/workflow';
import type {
  CohortResult,
  CohortWork,
  MembershipActivities,
  PlannedStep,
  StepActivities,
} from '../activities/contract.js';
import type { BillingCycle } from '../domain/billing-cycle.js';
import { settlementSteps, type StepName } from '../domain/deduction-order.js';
import { zero } from '../domain/money.js';
import type { AccountTrouble } from '../domain/settlement-error.js';
import type { StatementAmounts } from '../domain/statement.js';
import { summaryOf, titleOf } from '../domain/step-summary.js';
import { bookkeepingOptions, halvedStepOptions, stepOptions } from './activity-options.js';
import {
  openDesk,
  showDetails,
  untilRetried,
  whilePaused,
  type OperatorDesk,
} from './operator-desk.js';
import { settlementStateKey, type SettlementStateValue } from './search-attributes.js';
import { startAlone, startFollowing } from './settlement-children.js';
import { stepTroubleOf } from './step-trouble.js';

export interface CohortInput extends BillingCycle {
  cut: number;
  /** First and last account, both included. */
  first: string;
  last: string;
  /** One account that could not go along with others: its troubles wait for an operator. */
  alone?: boolean;
  /** Park at once, for this reason: an operator set the account aside. */
  hold?: string;
}

export interface CohortOutcome {
  accounts: number;
  amounts: StatementAmounts;
  inArrears: number;
  charging: number;
  setAside: number;
}

/** What the parts of this workflow share. */
interface Cohort {
  input: CohortInput;
  work: CohortWork;
  desk: OperatorDesk;
}

const steps = proxyActivities<StepActivities>(stepOptions);
const membership = proxyActivities<MembershipActivities>(bookkeepingOptions);

/** A trouble that names an account on its own is tried once more before it waits for an operator. */
const triesAlone = 2;

/**
 * Settles a range of accounts for one cycle: one activity a step, in the fixed order. An account that
 * cannot go along gets a workflow of its own; the others go on within the same run.
 */
export async function settleCohort(input: CohortInput): Promise<CohortOutcome> {
  const { currency, day, cut, first, last } = input;
  const cohort: Cohort = {
    input,
    work: { owner: workflowInfo().workflowId, currency, day, cut, first, last },
    desk: openDesk({ alone: input.alone === true, first, last }),
  };
  if (input.hold !== undefined) await park(cohort, { account: first, reason: input.hold });
  const opened = await settleStep(cohort, 'openSettlements');
  const plan = 'plan' in opened ? opened.plan : undefined;
  for (const { name } of settlementSteps) {
    if (name === 'openSettlements' || name === 'recordArrears') continue;
    const planned = planFor(plan, name, opened.accounts - cohort.desk.progress.setAside.length);
    if (planned?.accounts === 0) skip(cohort, name, opened.accounts);
    else await settleStep(cohort, name, planned);
  }
  const ended = await settleStep(
    cohort,
    'recordArrears',
    planFor(plan, 'recordArrears', opened.accounts),
  );
  if (!('rows' in ended)) throw new TypeError('recordArrears answered without rows');
  await finish(cohort, ended);
  const { accounts, amounts, inArrears, charging } = ended;
  return { accounts, amounts, inArrears, charging, setAside: cohort.desk.progress.setAside.length };
}

type Planned = PlannedStep & { of: number };

function planFor(plan: PlannedStep[] | undefined, step: StepName, of: number): Planned | undefined {
  const planned = plan?.find((each) => each.step === step);
  return planned && { ...planned, of };
}

/** A step that no account needs costs nothing; what comes in meanwhile is taken by recordArrears. */
function skip({ desk }: Cohort, step: StepName, accounts: number): void {
  desk.progress.done.push({
    step,
    summary: `${summaryOf(step, { accounts, took: 0, amount: zero })}: skipped`,
  });
  showDetails(desk);
}

/** Takes one step for the whole range, whatever it takes; operators' wishes come before it. */
async function settleStep(cohort: Cohort, step: StepName, planned?: Planned): Promise<Result> {
  const { desk } = cohort;
  await whilePaused(desk);
  await actOnWishes(cohort);
  desk.progress.step = step;
  showDetails(desk);
  const result = await takeStep(cohort, cohort.work, { step, planned, tries: 0, halved: false });
  desk.progress.done.push({ step, summary: result.summary });
  if ('rows' in result) desk.rows = result.rows;
  showDetails(desk);
  return result;
}

type Result = Awaited<ReturnType<StepActivities[StepName]>>;

interface Attempt {
  step: StepName;
  planned?: Planned | undefined;
  tries: number;
  halved: boolean;
}

async function takeStep(cohort: Cohort, work: CohortWork, attempt: Attempt): Promise<Result> {
  const { step, planned, halved } = attempt;
  const summary = planned
    ? summaryOf(step, { accounts: planned.of, took: planned.accounts, amount: planned.amount })
    : titleOf(step);
  for (let tries = 1; ; tries++) {
    try {
      return await steps[step].executeWithOptions(
        { ...(halved ? halvedStepOptions : stepOptions), summary },
        [tries === 1 && planned ? { ...work, fresh: planned.of } : work],
      );
    } catch (error) {
      const trouble = stepTroubleOf(error);
      switch (trouble?.kind) {
        case undefined:
          throw error;
        case 'server':
          break;
        case 'accounts':
          await drop(cohort, trouble.accounts, tries);
          break;
        case 'unnamed':
          await halve(cohort, work, { ...attempt, tries }, trouble.reason);
      }
    }
  }
}

/** The trouble is in one half, or in both; where the list is down to one account it is that one's. */
async function halve(
  cohort: Cohort,
  work: CohortWork,
  attempt: Attempt,
  reason: string,
): Promise<void> {
  const halves = await membership.halvesOf(work);
  if (halves.length === 0) await drop(cohort, [{ account: work.first, reason }], triesAlone);
  for (const half of halves)
    await takeStep(cohort, half, { ...attempt, planned: undefined, halved: true });
}

/** Takes accounts out of the list; an account on its own parks instead, when its tries are spent. */
async function drop(cohort: Cohort, accounts: AccountTrouble[], tries: number): Promise<void> {
  if (cohort.input.alone) {
    const [trouble] = accounts;
    if (tries < triesAlone) await sleep('2 seconds');
    else if (trouble) await park(cohort, trouble);
    return;
  }
  await setAside(cohort, accounts);
}

async function setAside(
  { work, desk, input }: Cohort,
  accounts: AccountTrouble[],
  byOperator = false,
): Promise<void> {
  const given = await membership.setAside({ work, accounts });
  for (const { account, reason, workflowId } of given) {
    await startAlone(input, { account, workflowId, ...(byOperator ? { hold: reason } : {}) });
    desk.progress.setAside.push({ account, reason, workflowId });
  }
  showDetails(desk);
}

async function actOnWishes(cohort: Cohort): Promise<void> {
  const wishes = cohort.desk.wishes.splice(0);
  if (wishes.length > 0) await setAside(cohort, wishes, true);
}

async function park({ work, desk }: Cohort, trouble: AccountTrouble): Promise<void> {
  await membership.parkSettlement({ work, trouble });
  showState('parked');
  await untilRetried(desk, trouble.reason);
  await membership.unparkSettlement({ work, account: trouble.account });
  showState('running');
}

/** The next day of these accounts may have waited for this one. */
async function finish({ work, desk }: Cohort, result: CohortResult): Promise<void> {
  desk.ended = true;
  desk.progress.step = 'ended';
  showDetails(desk);
  showState(result.charging > 0 ? 'charging' : result.inArrears > 0 ? 'arrears' : 'settled');
  if (result.waiting) {
    for (const next of await membership.adoptWaiting(work))
      await startFollowing(work.currency, next);
  }
  await condition(allHandlersFinished);
}

function showState(state: SettlementStateValue): void {
  upsertSearchAttributes([{ key: settlementStateKey, value: state }]);
}
