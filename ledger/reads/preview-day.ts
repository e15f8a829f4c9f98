import type { Currency, Day } from '../../domain/billing-cycle.js';
import type { NewCharge } from '../../domain/cloud-charge.js';
import type { InstrumentKind } from '../../domain/deduction-order.js';
import { isDay } from '../../domain/instant.js';
import { addPaid, lineAmounts, nothingPaid, type PaidAmounts } from '../../domain/line-amounts.js';
import { add, subtract, sum, type Amount } from '../../domain/money.js';
import { repaidOf } from '../../domain/repayment.js';
import { SettlementError } from '../../domain/settlement-error.js';
import {
  planSettlement,
  type SettlementInHand,
  type StepEffects,
} from '../../domain/settlement-step.js';
import { takenByInstrument } from '../../domain/settlement.js';
import { totalOf } from '../../domain/statement.js';
import { withChanges, type WhatIf } from '../../domain/what-if.js';
import { fromDecimal128 } from '../decimal128.js';
import type { Ledger } from '../ledger-context.js';
import { accountOf } from './account-of.js';
import { readDayInHand } from './day-in-hand.js';

export interface PreviewOf {
  account: string;
  day: Day;
  whatIf?: WhatIf | undefined;
}

/** What a day would come to; `due` is above zero only where it would be parked. */
export interface DayPreview extends PaidAmounts {
  account: string;
  day: Day;
  currency: Currency;
  /** Whether the day is over: if it is not, more may be billed of it. */
  isOver: boolean;
  /** The supplement that it would be: 1 where nothing of the day is settled yet. */
  n: number;
  total: Amount;
  workspaces: (PaidAmounts & { workspace: string; site: string; total: Amount })[];
  /** What each would pay, in the deduction order. */
  payers: { kind: InstrumentKind; id: string; amount: Amount }[];
  charges: Pick<NewCharge, 'cloudAccount' | 'provider' | 'amount' | 'state'>[];
  /** What of the recharge would repay earlier days. */
  repaid: Amount;
  /** What the account would have and owe afterwards. */
  after: { cash: Amount; overdraft: Amount; cloudArrears: Amount };
  /** The earlier day that it would wait for. */
  waitsFor?: Day;
  /** Why it would be parked instead. */
  trouble?: string;
}

/**
 * What the bills of a day that are not settled yet would cost if they were settled now, by the engine
 * that settles them; with what-ifs. Nothing is written.
 * @throws SettlementError `not-found`, `bad-input`
 */
export async function previewDay(
  ledger: Ledger,
  { account: id, day, whatIf = {} }: PreviewOf,
): Promise<DayPreview> {
  if (!isDay(day)) throw new SettlementError('bad-input', `no such day: ${day.slice(0, 100)}`);
  const account = await accountOf(ledger, id);
  const { inHand: asItIs, owed, waitsFor } = await readDayInHand(ledger, account, day);
  checkMethods(asItIs, whatIf);
  const now = ledger.now();
  const { inHand, repayments } = withChanges(asItIs, { owed, whatIf, now });
  const { overdraft: recorded, ...planned } = plan(inHand);
  const overdraft = subtract(fromDecimal128(account.overdraft), repaidOf(repayments, 'overdraft'));
  const cloudArrears = subtract(
    fromDecimal128(account.cloudArrears),
    repaidOf(repayments, 'cloud'),
  );
  const refused = planned.charges.filter(({ state }) => state === 'refused');
  const byCash = planned.payers.filter(({ kind }) => kind === 'cash');
  return {
    account: id,
    day,
    currency: account.currency,
    isOver: inHand.end <= now,
    n: inHand.n,
    ...planned,
    repaid: sum(repayments.map(({ amount }) => amount)),
    after: {
      cash: subtract(inHand.cash, sum(byCash.map(({ amount }) => amount))),
      overdraft: add(overdraft, recorded),
      cloudArrears: add(cloudArrears, sum(refused.map(({ amount }) => amount))),
    },
    ...(waitsFor === undefined ? {} : { waitsFor }),
  };
}

function checkMethods({ cloudAccounts }: SettlementInHand, { methods = [] }: WhatIf): void {
  for (const { settlement } of methods) {
    if (settlement.method === 'cloud' && !cloudAccounts.has(settlement.cloudAccount))
      throw new SettlementError('bad-input', `no cloud account ${settlement.cloudAccount}`);
  }
}

type Planned = PaidAmounts &
  Pick<DayPreview, 'total' | 'workspaces' | 'payers' | 'charges' | 'trouble'> & {
    overdraft: Amount;
  };

function plan(inHand: SettlementInHand): Planned {
  const { steps, trouble } = stepsOf(inHand);
  const deductions = steps.flatMap((step) => step.deductions);
  const charges = steps.flatMap((step) => step.charges);
  const refused = new Set(
    charges.filter(({ state }) => state === 'refused').map(({ cloudAccount }) => cloudAccount),
  );
  const ended = trouble === undefined;
  const paid = lineAmounts(inHand.lines, deductions, { refused, ended });
  const workspaces = workspaceRows(inHand, paid);
  const total = nothingPaid();
  for (const row of workspaces) addPaid(total, row);
  return {
    ...total,
    total: add(totalOf(total), total.due),
    workspaces,
    payers: takenByInstrument(deductions),
    charges: charges.map(({ cloudAccount, provider, amount, state }) => ({
      cloudAccount,
      provider,
      amount,
      state,
    })),
    overdraft: sum(steps.map((step) => step.overdraft)),
    ...(trouble === undefined ? {} : { trouble }),
  };
}

/** The steps of the engine; none where the account's own data would have it parked. */
function stepsOf(inHand: SettlementInHand): {
  steps: StepEffects[];
  trouble?: string;
} {
  try {
    return { steps: [...planSettlement(inHand).values()] };
  } catch (error) {
    if (!(error instanceof SettlementError) || error.code !== 'account-trouble') throw error;
    return { steps: [], trouble: error.accounts[0]?.reason ?? error.message };
  }
}

function workspaceRows(
  { lines }: SettlementInHand,
  paid: readonly PaidAmounts[],
): DayPreview['workspaces'] {
  const rows: DayPreview['workspaces'] = [];
  lines.forEach(({ workspace, site }, index) => {
    let row = rows.at(-1);
    if (row?.workspace !== workspace) {
      row = { workspace, site, total: nothingPaid().due, ...nothingPaid() };
      rows.push(row);
    }
    addPaid(row, paid[index] ?? nothingPaid());
    row.total = add(totalOf(row), row.due);
  });
  return rows;
}
