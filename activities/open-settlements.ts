import { settlementSteps, type StepName } from '../domain/deduction-order.js';
import { add, isZero, zero } from '../domain/money.js';
import { takenBy, type StepEffects } from '../domain/settlement-step.js';
import type { Opened } from '../ledger/settlement-opening.js';
import type { CohortWork, OpenResult, PlannedStep } from './contract.js';
import type { StepLedger } from './settle-step.js';
import { summaryOf } from '../domain/step-summary.js';

export interface OpenLedger extends StepLedger {
  openSettlements(work: CohortWork): Promise<Opened>;
  /** What each step will do to each settlement that was opened. */
  planOpened(work: CohortWork, opened: Opened): ReadonlyMap<StepName, StepEffects>[];
}

const mostNamed = 50;

/** Takes the bills of the range into settlements, rounds their lines and makes their total due. */
export function createOpenSettlements(
  ledger: OpenLedger,
): (work: CohortWork) => Promise<OpenResult> {
  return async (work) => {
    const result = await ledger.openSettlements(work);
    const { opened, waiting, elsewhere } = result;
    const total = await ledger.stepTotal('openSettlements', work);
    return {
      summary: summaryOf('openSettlements', total),
      ...total,
      waiting: waiting.slice(0, mostNamed),
      waitingCount: waiting.length,
      elsewhere: elsewhere.slice(0, mostNamed),
      ...(opened.length === total.accounts
        ? { plan: planOf(ledger.planOpened(work, result)) }
        : {}),
    };
  };
}

/** What each step is going to take: said on its bar of the timeline, and 0 accounts lets it be skipped. */
function planOf(settlements: readonly ReadonlyMap<StepName, StepEffects>[]): PlannedStep[] {
  const plan = new Map<StepName, PlannedStep>(
    settlementSteps.map(({ name }) => [name, { step: name, accounts: 0, amount: zero }]),
  );
  for (const settlement of settlements) {
    for (const [step, effects] of settlement) {
      const planned = plan.get(step);
      if (!planned || isIdle(effects)) continue;
      planned.accounts++;
      planned.amount = add(planned.amount, takenBy(effects));
    }
  }
  return [...plan.values()];
}

/** A charge that is refused takes nothing up, and its step must run all the same. */
function isIdle({ deductions, overdraft }: StepEffects): boolean {
  return deductions.length === 0 && isZero(overdraft);
}
