import type { ClientSession } from 'mongodb';
import type { StepName } from '../domain/deduction-order.js';
import { SettlementError } from '../domain/settlement-error.js';
import { forEachAccount } from './account-troubles.js';
import type { PlannedSettlement, RememberedCohort } from './cohort-memory.js';
import type { Standing } from './in-hand.js';
import type { CohortWork, Ledger } from './ledger-context.js';
import {
  newChanges,
  recordEffects,
  storeChanges,
  type SettledStep,
  type StepChanges,
} from './step-changes.js';
import { inTransaction } from './transaction.js';
import { wholeList } from './whole-list.js';

/**
 * A step for the accounts of a remembered cohort on which nobody has worked since: what was planned for
 * them is written, their own document first, which locks it. Read are only the counts of their locks and
 * that this workflow still owns what it is about to change; the snapshot refuses a write to what changes
 * meanwhile. Others move from `open` to `changed`.
 */
export async function takeRemembered(
  ledger: Ledger,
  { step, work, cohort }: { step: StepName; work: CohortWork; cohort: RememberedCohort },
): Promise<SettledStep[]> {
  let ahead = carryOut(ledger, { step, work, cohort });
  await inTransaction(ledger.client, async (session) => {
    const changed = await changedAccounts(ledger, { work, cohort, ahead }, session);
    for (const account of changed) readFromNowOn(cohort, account);
    if (changed.length > 0) ahead = carryOut(ledger, { step, work, cohort });
    await storeChanges(ledger, ahead.changes, session);
  });
  for (const { planned, after } of ahead.settled) {
    if (after.settlement.state === 'open') Object.assign(planned, after);
    else cohort.open.delete(planned.account._id);
  }
  return ahead.settled;
}

interface Ahead {
  changes: StepChanges;
  settled: (SettledStep & { planned: PlannedSettlement; after: Standing })[];
}

function readFromNowOn(cohort: RememberedCohort, account: string): void {
  cohort.open.delete(account);
  cohort.changed.add(account);
}

/**
 * What was planned for the step, as writes; who has nothing to give or to pay is not touched. An account
 * that does not add up has been changed, or is damaged: the database will say.
 */
function carryOut(
  ledger: Ledger,
  of: { step: StepName; work: CohortWork; cohort: RememberedCohort },
): Ahead {
  for (;;) {
    try {
      return carryOutAll(ledger, of);
    } catch (error) {
      if (!(error instanceof SettlementError) || error.accounts.length === 0) throw error;
      for (const { account } of error.accounts) readFromNowOn(of.cohort, account);
    }
  }
}

function carryOutAll(
  ledger: Ledger,
  { step, work, cohort }: { step: StepName; work: CohortWork; cohort: RememberedCohort },
): Ahead {
  const changes = newChanges({ step, owner: work.owner, at: ledger.now(), locks: true });
  const settled: Ahead['settled'] = [];
  forEachAccount(
    cohort.open.values(),
    ({ account }) => account._id,
    (planned) => {
      const effects = planned.plan.get(step);
      if (!effects) return;
      const { account, settlement, inHand } = planned;
      const one = { account, settlement, inHand, effects };
      const after = recordEffects(changes, one);
      if (after) settled.push({ ...one, planned, after });
    },
  );
  return { changes, settled };
}

/** Accounts that somebody has locked since, or whose settlement is another workflow's by now. */
async function changedAccounts(
  { collections }: Ledger,
  { work, cohort, ahead }: { work: CohortWork; cohort: RememberedCohort; ahead: Ahead },
  session: ClientSession,
): Promise<string[]> {
  const locks = await collections.accounts
    .find(
      { _id: { $in: [...cohort.open.keys()] } },
      { ...wholeList(session), projection: { lock: 1 } },
    )
    .toArray();
  const found = new Map(locks.map(({ _id, lock }) => [_id, lock]));
  const locked = [...cohort.open.values()].filter(
    ({ account }) => found.get(account._id) !== account.lock,
  );
  const taken = await collections.settlements
    .find(
      {
        _id: { $in: ahead.settled.map(({ settlement }) => settlement._id) },
        $or: [{ owner: { $ne: work.owner } }, { state: { $ne: 'open' } }],
      },
      { ...wholeList(session), projection: { account: 1 }, hint: { _id: 1 } },
    )
    .toArray();
  return [...locked.map(({ account }) => account._id), ...taken.map(({ account }) => account)];
}
