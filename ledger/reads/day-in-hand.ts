import { cycleEnd, type Currency, type Day } from '../../domain/billing-cycle.js';
import type { InstrumentKind } from '../../domain/deduction-order.js';
import { sum } from '../../domain/money.js';
import type { Owed } from '../../domain/repayment.js';
import type { SettlementInHand } from '../../domain/settlement-step.js';
import { eligibleSpendOf } from '../../domain/settlement.js';
import { settlementLines } from '../bill-lines.js';
import { publishedImport } from '../cycles.js';
import { fromDecimal128 } from '../decimal128.js';
import type { AccountDocument } from '../documents.js';
import { findHoldings, heldBy } from '../holds.js';
import type { Ledger } from '../ledger-context.js';
import { instrumentsOf, loadCloudAccounts, loadInstruments } from '../load-instruments.js';
import { findUnclaimedBills } from './unclaimed-bills.js';

const kinds = new Set<InstrumentKind>([
  'ordinary-voucher',
  'full-reduction-voucher',
  'stored-value-card',
]);

/** The settlement that would be opened now of an account's day, and what else bears on it. */
export interface DayInHand {
  inHand: SettlementInHand;
  /** What earlier settlements still have owed. */
  owed: Owed[];
  /** The day that it would wait for (domain rule 14). */
  waitsFor: Day | undefined;
}

/** Reads what openSettlements and the steps would, without a lock and without writing. */
export async function readDayInHand(
  ledger: Ledger,
  { account, currency, cash }: AccountDocument,
  day: Day,
): Promise<DayInHand> {
  const { settlements } = ledger.collections;
  const known = await settlements
    .find({ account, cycle: day }, { projection: { account: 1, n: 1, step: 1, eligibleSpend: 1 } })
    .sort({ account: 1, cycle: 1, n: 1 })
    .toArray();
  const stub = known.find(({ step }) => step === 0);
  const opened = known.findLast(({ step }) => step > 0);
  const lines = settlementLines(await billsToSettle(ledger, { account, currency, day, stub }));
  const n = stub?.n ?? Math.max(0, ...known.map((each) => each.n)) + 1;
  const stored = await loadInstruments(ledger, {
    day,
    currency,
    accounts: [account],
    cut: await publishedImport(ledger),
    kinds,
  });
  const cloudAccounts = await loadCloudAccounts(ledger, { day, currency, accounts: [account] });
  const earlier = opened ? [fromDecimal128(opened.eligibleSpend)] : [];
  const inHand = {
    account,
    day,
    n,
    end: cycleEnd(day, ledger.zones[currency]),
    eligibleSpend: sum([eligibleSpendOf(lines), ...earlier]),
    lines,
    due: lines.map(({ amount }) => amount),
    instruments: instrumentsOf(stored, account),
    cash: fromDecimal128(cash),
    cloudAccounts,
  };
  const holdings = await ledger.client.withSession((session) =>
    findHoldings(ledger, { currency, accounts: [account], day }, session),
  );
  return { inHand, owed: await owedOf(ledger, account), waitsFor: heldBy(holdings, { day, n }) };
}

/** Bills that no settlement has taken, and those of one that was set aside before it was opened. */
async function billsToSettle(
  ledger: Ledger,
  of: { account: string; currency: Currency; day: Day; stub: { n: number } | undefined },
): Promise<Parameters<typeof settlementLines>[0]> {
  const { account, day, stub } = of;
  const unclaimed = await findUnclaimedBills(ledger, { ...of, from: day, to: day });
  const bills = await unclaimed.toArray();
  if (!stub) return bills;
  const claimed = { account, day, settlement: stub.n };
  return [...bills, ...(await ledger.collections.bills.find(claimed).toArray())];
}

async function owedOf({ collections }: Ledger, account: string): Promise<Owed[]> {
  const found = await collections.settlements
    .find({ account, owes: true }, { projection: { cycle: 1, n: 1, owed: 1 } })
    .toArray();
  return found.map(({ cycle, n, owed }) => ({
    cycle,
    n,
    overdraft: fromDecimal128(owed.overdraft),
    cloud: fromDecimal128(owed.cloud),
  }));
}
