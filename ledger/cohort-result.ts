import { settlementSteps, stepNumber, type StepName } from '../domain/deduction-order.js';
import { isZero, zero, type Amount } from '../domain/money.js';
import {
  addAmounts,
  columnOf,
  noAmounts,
  type StatementAmounts,
  type StatementColumn,
} from '../domain/statement.js';
import { toDecimal128 } from './decimal128.js';
import { exactSums, readExactSum } from './exact-sum.js';
import type { SettlementState } from './settlement-documents.js';
import type { CohortWork, Ledger } from './ledger-context.js';
import { amountsFromDocument } from './settlement-totals.js';
import { wholeList } from './whole-list.js';

/** What a step has taken up over the settlements of a workflow: read back, so that a retry says the same. */
export interface StepTotal {
  /** Settlements of this workflow. */
  accounts: number;
  /** Of those, the ones from which the step took something. */
  took: number;
  amount: Amount;
}

export async function stepTotal(
  ledger: Ledger,
  step: StepName,
  work: CohortWork,
): Promise<StepTotal> {
  const column = columnOfStep(step);
  const source = column === undefined ? '$total' : `$totals.${column}`;
  const [sums] = await ledger.collections.settlements
    .aggregate<{ accounts: number; took: number }>([
      { $match: { owner: work.owner, account: { $gte: work.first, $lte: work.last } } },
      {
        $group: {
          _id: null,
          accounts: { $sum: 1 },
          took: { $sum: { $cond: [{ $gt: [source, toDecimal128(zero)] }, 1, 0] } },
          ...exactSums({ amount: source }),
        },
      },
    ])
    .toArray();
  return {
    accounts: sums?.accounts ?? 0,
    took: sums?.took ?? 0,
    amount: readExactSum(sums, 'amount'),
  };
}

function columnOfStep(step: StepName): StatementColumn | undefined {
  if (step === 'recordArrears') return 'arrears';
  const [payer] = settlementSteps[stepNumber(step)]?.payers ?? [];
  return payer === undefined ? undefined : columnOf[payer];
}

/** One account's row of a finished cohort. */
export interface CohortRow {
  account: string;
  state: SettlementState;
  owes: boolean;
  amounts: StatementAmounts;
}

/** What became of a workflow's settlements, and up to so many of them as rows. */
export interface CohortRows {
  rows: CohortRow[];
  accounts: number;
  /** Those with anything under arrears, repaid or not. */
  withArrears: number;
  amounts: StatementAmounts;
  /** Those that still owe. */
  inArrears: number;
  charging: number;
}

/** Up to `most` settlements of this workflow, those that need attention first. */
export async function cohortRows(
  ledger: Ledger,
  work: CohortWork,
  most: number,
): Promise<CohortRows> {
  const mine = { owner: work.owner, account: { $gte: work.first, $lte: work.last } };
  const projection = { _id: 0, account: 1, state: 1, owes: 1, totals: 1 } as const;
  const { settlements } = ledger.collections;
  const found = await settlements.find(mine, { ...wholeList(), projection }).toArray();
  const sorted = found.toSorted(
    (a, b) => urgency(a) - urgency(b) || (a.account < b.account ? -1 : 1),
  );
  const all = found.map(({ totals }) => amountsFromDocument(totals));
  return {
    rows: sorted.slice(0, most).map(({ account, state, owes, totals }) => ({
      account,
      state,
      owes,
      amounts: amountsFromDocument(totals),
    })),
    accounts: found.length,
    withArrears: all.filter(({ arrears }) => !isZero(arrears)).length,
    amounts: all.reduce(addAmounts, noAmounts()),
    inArrears: found.filter(({ owes }) => owes).length,
    charging: found.filter(({ state }) => state === 'charging').length,
  };
}

/** Whether an account of the range waits for one of its days. */
export async function hasWaiting(ledger: Ledger, work: CohortWork): Promise<boolean> {
  const waiting = await ledger.collections.settlements.findOne(
    {
      currency: work.currency,
      delayed: true,
      account: { $gte: work.first, $lte: work.last },
      state: 'waiting',
    },
    { projection: { _id: 1 } },
  );
  return waiting !== null;
}

/** What needs an operator first, then what is not decided, then arrears. */
function urgency({ state, owes }: { state: SettlementState; owes: boolean }): number {
  if (state === 'done') return owes ? 2 : 3;
  return state === 'charging' ? 1 : 0;
}
