import { executeChild, proxyActivities } from '@temporalio/workflow';
import { settlementSteps, type StepName } from '../domain/deduction-order.js';

const steps = proxyActivities<Record<StepName, (accounts: number) => Promise<number>>>({
  startToCloseTimeout: '1 minute',
});

/** A cohort whose activities do nothing. */
export async function floorCohort(accounts: number): Promise<number> {
  for (const { name } of settlementSteps) await steps[name](accounts);
  return accounts;
}

/** A cycle of such cohorts, so many side by side. */
export async function floorCycle(work: {
  cohorts: number;
  size: number;
  atOnce: number;
}): Promise<void> {
  let left = work.cohorts;
  const lane = async (): Promise<void> => {
    while (left > 0) {
      left--;
      await executeChild(floorCohort, { args: [work.size] });
    }
  };
  await Promise.all(Array.from({ length: work.atOnce }, lane));
}
