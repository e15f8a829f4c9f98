import { settlementSteps, type StepName } from '../../domain/deduction-order.js';
import type { Day } from '../../domain/billing-cycle.js';
import { closeCycle } from '../../ledger/cycle-report.js';
import { openCycle } from '../../ledger/cycles.js';
import type { CohortWork, Ledger } from '../../ledger/ledger-context.js';
import { openSettlements } from '../../ledger/open-settlements.js';
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

/** The steps of a cohort, one after the other, as its workflow calls them. */
export async function settleRange(
  ledger: Ledger,
  work: CohortWork,
  from: StepName = 'openSettlements',
): Promise<void> {
  const names = settlementSteps.map(({ name }) => name);
  for (const step of names.slice(names.indexOf(from))) {
    if (step === 'openSettlements') await openSettlements(ledger, work);
    else await takeSettlementStep(ledger, step, work);
  }
}
