import type { ClientSession } from 'mongodb';
import type { StepName } from '../domain/deduction-order.js';
import { isZero, sum, type Amount } from '../domain/money.js';
import { takenBy, takeStep } from '../domain/settlement-step.js';
import { forEachAccount, throwTroubles } from './account-troubles.js';
import { inHandReader, readSettlementHeads } from './in-hand.js';
import type { CohortWork, Ledger } from './ledger-context.js';
import { listTurn, lockList } from './lock-accounts.js';
import { accountsForStep } from './step-candidates.js';
import { newChanges, recordEffects, storeChanges, type SettledStep } from './step-changes.js';
import { takeRemembered } from './take-remembered.js';
import { inTransaction } from './transaction.js';

/**
 * One step of the deduction order for every settlement of the range that this workflow owns: what the
 * domain decides, the instruments, the settlements and the ledger entries change in one transaction.
 * Who has nothing to give or to pay is not touched. A settlement past this step is left alone.
 * What this worker remembers of the cohort is not read again; accounts that somebody has worked on
 * since are read, in a transaction of their own.
 * @returns how many settlements gave something to the step, and how much
 * @throws SettlementError `account-trouble` naming every account whose own data is wrong
 */
export async function takeSettlementStep(
  ledger: Ledger,
  step: StepName,
  work: CohortWork,
): Promise<StepTaken> {
  const cohort = ledger.memory.take(work);
  const remembered = cohort ? await takeRemembered(ledger, { step, work, cohort }) : [];
  const read = cohort?.changed.size === 0 ? [] : await accountsForStep(ledger, step, work);
  const candidates = read.filter((account) => cohort?.changed.has(account) ?? true);
  const settled = await takeFromDatabase(ledger, { step, work, candidates });
  if (cohort && step !== 'recordArrears') ledger.memory.keep(cohort);
  return stepTaken([...remembered, ...settled]);
}

/** The step for accounts of which nothing is known: locked first, then read. */
async function takeFromDatabase(
  ledger: Ledger,
  { step, work, candidates }: { step: StepName; work: CohortWork; candidates: readonly string[] },
): Promise<SettledStep[]> {
  if (candidates.length === 0) return [];
  const take = async (session: ClientSession): Promise<SettledStep[]> => {
    const accounts = await lockList(ledger, candidates, session);
    const settlements = await readSettlementHeads(ledger, { step, work, candidates }, session);
    throwTroubles(
      settlements
        .filter(({ account }) => !accounts.has(account))
        .map(({ account }) => ({ account, reason: 'the account is not in the database' })),
    );
    const inHandOf = await inHandReader(ledger, { step, work, settlements, accounts }, session);
    const changes = newChanges({ step, owner: work.owner, at: ledger.now(), locks: false });
    const taken: SettledStep[] = [];
    forEachAccount(
      settlements,
      ({ account }) => account,
      (settlement) => {
        const account = accounts.get(settlement.account);
        if (!account) return;
        const inHand = inHandOf(settlement);
        const one = { settlement, account, inHand, effects: takeStep(step, inHand) };
        recordEffects(changes, one);
        taken.push(one);
      },
    );
    await storeChanges(ledger, changes, session);
    return taken;
  };
  return inTransaction(ledger.client, take, listTurn(ledger, candidates));
}

/** What a step took: how many settlements gave something, and how much. */
export interface StepTaken {
  took: number;
  amount: Amount;
}

function stepTaken(settled: readonly SettledStep[]): StepTaken {
  const amounts = settled
    .map(({ effects }) => takenBy(effects))
    .filter((amount) => !isZero(amount));
  return { took: amounts.length, amount: sum(amounts) };
}
