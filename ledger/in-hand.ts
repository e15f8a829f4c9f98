import type { ClientSession, Decimal128 } from 'mongodb';
import { cycleEnd } from '../domain/billing-cycle.js';
import type { CloudAccount } from '../domain/cloud-charge.js';
import { settlementSteps, stepNumber, type StepName } from '../domain/deduction-order.js';
import { isZero, zero } from '../domain/money.js';
import type { SettlementInHand } from '../domain/settlement-step.js';
import { dueOf } from '../domain/settlement.js';
import { fromDecimal128, toDecimal128 } from './decimal128.js';
import type { AccountDocument } from './documents.js';
import type { CohortWork, Ledger } from './ledger-context.js';
import { instrumentsOf, loadCloudAccounts, loadInstruments } from './load-instruments.js';
import type { SettlementDocument } from './settlement-documents.js';
import { contentOf, readParts } from './settlement-mapping.js';
import { wholeList } from './whole-list.js';

const nothing = toDecimal128(zero);

/** A settlement without its lines and what was deducted from them. */
export type SettlementHead = Omit<SettlementDocument, 'lines' | 'deductions'>;

/** Where the settlement of an account stands between two steps, with all that a step may look at. */
export interface Standing {
  settlement: SettlementHead;
  account: AccountDocument;
  inHand: SettlementInHand;
}

/** The settlements that the step takes, without their lines, which of those that are paid nobody needs. */
export async function readSettlementHeads(
  ledger: Ledger,
  { step, work, candidates }: { step: StepName; work: CohortWork; candidates: readonly string[] },
  session: ClientSession,
): Promise<SettlementHead[]> {
  const filter = {
    owner: work.owner,
    account: { $in: [...candidates] },
    cycle: work.day,
    state: 'open' as const,
    step: { $gte: 1, $lte: stepNumber(step) },
    ...(step === 'recordArrears' ? {} : { due: { $gt: nothing } }),
  };
  return ledger.collections.settlements
    .find<SettlementHead>(filter, {
      ...wholeList(session),
      projection: { lines: 0, deductions: 0 },
    })
    .toArray();
}

/** Reads what the step may look at, and gives it out one settlement at a time. */
export async function inHandReader(
  ledger: Ledger,
  facts: {
    step: StepName;
    work: CohortWork;
    settlements: readonly SettlementHead[];
    accounts: ReadonlyMap<string, AccountDocument>;
  },
  session: ClientSession,
): Promise<(settlement: SettlementHead) => SettlementInHand> {
  const { step, work, settlements, accounts } = facts;
  const payers = settlementSteps[stepNumber(step)]?.payers ?? [];
  const kinds = new Set(payers.filter((payer) => payer !== 'overdraft'));
  const unpaid = settlements.filter(({ due }) => !isNothing(due));
  const ids = unpaid.map(({ account }) => account);
  const stored = await loadInstruments(ledger, { ...work, accounts: ids, kinds }, session);
  const cloudAccounts = kinds.has('cloud-account')
    ? await loadCloudAccounts(ledger, { ...work, accounts: ids }, session)
    : new Map<string, CloudAccount>();
  const contents = await readContents(ledger, unpaid, session);
  const end = cycleEnd(work.day, ledger.zones[work.currency]);
  return (settlement) => ({
    account: settlement.account,
    day: settlement.cycle,
    n: settlement.n,
    end,
    eligibleSpend: fromDecimal128(settlement.eligibleSpend),
    // One that is paid is only there to be ended.
    ...(contents.get(settlement._id)?.() ?? { lines: [], due: [] }),
    instruments: instrumentsOf(stored, settlement.account),
    cash: fromDecimal128(cashOf(accounts.get(settlement.account))),
    cloudAccounts,
  });
}

function isNothing(due: Decimal128): boolean {
  return isZero(fromDecimal128(due));
}

function cashOf(account: AccountDocument | undefined): AccountDocument['cash'] {
  if (!account) throw new RangeError('the account is not in the database');
  return account.cash;
}

/** The lines of these settlements and what is left of each: decoded one account at a time. */
async function readContents(
  ledger: Ledger,
  heads: readonly SettlementHead[],
  session: ClientSession,
): Promise<Map<string, () => Pick<SettlementInHand, 'lines' | 'due'>>> {
  if (heads.length === 0) return new Map();
  const found = await ledger.collections.settlements
    .find(
      {
        account: { $in: heads.map(({ account }) => account) },
        _id: { $in: heads.map(({ _id }) => _id) },
      },
      { ...wholeList(session), projection: { lines: 1, deductions: 1 } },
    )
    .toArray();
  const parts = await readParts(ledger, heads, session);
  return new Map(
    found.map((each) => [
      each._id,
      () => {
        const { lines, deductions } = contentOf(each, parts.get(each._id));
        return { lines, due: dueOf(lines, deductions) };
      },
    ]),
  );
}
