import { goldenCases, type GoldenCase, type GoldenStep } from './support/domain-golden.js';
import { startSystem, type System } from './support/system.js';
import type { BalancesRow } from '../ledger/read-balances.js';
import type { StatementRow } from '../ledger/read-statement.js';
import { fromDecimal128 } from '../ledger/decimal128.js';

/** Buying a card is an act in the expense center, which no import record does. */
const bought = goldenCases()
  .filter(({ steps }) => steps.some(({ purchases }) => purchases.length > 0))
  .map(({ number }) => number);

/** Many cases in one database, each under names of its own. */
const all = goldenCases((number) => `case-${number.padStart(3, '0')}-`);
/** Its amounts have 34 digits: the sums of a cycle have no room for others beside them. */
const largest = '43';
const systems = [
  { of: 'all but the largest amounts', cases: all.filter(({ number }) => number !== largest) },
  { of: 'the largest amounts', cases: all.filter(({ number }) => number === largest) },
];

interface Figures {
  statement: Map<string, StatementRow>;
  balances: Map<string, BalancesRow>;
  forfeited: Map<string, string>;
}

it('leaves out of the golden cases only the purchase of a card', () => {
  expect(bought).toEqual(['9']);
});

describe.each(systems)('the golden cases, through the real system: $of', ({ cases }) => {
  const rounds = Math.max(...cases.map(({ steps }) => steps.length));
  let system: System;
  /** What stood there after each round: the first step of every case, then the second, … */
  const after: Figures[] = [];
  const notProved: string[] = [];

  beforeAll(async () => {
    system = await startSystem();
    for (let round = 0; round < rounds; round++) {
      const steps = cases.flatMap((each) => stepOf(each, round));
      const records = steps.flatMap((step) => step.records);
      if (records.length > 0) await system.importRecords(records);
      for (const [currency, day] of cyclesOf(cases, round)) {
        const { differences } = await system.settle(day, currency);
        notProved.push(...differences);
      }
      after.push(await figures(round));
    }
  });
  afterAll(() => system.stop());

  it.each(
    cases.flatMap((each) =>
      each.steps.flatMap((step, round) =>
        step.purchases.length > 0
          ? []
          : [{ ...each, step, round, name: `${each.number}. ${each.title}` }],
      ),
    ),
  )('settle case $name, line $step.line', ({ account, step, round }) => {
    const found = after[round];
    if (!found) throw new Error('the round was not run');
    expect({ line: step.line, ...figuresOf(found, account, step) }).toEqual({
      line: step.line,
      statement: step.statement,
      workspaces: step.workspaces,
      deductions: step.deductions,
      balances: step.balances,
    });
  });

  it('leave a ledger that proves every balance and every bill', async () => {
    expect(notProved).toEqual([]);
    expect(await system.audit()).toEqual([]);
  });

  async function figures(round: number): Promise<Figures> {
    const statement = new Map<string, StatementRow>();
    for (const day of new Set(cyclesOf(cases, round).map(([, each]) => each)))
      for (const row of await system.statement(day)) statement.set(`${row.account} ${day}`, row);
    const balances = new Map((await system.balances()).map((row) => [row.account, row]));
    return { statement, balances, forfeited: await forfeited() };
  }

  async function forfeited(): Promise<Map<string, string>> {
    const amounts = new Map<string, string>();
    const entries = system.ledger.collections.entries.find({ 'postings.credit': 'forfeited' });
    for await (const { postings } of entries)
      for (const { debit, credit, amount } of postings)
        if (credit === 'forfeited') amounts.set(debit, fromDecimal128(amount));
    return amounts;
  }
});

function stepOf({ steps }: GoldenCase, round: number): GoldenStep[] {
  const step = steps[round];
  return step ? [step] : [];
}

/** The days to settle after the imports of a round, the earliest first. */
function cyclesOf(cases: readonly GoldenCase[], round: number): [GoldenCase['currency'], string][] {
  const cycles = new Map<string, [GoldenCase['currency'], string]>();
  for (const each of cases)
    for (const { day } of stepOf(each, round))
      if (day !== undefined) cycles.set(`${day} ${each.currency}`, [each.currency, day]);
  return [...cycles].toSorted(([a], [b]) => (a < b ? -1 : 1)).map(([, cycle]) => cycle);
}

function figuresOf(
  { statement, balances, forfeited }: Figures,
  account: string,
  step: GoldenStep,
): Record<string, unknown> {
  const row = step.day === undefined ? undefined : statement.get(`${account} ${step.day}`);
  const held = balances.get(account);
  const instruments = [...(held?.vouchers ?? []), ...(held?.storedValueCards ?? [])];
  return {
    statement: row && { account, state: row.state, ...amountsOf(row) },
    workspaces:
      step.workspaces.length > 0
        ? row?.workspaces.map((each) => ({ workspace: each.workspace, ...amountsOf(each) }))
        : [],
    deductions: row?.deductions ?? [],
    balances: {
      cash: held?.cash,
      overdraft: held?.overdraft,
      cloudArrears: held?.cloudArrears,
      instruments: Object.fromEntries(
        instruments.map(({ id, balance }) => [
          id,
          { left: balance, forfeited: forfeited.get(`voucher:${id}`) ?? '0.00' },
        ]),
      ),
    },
  };
}

function amountsOf(row: StatementRow | StatementRow['workspaces'][number]): object {
  const {
    total,
    ordinaryVouchers,
    fullReductionVouchers,
    storedValueCards,
    cash,
    cloudAccount,
    arrears,
  } = row;
  return {
    total,
    ordinaryVouchers,
    fullReductionVouchers,
    storedValueCards,
    cash,
    cloudAccount,
    arrears,
  };
}
