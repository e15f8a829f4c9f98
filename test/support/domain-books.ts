import type { Currency, Day } from '../../domain/billing-cycle.js';
import type { CloudAccount, NewCharge } from '../../domain/cloud-charge.js';
import type { StepName } from '../../domain/deduction-order.js';
import type { Instrument } from '../../domain/instrument.js';
import { isZero, sum, type Amount } from '../../domain/money.js';
import type { BillRecord, WorkspaceRecord } from '../../domain/records.js';
import type { Owed } from '../../domain/repayment.js';
import type { SettlementInHand, StepEffects } from '../../domain/settlement-step.js';
import { takenByInstrument, type Deduction } from '../../domain/settlement.js';
import { amountsOf, totalOf, type StatementAmounts } from '../../domain/statement.js';

/** One account in memory: what the database would hold of it. */
export interface AccountBooks {
  account: string;
  currency: Currency;
  cash: Amount;
  instruments: Instrument[];
  forfeited: Map<string, Amount>;
  cloudAccounts: Map<string, CloudAccount>;
  workspaces: Map<string, WorkspaceRecord>;
  /** Not settled yet. */
  bills: BillRecord[];
  owed: Owed[];
  settled: Settled[];
}

/** One settlement that has been through the steps, and everything that it did. */
export interface Settled {
  day: Day;
  before: SettlementInHand;
  after: SettlementInHand;
  effects: Map<StepName, StepEffects>;
  deductions: Deduction[];
  forfeits: { id: string; amount: Amount }[];
  charges: NewCharge[];
  overdraft: Amount;
  parked: boolean;
}

export interface StatementRow {
  account: string;
  state: 'parked' | 'charging' | 'arrears' | 'settled';
  total: Amount;
  amounts: StatementAmounts;
  deductions: { kind: string; id: string; amount: Amount }[];
  workspaces: { workspace: string; total: Amount; amounts: StatementAmounts }[];
}

/** The account's row in the statement of the day: the sum of its settlements. */
export function statementOf(books: AccountBooks, day: Day): StatementRow | undefined {
  const settled = books.settled.filter((each) => each.day === day);
  if (settled.length === 0) return undefined;
  const refused = new Set(
    settled.flatMap(({ charges }) =>
      charges.filter(({ state }) => state === 'refused').map(({ cloudAccount }) => cloudAccount),
    ),
  );
  const all = settled.flatMap(({ deductions }) => deductions);
  const amounts = withOverdraft(
    amountsOf(all, refused),
    settled.map(({ overdraft }) => overdraft),
  );
  const names = new Set(
    settled.flatMap(({ before }) => before.lines.map(({ workspace }) => workspace)),
  );
  return {
    account: books.account,
    state: stateOf(books, day, settled),
    total: totalOf(amounts),
    amounts,
    deductions: takenByInstrument(all.filter(({ id }) => !refused.has(id))),
    workspaces: [...names].map((workspace) => {
      const own = workspaceAmounts(settled, workspace, refused);
      return { workspace, total: totalOf(own), amounts: own };
    }),
  };
}

function workspaceAmounts(
  settled: readonly Settled[],
  workspace: string,
  refused: ReadonlySet<string>,
): StatementAmounts {
  const deductions = settled.flatMap((each) =>
    each.deductions.filter(({ line }) => each.before.lines[line]?.workspace === workspace),
  );
  const unpaid = settled.flatMap(({ after, parked }) =>
    parked ? [] : after.due.filter((_, line) => after.lines[line]?.workspace === workspace),
  );
  return withOverdraft(amountsOf(deductions, refused), unpaid);
}

function withOverdraft(amounts: StatementAmounts, overdraft: readonly Amount[]): StatementAmounts {
  return { ...amounts, arrears: sum([amounts.arrears, ...overdraft]) };
}

function stateOf(
  { owed }: AccountBooks,
  day: Day,
  settled: readonly Settled[],
): StatementRow['state'] {
  if (settled.some(({ parked }) => parked)) return 'parked';
  const charges = settled.flatMap((each) => each.charges);
  if (charges.some(({ state }) => state === 'charging')) return 'charging';
  const owes = owed.some(
    (each) => each.cycle === day && !(isZero(each.overdraft) && isZero(each.cloud)),
  );
  return owes ? 'arrears' : 'settled';
}
