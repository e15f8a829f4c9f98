import type { Currency } from '../domain/billing-cycle.js';
import type { Instant } from '../domain/instant.js';
import { signedDifference, sum, type Amount } from '../domain/money.js';
import type { VoucherType } from '../domain/records.js';
import { withSnapshot, type Snapshot } from './audit/snapshot.js';
import { fromDecimal128 } from './decimal128.js';
import type { AccountDocument, StoredValueCardDocument, VoucherDocument } from './documents.js';
import { groupBy } from './group-by.js';
import { statusOf, type InstrumentStatus } from './instrument-status.js';
import type { Ledger } from './ledger-context.js';

export interface BalancesRow {
  account: string;
  currency: Currency;
  cash: Amount;
  overdraft: Amount;
  cloudArrears: Amount;
  /** Unexpired cards − overdraft, two decimals; may be below zero. */
  storedValueBalance: string;
  vouchers: { id: string; type: VoucherType; balance: Amount; status: InstrumentStatus }[];
  storedValueCards: { id: string; balance: Amount; status: InstrumentStatus }[];
}

const accountsAtOnce = 500;

/**
 * Every account in id order with every voucher and card that is published, in id order; their status
 * is as of `now`. Each page of accounts is as of one moment.
 */
export async function* readBalances(
  ledger: Ledger,
  { account }: { account?: string },
  now: Instant,
): AsyncGenerator<BalancesRow> {
  let range: object = account === undefined ? { $gt: '' } : { $eq: account };
  for (;;) {
    const from = range;
    const rows = await withSnapshot(ledger, (snapshot) =>
      readPage(ledger, { range: from, now }, snapshot),
    );
    yield* rows;
    const last = rows.at(-1);
    if (!last || rows.length < accountsAtOnce) return;
    range = { $gt: last.account };
  }
}

async function readPage(
  ledger: Ledger,
  { range, now }: { range: object; now: Instant },
  snapshot: Snapshot,
): Promise<BalancesRow[]> {
  const { imports, accounts, vouchers, storedValueCards } = ledger.collections;
  const state = await imports.findOne({ _id: 'imports' }, snapshot());
  const published = { $lte: state?.published ?? 0 };
  const found = await accounts
    .find({ account: range, import: published }, snapshot())
    .sort({ account: 1 })
    .limit(accountsAtOnce)
    .toArray();
  const [first, last] = [found.at(0), found.at(-1)];
  if (!first || !last) return [];
  const ofPage = { account: { $gte: first.account, $lte: last.account }, import: published };
  const voucherOf = groupBy(
    await vouchers.find(ofPage, snapshot()).toArray(),
    (each) => each.account,
  );
  const cardOf = groupBy(
    await storedValueCards.find(ofPage, snapshot()).toArray(),
    (each) => each.account,
  );
  return found.map((each) =>
    balancesRow(
      each,
      { vouchers: voucherOf.get(each.account) ?? [], cards: cardOf.get(each.account) ?? [] },
      now,
    ),
  );
}

function balancesRow(
  { account, currency, cash, overdraft, cloudArrears }: AccountDocument,
  holds: { vouchers: readonly VoucherDocument[]; cards: readonly StoredValueCardDocument[] },
  now: Instant,
): BalancesRow {
  const storedValueCards = holds.cards.toSorted(byId).map((card) => ({
    id: card._id,
    balance: fromDecimal128(card.balance),
    status: statusOf(card, now),
  }));
  const usable = storedValueCards.filter(({ status }) => status !== 'expired');
  const owed = fromDecimal128(overdraft);
  return {
    account,
    currency,
    cash: fromDecimal128(cash),
    overdraft: owed,
    cloudArrears: fromDecimal128(cloudArrears),
    storedValueBalance: signedDifference(sum(usable.map(({ balance }) => balance)), owed),
    vouchers: holds.vouchers.toSorted(byId).map((voucher) => ({
      id: voucher._id,
      type: voucher.type,
      balance: fromDecimal128(voucher.balance),
      status: statusOf(voucher, now),
    })),
    storedValueCards,
  };
}

function byId(a: { _id: string }, b: { _id: string }): number {
  return a._id < b._id ? -1 : 1;
}
