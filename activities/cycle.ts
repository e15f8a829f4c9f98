import type { BillingCycle, Day } from '../domain/billing-cycle.js';
import { cohortId, settleCycleId } from '../domain/workflow-ids.js';
import type { OpenOwner, PlannedCohort } from '../ledger/cycles.js';
import type { ManifestComparison } from '../ledger/manifests.js';
import type { Provider } from '../domain/records.js';
import type { Submitters } from './charge-ports.js';
import type { CycleActivities, CycleReport } from './contract.js';
import type { FollowUp } from './follow-up-ports.js';

type Cut = BillingCycle & { cut: number };

export interface CycleLedger {
  now(): string;
  postImports(): Promise<void>;
  earlierRunning(cycle: BillingCycle): Promise<Day[]>;
  abandonCycle(cycle: BillingCycle): Promise<void>;
  openCycle(cycle: BillingCycle): Promise<{ cut: number }>;
  publishedImport(): Promise<number>;
  compareManifests(cycle: Cut, expectedSites: readonly string[]): Promise<ManifestComparison>;
  planCohorts(
    cycle: Cut,
    page: { after: string; cohortSize: number; most: number },
  ): Promise<PlannedCohort[]>;
  surveyCycle(
    cycle: Cut,
    states: readonly OpenOwner['state'][],
  ): Promise<{ unclaimedBills: number; owners: OpenOwner[] }>;
  adoptOrphans(
    cycle: BillingCycle,
    orphan: OpenOwner,
    ownerFor: (number: number) => string,
  ): Promise<PlannedCohort>;
  /** Vendors that have charges of the cycle to be sent or found out about. */
  providersWithWork(cycle: BillingCycle): Promise<Provider[]>;
  /** Marks accounts that owe and that nobody follows. */
  missFollowers(): Promise<void>;
  /** Whether its transactions have left something to be told. */
  hasFollowUp(): Promise<boolean>;
  /** Another one may be paused or wait for a manifest: that is not settling. */
  isAnyCycleSettling(): Promise<boolean>;
  closeCycle(
    cycle: BillingCycle,
    options: { expectedSites: readonly string[]; startedAt: string },
  ): Promise<CycleReport>;
}

/** Asks the Temporal server itself, never its visibility store, which may lag behind. */
export interface RunningWorkflows {
  isRunning(workflowId: string): Promise<boolean>;
}

export interface CycleConfiguration {
  cohortSize: number;
  cohortsAtOnce: number;
  expectedSites: readonly string[];
}

export function createCycleActivities(
  ledger: CycleLedger,
  {
    workflows,
    submitters,
    followUp,
  }: { workflows: RunningWorkflows; submitters: Submitters; followUp: FollowUp },
  { cohortSize, cohortsAtOnce, expectedSites }: CycleConfiguration,
): CycleActivities {
  return {
    async earlierRunning(cycle) {
      const running: Day[] = [];
      for (const day of await ledger.earlierRunning(cycle)) {
        const earlier = { currency: cycle.currency, day };
        if (await workflows.isRunning(settleCycleId(earlier))) running.push(day);
        // Its workflow was ended by hand: its accounts hold theirs, but the currency goes on.
        else await ledger.abandonCycle(earlier);
      }
      return running;
    },
    async openCycle(cycle) {
      const startedAt = ledger.now();
      await ledger.postImports();
      const { cut } = await ledger.openCycle(cycle);
      return { cut, cohortSize, cohortsAtOnce, startedAt };
    },
    async awaitedSites(cycle) {
      const cut = await ledger.publishedImport();
      const { missingSites, differingSites } = await ledger.compareManifests(
        { ...cycle, cut },
        expectedSites,
      );
      const expected = new Set(expectedSites);
      return [
        ...missingSites,
        ...differingSites.map(({ site }) => site).filter((site) => expected.has(site)),
      ].toSorted();
    },
    planCohorts: ({ cycle, ...page }) => ledger.planCohorts(cycle, page),
    async surveyCycle({ cycle, parkedToo }) {
      const states = parkedToo ? (['open', 'parked'] as const) : (['open'] as const);
      const { unclaimedBills, owners } = await ledger.surveyCycle(cycle, states);
      const orphans: PlannedCohort[] = [];
      let running = 0;
      for (const each of owners) {
        const isRunning = await workflows.isRunning(each.owner);
        if (isRunning && each.state === 'open') running += each.accounts;
        if (isRunning) continue;
        const orphan = await ledger.adoptOrphans(cycle, each, (number) => cohortId(cycle, number));
        orphans.push(orphan);
      }
      return { unclaimedBills, running, orphans };
    },
    async closeCycle({ cycle, startedAt }) {
      const report = await ledger.closeCycle(cycle, { expectedSites, startedAt });
      // Whoever should have sent a charge and was ended by hand is started again.
      for (const provider of await ledger.providersWithWork(cycle))
        await submitters.wake({ provider, currency: cycle.currency });
      await ledger.missFollowers();
      // One that still settles needs the machine; it does this when it ends.
      if ((await ledger.hasFollowUp()) && !(await ledger.isAnyCycleSettling()))
        await followUp.wake();
      return report;
    },
  };
}
