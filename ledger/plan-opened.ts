import { cycleEnd } from '../domain/billing-cycle.js';
import type { StepName } from '../domain/deduction-order.js';
import { planSettlement, type StepEffects } from '../domain/settlement-step.js';
import { forEachAccount } from './account-troubles.js';
import type { PlannedSettlement } from './cohort-memory.js';
import { fromDecimal128 } from './decimal128.js';
import type { CohortWork, Ledger } from './ledger-context.js';
import { instrumentsOf } from './load-instruments.js';
import type { Opened } from './settlement-opening.js';
import { isBusy } from './step-changes.js';

/**
 * What each step will do to each settlement just opened, if nothing comes between: the same engine,
 * nothing stored. The settlements are remembered with it for their steps.
 * @throws SettlementError `account-trouble` naming every account that cannot be planned
 */
export function planOpened(
  ledger: Ledger,
  work: CohortWork,
  { opened, payers: { stored, cloudAccounts } }: Opened,
): ReadonlyMap<StepName, StepEffects>[] {
  const end = cycleEnd(work.day, ledger.zones[work.currency]);
  const open = new Map<string, PlannedSettlement>();
  const plans: ReadonlyMap<StepName, StepEffects>[] = [];
  forEachAccount(
    opened,
    ({ account }) => account._id,
    ({ account, settlement, lines, eligibleSpend }) => {
      const inHand = {
        account: account._id,
        day: work.day,
        n: settlement.n,
        end,
        eligibleSpend,
        lines,
        due: lines.map(({ amount }) => amount),
        instruments: instrumentsOf(stored, account._id),
        cash: fromDecimal128(account.cash),
        cloudAccounts,
      };
      const plan = planSettlement(inHand);
      plans.push(plan);
      // Kept for long, so without the steps that do nothing.
      const busy = [...plan].filter(([step, effects]) => isBusy(step, effects));
      open.set(account._id, { account, settlement, inHand, plan: new Map(busy) });
    },
  );
  const { owner, first, last } = work;
  ledger.memory.keep({
    work: { owner, first, last },
    opened: opened.length,
    open,
    changed: new Set(),
  });
  return plans;
}
