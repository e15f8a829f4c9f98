import { settlementSteps, type StepName } from '../../domain/deduction-order.js';
import type { Day } from '../../domain/billing-cycle.js';
import { closeCycle } from '../../ledger/cycle-report.js';
import { openCycle } from '../../ledger/cycles.js';
import type { CohortWork, Ledger } from '../../ledger/ledger-context.js';
import { stepTotal } from '../../ledger/cohort-result.js';
import { openSettlements } from '../../ledger/open-settlements.js';
import { planOpened } from '../../ledger/plan-opened.js';
import { takeSettlementStep } from '../../ledger/take-step.js';

/** Opens the cycle of the day; what it gives out is the work of a workflow that settles a range of it. */
export async function openDay(
  ledger: Ledger,
  day: Day,
): Promise<(owner: string, first: string, last: string) => CohortWork> {
  const { cut } = await openCycle(ledger, { currency: 'CNY', day });
  return (owner, first, last) => ({
    owner: `settlement/CNY/${day}/${owner}`,
    currency: 'CNY',
    day,
    cut,
    first,
    last,
  });
}

/** @returns what does not add up */
export async function closeDay(ledger: Ledger, day: Day): Promise<string[]> {
  const startedAt = ledger.now();
  const report = await closeCycle(
    ledger,
    { currency: 'CNY', day },
    { expectedSites: [], startedAt },
  );
  return report.differences;
}

/**
 * The first step as its activity takes it: what was opened is planned and remembered.
 * @returns the work of the steps that follow
 */
export async function openAndPlan(ledger: Ledger, work: CohortWork): Promise<CohortWork> {
  const opened = await openSettlements(ledger, work);
  const { accounts } = await stepTotal(ledger, 'openSettlements', work);
  if (opened.opened.length !== accounts) return work;
  planOpened(ledger, work, opened);
  return { ...work, fresh: accounts };
}

/** The steps of a cohort, one after the other, as its workflow calls them. */
export async function settleRange(
  ledger: Ledger,
  work: CohortWork,
  from: StepName = 'openSettlements',
): Promise<void> {
  const names = settlementSteps.map(({ name }) => name);
  let now = work;
  for (const step of names.slice(names.indexOf(from))) {
    if (step === 'openSettlements') now = await openAndPlan(ledger, work);
    else await takeSettlementStep(ledger, step, now);
  }
}
