import type { ClientSession } from 'mongodb';
import { stepNumber, type StepName } from '../domain/deduction-order.js';
import { isZero, sum, zero, type Amount } from '../domain/money.js';
import { takenBy, takeStep } from '../domain/settlement-step.js';
import { forEachAccount, throwTroubles } from './account-troubles.js';
import { inHandReader, readSettlementHeads } from './in-hand.js';
import type { CohortWork, Ledger } from './ledger-context.js';
import { listTurn, lockList } from './lock-accounts.js';
import { accountsForStep } from './step-candidates.js';
import { newChanges, recordEffects, storeChanges, type SettledStep } from './step-changes.js';
import { endsWith } from './settlement-update.js';
import { inTransaction } from './transaction.js';

/**
 * One step of the deduction order for every settlement of the range that this workflow owns: what the
 * domain decides, the instruments, the settlements and the ledger entries change in one transaction.
 * Who has nothing to give or to pay is not touched. A settlement past this step is left alone.
 * @returns how many settlements gave something to the step, and how much
 * @throws SettlementError `account-trouble` naming every account whose own data is wrong
 */
export async function takeSettlementStep(
  ledger: Ledger,
  step: StepName,
  work: CohortWork,
): Promise<StepTaken> {
  const candidates = await accountsForStep(ledger, step, work);
  if (candidates.length === 0) return { took: 0, amount: zero };
  const take = async (session: ClientSession): Promise<SettledStep[]> => {
    const accounts = await lockList(ledger, candidates, session);
    const settlements = await readSettlementHeads(ledger, { step, work, candidates }, session);
    throwTroubles(
      settlements
        .filter(({ account }) => !accounts.has(account))
        .map(({ account }) => ({ account, reason: 'the account is not in the database' })),
    );
    const inHandOf = await inHandReader(ledger, { step, work, settlements, accounts }, session);
    const changes = newChanges({ step, owner: work.owner, at: ledger.now() });
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
  const settled = await inTransaction(ledger.client, take, listTurn(ledger, candidates));
  for (const one of settled) rememberAfter(ledger, step, one);
  return stepTaken(settled);
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

/** Only once the step is committed: a settlement that it did not write stands where it stood. */
function rememberAfter(
  ledger: Ledger,
  step: StepName,
  { settlement, inHand, effects }: SettledStep,
): void {
  if (endsWith(step, effects)) ledger.memory.forget(settlement._id);
  else {
    const isWritten = effects.deductions.length > 0;
    const next = isWritten ? stepNumber(step) + 1 : settlement.step;
    ledger.memory.remember(settlement._id, next, { lines: inHand.lines, due: effects.due });
  }
}
