import { centerZones, cycleEnd, type Day } from '../../domain/billing-cycle.js';
import { settlementSteps } from '../../domain/deduction-order.js';
import { byDrawOrder, type Instrument } from '../../domain/instrument.js';
import { roundBillLine, subtract, sum, zero, type Amount } from '../../domain/money.js';
import {
  isRestricted,
  type BillRecord,
  type ImportRecord,
  type RechargeRecord,
  type StoredValueCardRecord,
  type VoucherRecord,
  type WorkspaceRecord,
} from '../../domain/records.js';
import { repaidOf, repay, type Owed } from '../../domain/repayment.js';
import { SettlementError } from '../../domain/settlement-error.js';
import { afterStep, takeStep, type SettlementInHand } from '../../domain/settlement-step.js';
import {
  byLineOrder,
  eligibleSpendOf,
  type Deduction,
  type SettlementLine,
} from '../../domain/settlement.js';
import type { AccountBooks, Settled } from './domain-books.js';

/** Takes in the records of one import, in whatever order they stand. */
export function bring(books: Map<string, AccountBooks>, records: readonly ImportRecord[]): void {
  const of = <K extends ImportRecord['kind']>(kind: K): Extract<ImportRecord, { kind: K }>[] =>
    records.filter((each): each is Extract<ImportRecord, { kind: K }> => each.kind === kind);
  for (const { id, currency, cash } of of('account')) {
    books.set(id, {
      account: id,
      currency,
      cash,
      instruments: [],
      forfeited: new Map(),
      cloudAccounts: new Map(),
      workspaces: new Map(),
      bills: [],
      owed: [],
      settled: [],
    });
  }
  for (const { id, account, provider, subscribed } of of('cloudAccount'))
    booksOf(books, account).cloudAccounts.set(id, { id, provider, subscribed });
  for (const workspace of of('workspace'))
    booksOf(books, workspace.account).workspaces.set(workspace.id, workspace);
  for (const voucher of of('voucher'))
    booksOf(books, voucher.account).instruments.push(voucherInstrument(voucher));
  for (const card of of('storedValueCard').toSorted((a, b) =>
    byDrawOrder(cardInstrument(a), cardInstrument(b)),
  ))
    addCard(booksOf(books, card.account), cardInstrument(card));
  for (const recharge of of('recharge').toSorted(byTime))
    takeRecharge(booksOf(books, recharge.account), recharge);
  for (const bill of of('bill'))
    for (const each of books.values())
      if (each.workspaces.has(bill.workspace)) each.bills.push(bill);
}

/** A card bought with cash. */
export function buyCard(
  books: AccountBooks,
  { card, faceValue }: { card: string; faceValue: Amount },
): void {
  books.cash = subtract(books.cash, faceValue);
  addCard(books, { kind: 'stored-value-card', id: card, balance: faceValue });
}

/** Settles what no settlement has taken yet of the account's bills of the day. */
export function settleAccount(books: AccountBooks, day: Day): Settled | undefined {
  const bills = books.bills.filter((bill) => bill.day === day);
  if (bills.length === 0) return undefined;
  books.bills = books.bills.filter((bill) => bill.day !== day);
  const before = openingOf(books, day, bills);
  const settled: Settled = {
    day,
    before,
    after: before,
    effects: new Map(),
    deductions: [],
    forfeits: [],
    charges: [],
    overdraft: zero,
    parked: false,
  };
  walkSteps(settled);
  keep(books, settled);
  return settled;
}

function openingOf(books: AccountBooks, day: Day, bills: readonly BillRecord[]): SettlementInHand {
  const earlier = books.settled.filter((each) => each.day === day);
  const lines = settlementLines(bills, books.workspaces);
  return {
    account: books.account,
    day,
    n: earlier.length + 1,
    end: cycleEnd(day, centerZones[books.currency]),
    eligibleSpend: sum([
      eligibleSpendOf(lines),
      ...earlier.map(({ before }) => eligibleSpendOf(before.lines)),
    ]),
    lines,
    due: lines.map(({ amount }) => amount),
    instruments: books.instruments,
    cash: books.cash,
    cloudAccounts: books.cloudAccounts,
  };
}

