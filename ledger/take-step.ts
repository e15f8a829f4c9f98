import type { ClientSession } from 'mongodb';
import { cycleEnd } from '../domain/billing-cycle.js';
import type { CloudAccount } from '../domain/cloud-charge.js';
import { settlementSteps, stepNumber, type StepName } from '../domain/deduction-order.js';
import { takeStep, type SettlementInHand } from '../domain/settlement-step.js';
import { zero } from '../domain/money.js';
import { dueOf } from '../domain/settlement.js';
import { throwTroubles, forEachAccount } from './account-troubles.js';
import { fromDecimal128, toDecimal128 } from './decimal128.js';
import type { AccountDocument } from './documents.js';
import type { SettlementDocument } from './settlement-documents.js';
import type { CohortWork, Ledger } from './ledger-context.js';
import { instrumentsOf, loadCloudAccounts, loadInstruments } from './load-instruments.js';
import { lockAccounts } from './lock-accounts.js';
import { contentOf, readParts } from './settlement-mapping.js';
import { newChanges, recordEffects, storeChanges } from './step-changes.js';
import { accountsForStep } from './step-candidates.js';
import { inTransaction } from './transaction.js';

const nothing = toDecimal128(zero);

/**
 * One step of the deduction order for every settlement of the range that this workflow owns: what the
 * domain decides, the instruments, the settlements and the ledger entries change in one transaction.
 * Who has nothing to give or to pay is not touched. A settlement past this step is left alone.
 * @returns how many settlements changed
 * @throws SettlementError `account-trouble` naming every account whose own data is wrong
 */
export async function takeSettlementStep(
  ledger: Ledger,
  step: StepName,
  work: CohortWork,
): Promise<number> {
  const candidates = await accountsForStep(ledger, step, work);
  if (candidates.length === 0) return 0;
  return inTransaction(ledger.client, async (session) => {
    const accounts = await lockAccounts(ledger, candidates, session);
    const settlements = await readSettlements(ledger, { step, work, candidates }, session);
    throwTroubles(
      settlements
        .filter(({ account }) => !accounts.has(account))
        .map(({ account }) => ({ account, reason: 'the account is not in the database' })),
    );
    const inHandOf = await readInHand(ledger, { step, work, settlements, accounts }, session);
    const changes = newChanges({ step, owner: work.owner, at: ledger.now() });
    forEachAccount(
      settlements,
      ({ account }) => account,
      (settlement) => {
        const inHand = inHandOf(settlement);
        const account = accounts.get(settlement.account);
        if (account)
          recordEffects(changes, { settlement, account, inHand, effects: takeStep(step, inHand) });
      },
    );
    await storeChanges(ledger, changes, session);
    return changes.settlements.length;
  });
}

/**
 * The settlements that the step takes. One that has nothing due is read without its lines: it is only
 * there to be ended.
 */
async function readSettlements(
  ledger: Ledger,
  { step, work, candidates }: { step: StepName; work: CohortWork; candidates: readonly string[] },
  session: ClientSession,
): Promise<SettlementDocument[]> {
  const { settlements } = ledger.collections;
  const filter = {
    owner: work.owner,
    account: { $in: [...candidates] },
    cycle: work.day,
    state: 'open' as const,
    step: { $gte: 1, $lte: stepNumber(step) },
  };
  const unpaid = await settlements
    .find({ ...filter, due: { $gt: nothing } }, { session })
    .toArray();
  if (step !== 'recordArrears') return unpaid;
  const paid = await settlements
    .find({ ...filter, due: nothing }, { session, projection: { lines: 0, deductions: 0 } })
    .toArray();
  return [...unpaid, ...paid.map((each) => ({ ...each, lines: [], deductions: [], parts: 0 }))];
}

/** Reads what the step may look at, and gives it out one settlement at a time. */
async function readInHand(
  ledger: Ledger,
  facts: {
    step: StepName;
    work: CohortWork;
    settlements: readonly SettlementDocument[];
    accounts: ReadonlyMap<string, AccountDocument>;
  },
  session: ClientSession,
): Promise<(settlement: SettlementDocument) => SettlementInHand> {
  const { step, work, settlements, accounts } = facts;
  const payers = settlementSteps[stepNumber(step)]?.payers ?? [];
  const kinds = new Set(payers.filter((payer) => payer !== 'overdraft'));
  const ids = settlements.flatMap(({ account, lines }) => (lines.length > 0 ? [account] : []));
  const stored = await loadInstruments(ledger, { accounts: ids, cut: work.cut, kinds }, session);
  const cloudAccounts = kinds.has('cloud-account')
    ? await loadCloudAccounts(ledger, ids, session)
    : new Map<string, CloudAccount>();
  const parts = await readParts(ledger, settlements, session);
  const end = cycleEnd(work.day, ledger.zones[work.currency]);
  return (settlement) => {
    const { lines, deductions } = contentOf(settlement, parts.get(settlement._id));
    const account = accounts.get(settlement.account);
    return {
      account: settlement.account,
      day: settlement.cycle,
      n: settlement.n,
      end,
      eligibleSpend: fromDecimal128(settlement.eligibleSpend),
      lines,
      due: dueOf(lines, deductions),
      instruments: instrumentsOf(stored, settlement.account),
      cash: fromDecimal128(cashOf(account)),
      cloudAccounts,
    };
  };
}

function cashOf(account: AccountDocument | undefined): AccountDocument['cash'] {
  if (!account) throw new RangeError('the account is not in the database');
  return account.cash;
}
