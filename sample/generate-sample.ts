import { isDay } from '../domain/instant.js';
import { accountPlanner, type AccountPlan } from './account-plan.js';
import { billLineMaker, writtenLine } from './bill-lines.js';
import { cloudAccountMaker } from './cloud-accounts.js';
import { customerFor } from './customer.js';
import { balancesOf, consumptionOf, type SampleBill } from './funding.js';
import { huaweiOrders } from './huawei-orders.js';
import { centsText, microsPerCent, scale } from './integer-money.js';
import { ManifestTotals } from './manifest-totals.js';
import { Random } from './random.js';
import { SampleClock } from './sample-clock.js';
import { accountId, recordId, type SampleRecord } from './sample-record.js';
import { cardMaker } from './stored-value-cards.js';
import { voucherMaker } from './vouchers.js';
import { workspaceMaker, writtenWorkspace, type SampleWorkspace } from './workspaces.js';

/**
 * A day of realistic import data as NDJSON, a record a line without its newline: the same bytes
 * for the same arguments. Only the manifests' totals are kept, so any number of accounts will do.
 * @throws RangeError when `accounts` or `seed` is no whole number or `day` does not exist.
 */
export function* generateSample(options: {
  accounts: number;
  seed: number;
  day: string;
}): Generator<string> {
  const { accounts, seed, day } = options;
  if (!Number.isSafeInteger(accounts) || accounts < 0) throw new RangeError('accounts: 0 or more');
  if (!Number.isSafeInteger(seed)) throw new RangeError('seed: a whole number');
  if (!isDay(day)) throw new RangeError(`no such day: ${day}`);
  const random = new Random(seed);
  const totals = new ManifestTotals();
  const plan = accountPlanner(random, { accounts, day });
  const write = accountWriter(random, new SampleClock(random, day), totals);
  for (let number = 1; number <= accounts; number++) yield* lines(write(plan(number)));
  yield* lines(huaweiOrders(accounts, random));
  yield* lines(totals.manifests(day));
}

function* lines(records: Iterable<SampleRecord>): Generator<string> {
  for (const record of records) yield JSON.stringify(record);
}

function accountWriter(
  random: Random,
  clock: SampleClock,
  totals: ManifestTotals,
): (plan: AccountPlan) => Generator<SampleRecord> {
  const cloudAccountsFor = cloudAccountMaker(random);
  const workspacesFor = workspaceMaker(random);
  const billsFor = billMaker(random);
  const vouchersFor = voucherMaker(random, clock);
  const cardsFor = cardMaker(random, clock);
  return function* (plan) {
    const cloudAccounts = cloudAccountsFor(plan);
    const workspaces = workspacesFor(
      plan,
      cloudAccounts.map(({ id }) => id),
    );
    const bills = billsFor(plan, workspaces);
    const consumption = consumptionOf(bills);
    const balances = balancesOf(plan, consumption, random);
    yield* accountAndCash(plan, balances.cash, { random, clock });
    for (const { record } of cloudAccounts) yield record;
    for (const workspace of workspaces) yield writtenWorkspace(plan, workspace);
    yield* vouchersFor(plan, balances, consumption);
    yield* cardsFor(plan, balances);
    for (const bill of bills) {
      totals.add(bill.workspace.site, plan.currency, microsOf(bill));
      yield writtenBill(plan, bill, random);
    }
  };
}

function billMaker(
  random: Random,
): (plan: AccountPlan, workspaces: readonly SampleWorkspace[]) => SampleBill[] {
  const linesFor = billLineMaker(random);
  return (plan, workspaces) => {
    if (plan.funding === 'idle') return [];
    const billed = workspaces.filter((_, index) => index < 2 || !random.oneIn(15));
    const weights = billed.map(() => random.between(2, 10));
    const whole = weights.reduce((sum, weight) => sum + weight, 0);
    return billed.map((workspace, index) => ({
      workspace,
      lines: linesFor(plan, scale(plan.targetCents * microsPerCent, weights[index] ?? 0, whole)),
    }));
  };
}

function microsOf({ lines: of }: SampleBill): number {
  return of.reduce((sum, { micros }) => sum + micros, 0);
}

/** The opening cash, or a part of it with a recharge that brings the rest. */
function* accountAndCash(
  plan: AccountPlan,
  cashCents: number,
  { random, clock }: { random: Random; clock: SampleClock },
): Generator<SampleRecord> {
  const { currency } = plan;
  const rechargeCents = random.oneIn(15) ? Math.ceil(cashCents / 2) : 0;
  const openingCents = cashCents - rechargeCents;
  const { name, email, language } = customerFor(plan, random);
  const cash = openingCents === 0 ? undefined : centsText(openingCents);
  yield { kind: 'account', id: accountId(plan), name, currency, cash, email, language };
  if (rechargeCents === 0) return;
  yield {
    kind: 'recharge',
    id: recordId('rchg', plan, 1),
    account: accountId(plan),
    amount: centsText(rechargeCents),
    currency,
    at: clock.daysBefore(currency, 0, 20),
  };
}

function writtenBill(
  { currency, day }: AccountPlan,
  { workspace, lines: of }: SampleBill,
  random: Random,
): SampleRecord {
  return {
    kind: 'bill',
    workspace: workspace.id,
    day,
    currency: random.oneIn(2) ? currency : undefined,
    lines: of.map(writtenLine),
  };
}