function walkSteps(settled: Settled): void {
  for (const { name } of settlementSteps) {
    try {
      const effects = takeStep(name, settled.after);
      settled.after = afterStep(settled.after, effects);
      settled.effects.set(name, effects);
      settled.deductions.push(...effects.deductions);
      settled.forfeits.push(...effects.forfeits);
      settled.charges.push(...effects.charges);
      settled.overdraft = effects.overdraft;
    } catch (error) {
      if (!(error instanceof SettlementError) || error.code !== 'account-trouble') throw error;
      settled.parked = true;
      return;
    }
  }
}

function keep(books: AccountBooks, settled: Settled): void {
  const { after, day, charges, overdraft, forfeits } = settled;
  books.cash = after.cash;
  books.instruments = [...after.instruments];
  for (const { id, amount } of forfeits)
    books.forfeited.set(id, sum([books.forfeited.get(id) ?? zero, amount]));
  const refused = charges.filter(({ state }) => state === 'refused');
  const cloud = sum(refused.map(({ amount }) => amount));
  books.owed.push({ cycle: day, n: after.n, overdraft, cloud });
  books.settled.push(settled);
}

export function settlementLines(
  bills: readonly BillRecord[],
  workspaces: ReadonlyMap<string, WorkspaceRecord>,
): SettlementLine[] {
  return bills
    .map(({ workspace, lines }) => {
      const { site = '', settlement = { method: 'enterprise' as const } } =
        workspaces.get(workspace) ?? {};
      return { workspace, site, settlement, lines };
    })
    .toSorted(byLineOrder)
    .flatMap(({ workspace, site, settlement, lines }) =>
      lines.map(({ item, amount }) => ({
        workspace,
        site,
        item,
        restricted: isRestricted(item),
        ...settlement,
        amount: roundBillLine(amount),
      })),
    );
}

function voucherInstrument(voucher: VoucherRecord): Instrument {
  const { id, balance, minSpend, singleUse, validFrom, expiresAt } = voucher;
  const kind = voucher.type === 'ordinary' ? 'ordinary-voucher' : 'full-reduction-voucher';
  return { kind, id, balance, minSpend, singleUse, startsAt: validFrom, expiresAt };
}

function cardInstrument(card: StoredValueCardRecord): Instrument {
  const { id, balance, purchasedAt, expiresAt } = card;
  return { kind: 'stored-value-card', id, balance, startsAt: purchasedAt, expiresAt };
}

/** A card added while there is an overdraft repays it first (domain rule 8). */
function addCard(books: AccountBooks, card: Instrument): void {
  books.instruments.push({ ...card, balance: repayWith(books, card.balance, ['overdraft']) });
}

function takeRecharge(books: AccountBooks, recharge: RechargeRecord): void {
  books.cash = sum([books.cash, repayWith(books, recharge.amount)]);
}

function repayWith(
  books: AccountBooks,
  amount: Amount,
  debts?: readonly ('overdraft' | 'cloud')[],
): Amount {
  const { repayments, rest } = repay(amount, books.owed, debts);
  books.owed = books.owed.map((owed): Owed => {
    const own = repayments.filter(({ cycle, n }) => cycle === owed.cycle && n === owed.n);
    return {
      ...owed,
      overdraft: subtract(owed.overdraft, repaidOf(own, 'overdraft')),
      cloud: subtract(owed.cloud, repaidOf(own, 'cloud')),
    };
  });
  return rest;
}

function booksOf(books: ReadonlyMap<string, AccountBooks>, account: string): AccountBooks {
  const found = books.get(account);
  if (!found) throw new Error(`no account ${account}`);
  return found;
}

function byTime(a: RechargeRecord, b: RechargeRecord): number {
  const [left, right] = a.at === b.at ? [a.id, b.id] : [a.at, b.at];
  return left < right ? -1 : 1;
}

/** The deductions of a list of settlements, each with the workspace of its line. */
export function deductionsOf(
  settled: readonly Settled[],
): (Deduction & { workspace: string; n: number })[] {
  return settled.flatMap(({ deductions, before }) =>
    deductions.map((each) => ({
      ...each,
      n: before.n,
      workspace: before.lines[each.line]?.workspace ?? '',
    })),
  );
}
