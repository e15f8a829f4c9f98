import type { StepName } from '../domain/deduction-order.js';
import type { StepEffects } from '../domain/settlement-step.js';
import type { Standing } from './in-hand.js';
import type { CohortWork } from './ledger-context.js';

/** A settlement under way as its account's last transaction left it, and what each step will do to it. */
export interface PlannedSettlement extends Standing {
  plan: ReadonlyMap<StepName, StepEffects>;
}

/** The settlements of a cohort between two of its steps. */
export interface RememberedCohort {
  work: Pick<CohortWork, 'owner' | 'first' | 'last'>;
  /** How many there were when they were opened. */
  opened: number;
  /** By account; one that has ended is gone. */
  open: Map<string, PlannedSettlement>;
  /** Accounts that somebody else has changed since: the database says where they stand. */
  changed: Set<string>;
}

/** Of more lines than these the cohort that was longest untouched is forgotten. */
const mostLines = 200_000;

/**
 * What a worker remembers of the cohorts that it opened, so that a step need read nothing but the locks
 * of its accounts: every transaction that moves an account's money, or gives its settlement to another
 * workflow, counts them on, so what was known at a lock holds as long as the database shows that lock.
 * What is not remembered, or has changed, is read.
 */
export class CohortMemory {
  private readonly cohorts = new Map<string, RememberedCohort>();
  private lines = 0;

  keep(cohort: RememberedCohort): void {
    this.forget(cohort.work.owner);
    this.cohorts.set(cohort.work.owner, cohort);
    this.lines += linesOf(cohort);
    for (const oldest of this.cohorts.keys()) {
      if (this.lines <= mostLines) break;
      this.forget(oldest);
    }
  }

  /**
   * Takes the cohort out, for its next step: whoever has committed that puts it back.
   * @returns undefined where not all that the step is for is remembered
   */
  take(work: CohortWork): RememberedCohort | undefined {
    const found = this.cohorts.get(work.owner);
    this.forget(work.owner);
    const isAll =
      found?.work.first === work.first &&
      found.work.last === work.last &&
      found.opened === work.fresh;
    return isAll ? found : undefined;
  }

  private forget(owner: string): void {
    const found = this.cohorts.get(owner);
    if (!found) return;
    this.cohorts.delete(owner);
    this.lines -= linesOf(found);
  }
}

function linesOf({ open }: RememberedCohort): number {
  let lines = 0;
  for (const { inHand } of open.values()) lines += inHand.lines.length;
  return lines;
}
