import type { AnyBulkWriteOperation, ClientSession } from 'mongodb';
import { stepsDone } from '../domain/deduction-order.js';
import type { Instant } from '../domain/instant.js';
import { add, isZero, minorUnits, sum, zero } from '../domain/money.js';
import { invariant } from '../domain/settlement-error.js';
import { openingPostings, stepPostings } from '../domain/settlement-postings.js';
import { amountsOf, totalOf } from '../domain/statement.js';
import { fromDecimal128, toDecimal128 } from '../ledger/decimal128.js';
import type { StoredValueCardDocument, VoucherDocument } from '../ledger/documents.js';
import type { CloudChargeDocument, SettlementDocument } from '../ledger/settlement-documents.js';
import { chainEntry } from '../ledger/journal.js';
import type { Ledger } from '../ledger/ledger-context.js';
import { deductionToDocument, lineToDocument } from '../ledger/settlement-mapping.js';
import { leaving } from '../ledger/something-left.js';
import { emptySettlement } from '../ledger/empty-settlement.js';
import { amountsToDocument } from '../ledger/settlement-totals.js';
import { refusedTotal } from '../ledger/settlement-update.js';
import { owedOf, type WholeSettlement } from './whole-settlement.js';

/** One command for each collection that changes: the settlement whole, one entry of the chain. */
export async function writeSettlement(
  ledger: Ledger,
  whole: WholeSettlement,
  session: ClientSession,
): Promise<void> {
  const { collections } = ledger;
  const at = ledger.now();
  const { account, cycle, billIds, after, effects } = whole;
  const settlement = settlementOf(whole, at);
  const entry = chainEntry(account, {
    account: account.account,
    key: `${cycle.day}/1/settlement`,
    currency: cycle.currency,
    cycle: cycle.day,
    n: 1,
    postings: [...openingPostings(whole.before), ...effects.flatMap(stepPostings)],
    at,
  });
  await collections.settlements.insertOne(settlement, { session });
  await collections.entries.insertOne(entry, { session });
  const overdraft = add(fromDecimal128(account.overdraft), owedOf(effects));
  const cloudArrears = sum([
    fromDecimal128(account.cloudArrears),
    fromDecimal128(settlement.owed.cloud),
  ]);
  const clock = settlement.owes && account.arrearsSince === undefined ? { arrearsSince: at } : {};
  const kept = {
    cash: toDecimal128(after.cash),
    overdraft: toDecimal128(overdraft),
    cloudArrears: toDecimal128(cloudArrears),
    entries: entry.number,
    head: entry.hash,
    ...clock,
  };
  await collections.accounts.updateOne({ _id: account._id }, { $set: kept }, { session });
  const claimed = await collections.bills.updateMany(
    { _id: { $in: billIds }, settlement: null },
    { $set: { settlement: 1 } },
    { session },
  );
  invariant(claimed.modifiedCount === billIds.length, 'a bill was taken meanwhile');
  await writeInstruments(ledger, whole, session);
  const charges = chargesOf(whole, at);
  if (charges.length > 0) await collections.cloudCharges.insertMany(charges, { session });
}

function settlementOf(
  { cycle, billIds, before, effects }: WholeSettlement,
  at: Instant,
): SettlementDocument {
  const { account, lines } = before;
  const charges = effects.flatMap((each) => each.charges);
  const deductions = effects.flatMap((each) => each.deductions);
  const refused = new Set(
    charges.flatMap(({ state, cloudAccount }) => (state === 'refused' ? [cloudAccount] : [])),
  );
  const overdraft = owedOf(effects);
  const cloud = sum(effects.map(refusedTotal));
  const totals = amountsOf(deductions, refused);
  totals.arrears = add(totals.arrears, overdraft);
  const total = sum(lines.map(({ amount }) => amount));
  invariant(totalOf(totals) === total, 'the lines do not add up to their total');
  const charging = charges.some(({ state }) => state === 'charging');
  return {
    ...emptySettlement({
      account,
      work: { ...cycle, owner: 'bench' },
      n: 1,
      bills: billIds.length,
    }),
    step: stepsDone,
    state: charging ? 'charging' : 'done',
    total: toDecimal128(total),
    due: toDecimal128(zero),
    eligibleSpend: toDecimal128(before.eligibleSpend),
    cloud: lines.some(({ method }) => method === 'cloud'),
    lines: lines.map(lineToDocument),
    deductions: deductions.map(deductionToDocument),
    totals: amountsToDocument(totals),
    owed: { overdraft: toDecimal128(overdraft), cloud: toDecimal128(cloud) },
    owes: !isZero(overdraft) || !isZero(cloud),
    charges: charges.map(({ key, cloudAccount, amount, state }) => ({
      key,
      cloudAccount,
      amount: toDecimal128(amount),
      state,
    })),
    openedAt: at,
    settledAt: at,
  };
}

async function writeInstruments(
  { collections }: Ledger,
  { before, after, effects }: WholeSettlement,
  session: ClientSession,
): Promise<void> {
  const gone = new Set(effects.flatMap(({ forfeits }) => forfeits.map(({ id }) => id)));
  const vouchers: AnyBulkWriteOperation<VoucherDocument>[] = [];
  const cards: AnyBulkWriteOperation<StoredValueCardDocument>[] = [];
  before.instruments.forEach(({ id, kind, balance }, index) => {
    const left = after.instruments[index]?.balance ?? zero;
    if (left === balance) return;
    const filter = { _id: id };
    const set = leaving(left);
    if (kind === 'stored-value-card') cards.push({ updateOne: { filter, update: { $set: set } } });
    else {
      const forfeited = gone.has(id) ? { forfeited: true as const } : {};
      vouchers.push({ updateOne: { filter, update: { $set: { ...set, ...forfeited } } } });
    }
  });
  const options = { session, ordered: false };
  if (vouchers.length > 0) await collections.vouchers.bulkWrite(vouchers, options);
  if (cards.length > 0) await collections.storedValueCards.bulkWrite(cards, options);
}

function chargesOf(
  { cycle, before, effects }: WholeSettlement,
  at: Instant,
): CloudChargeDocument[] {
  return effects
    .flatMap((each) => each.charges)
    .map(({ key, provider, cloudAccount, amount, state, shares }) => ({
      _id: key,
      account: before.account,
      key,
      provider,
      cloudAccount,
      currency: cycle.currency,
      cycle: cycle.day,
      n: 1,
      amount: toDecimal128(amount),
      units: minorUnits(amount),
      shares: shares.map((share) => ({ ...share, amount: toDecimal128(share.amount) })),
      attempts: 0,
      createdAt: at,
      state: state === 'refused' ? state : ('stored' as const),
    }));
}
