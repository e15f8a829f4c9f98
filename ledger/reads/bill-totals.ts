import type { Currency, Day } from '../../domain/billing-cycle.js';
import type { PaidAmounts } from '../../domain/line-amounts.js';
import { sum, type Amount } from '../../domain/money.js';
import { noAmounts } from '../../domain/statement.js';
import { fromDecimal128 } from '../decimal128.js';
import type { Ledger } from '../ledger-context.js';
import type { SettlementDocument } from '../settlement-documents.js';
import { amountsFromDocument } from '../settlement-totals.js';
import type { StatementRow } from '../statement-row.js';
import { findUnclaimedBills } from './unclaimed-bills.js';

/** Where bills stand; `unsettled`: no settlement has taken them. */
export type BillsState = StatementRow['state'] | 'unsettled';

/** What a settlement, or one bill that none has taken, adds to a day. */
export interface DayTotals {
  day: Day;
  bills: number;
  state: BillsState;
  paid: PaidAmounts;
}

const daysAtOnce = 100;

export const headProjection = {
  account: 1,
  cycle: 1,
  n: 1,
  step: 1,
  state: 1,
  owes: 1,
  bills: 1,
  totals: 1,
  due: 1,
} as const;

export type SettlementHead = Pick<SettlementDocument, '_id' | keyof typeof headProjection>;

/** What was billed to an account from its newest day on: read on only as far as the reader does. */
export async function* readDayTotals(
  ledger: Ledger,
  wanted: { account: string; currency: Currency; from: Day; to: Day },
): AsyncGenerator<DayTotals> {
  const { account, from, to } = wanted;
  const settled = ledger.collections.settlements
    .find({ account, cycle: { $gte: from, $lte: to } }, { batchSize: daysAtOnce })
    .sort({ account: -1, cycle: -1, n: -1 })
    .project<SettlementHead>(headProjection);
  const unsettled = (await findUnclaimedBills(ledger, wanted)).project<UnclaimedBill>({
    day: 1,
    rounded: 1,
  });
  try {
    let bill = await unsettled.next();
    for await (const head of settled) {
      for (; bill && bill.day > head.cycle; bill = await unsettled.next()) yield unclaimedOf(bill);
      yield await totalsOf(ledger, head);
    }
    for (; bill; bill = await unsettled.next()) yield unclaimedOf(bill);
  } finally {
    await settled.close();
    await unsettled.close();
  }
}

interface UnclaimedBill {
  day: Day;
  rounded: SettlementDocument['due'];
}

function unclaimedOf({ day, rounded }: UnclaimedBill): DayTotals {
  const paid = { ...noAmounts(), due: fromDecimal128(rounded) };
  return { day, bills: 1, state: 'unsettled', paid };
}

export async function totalsOf(ledger: Ledger, head: SettlementHead): Promise<DayTotals> {
  const due = head.step === 0 ? await unopenedDue(ledger, head) : fromDecimal128(head.due);
  return {
    day: head.cycle,
    bills: head.bills,
    state: stateOf(head),
    paid: { ...amountsFromDocument(head.totals), due },
  };
}

/** Of a settlement that was set aside before it was opened nothing but its bills is known. */
async function unopenedDue(ledger: Ledger, { account, cycle, n }: SettlementHead): Promise<Amount> {
  const bills = await ledger.collections.bills
    .find({ account, day: cycle, settlement: n }, { projection: { rounded: 1 } })
    .toArray();
  return sum(bills.map(({ rounded }) => fromDecimal128(rounded)));
}

export function stateOf({ state, owes }: Pick<SettlementDocument, 'state' | 'owes'>): BillsState {
  switch (state) {
    case 'parked':
    case 'waiting':
      return 'parked';
    case 'open':
    case 'charging':
      return state;
    case 'done':
      return owes ? 'arrears' : 'settled';
  }
}

/** The state of several together is the first of these that any of them has. */
const foremost: readonly BillsState[] = [
  'parked',
  'open',
  'charging',
  'unsettled',
  'arrears',
  'settled',
];

export function foremostOf(a: BillsState, b: BillsState): BillsState {
  return foremost.indexOf(a) <= foremost.indexOf(b) ? a : b;
}
