import type { AnyBulkWriteOperation, ClientSession } from 'mongodb';
import * as chart from '../domain/chart-of-accounts.js';
import type { LedgerPosting } from '../domain/chart-of-accounts.js';
import { standingOf } from '../domain/cloud-charge.js';
import { add, subtract, type Amount } from '../domain/money.js';
import { accountInvariant, invariant } from '../domain/settlement-error.js';
import { clockStart } from './arrears-clock.js';
import { fromDecimal128, toDecimal128 } from './decimal128.js';
import type { AccountDocument } from './documents.js';
import type { Ledger } from './ledger-context.js';
import { lockAccounts } from './lock-accounts.js';
import { newPosting, postEntry, storePosting, type Posting } from './posting.js';
import type { CloudChargeDocument, SettlementDocument } from './settlement-documents.js';
import { wholeList } from './whole-list.js';

type SettlementHead = Pick<
  SettlementDocument,
  '_id' | 'account' | 'state' | 'charges' | 'totals' | 'owed' | 'owes'
>;

/** Charges that are decided under the locks of their accounts, with all that a decision moves. */
export interface ChargeBooks {
  accounts: Map<string, AccountDocument>;
  charges: Map<string, CloudChargeDocument>;
  settlements: Map<string, SettlementHead>;
  posting: Posting;
  updates: AnyBulkWriteOperation<CloudChargeDocument>[];
  changed: Set<string>;
}

export async function openChargeBooks(
  ledger: Ledger,
  keys: readonly string[],
  session: ClientSession,
): Promise<ChargeBooks> {
  const { cloudCharges, settlements } = ledger.collections;
  const ids = { _id: { $in: [...keys] } };
  const known = await cloudCharges.find(ids, { projection: { account: 1 } }).toArray();
  const accounts = await lockAccounts(
    ledger,
    [...new Set(known.map(({ account }) => account))].toSorted(),
    session,
  );
  const charges = await cloudCharges.find(ids, wholeList(session)).toArray();
  const found = await settlements
    .find<SettlementHead>(
      { _id: { $in: [...new Set(charges.map(settlementIdOf))] } },
      {
        ...wholeList(session),
        projection: { account: 1, state: 1, charges: 1, totals: 1, owed: 1, owes: 1 },
      },
    )
    .toArray();
  return {
    accounts,
    charges: new Map(charges.map((charge) => [charge.key, charge])),
    settlements: new Map(found.map((each) => [each._id, each])),
    posting: newPosting(ledger.now()),
    updates: [],
    changed: new Set(),
  };
}

export function settlementIdOf({ account, cycle, n }: CloudChargeDocument): string {
  return `${account}/${cycle}/${n}`;
}

/** A change of the charge that moves no money. */
export function changeCharge(
  books: ChargeBooks,
  charge: CloudChargeDocument,
  update: {
    $set: Partial<CloudChargeDocument>;
    $unset?: Partial<Record<keyof CloudChargeDocument, ''>>;
  },
): void {
  books.updates.push({ updateOne: { filter: { _id: charge._id, state: charge.state }, update } });
}

/** Its vendor has it, or somebody has answered for him; what is given up is owed by nobody. */
export function acceptCharge(
  books: ChargeBooks,
  charge: CloudChargeDocument,
  change: Partial<CloudChargeDocument> & { state: 'accepted' | 'provisional' | 'written-off' },
): void {
  const to = change.state === 'written-off' ? chart.writtenOff : chart.vendor;
  const wording = change.state === 'written-off' ? 'written-off' : 'accepted';
  postDecision(
    books,
    charge,
    wording,
    chart.posting(to, chart.charge(charge.key), amountOf(charge)),
  );
  decide(books, charge, change);
}

/** What a vendor refuses for good is cloud arrears, never cash or overdraft (domain rule 9). */
export function refuseCharge(
  books: ChargeBooks,
  charge: CloudChargeDocument,
  change: Partial<CloudChargeDocument>,
): void {
  const amount = amountOf(charge);
  const account = accountOf(books, charge);
  const settlement = settlementOf(books, charge);
  postDecision(
    books,
    charge,
    'refused',
    chart.posting(chart.cloudArrears, chart.charge(charge.key), amount),
  );
  account.cloudArrears = toDecimal128(add(fromDecimal128(account.cloudArrears), amount));
  if (account.arrearsSince === undefined)
    Object.assign(account, clockStart(books.posting.at, account.entries));
  const { totals, owed } = settlement;
  totals.cloudAccount = toDecimal128(subtract(fromDecimal128(totals.cloudAccount), amount));
  totals.arrears = toDecimal128(add(fromDecimal128(totals.arrears), amount));
  owed.cloud = toDecimal128(add(fromDecimal128(owed.cloud), amount));
  settlement.owes = true;
  decide(books, charge, { ...change, state: 'refused' });
}

/** The charge was not applied: another one, with an hour of its own, takes its place. */
export function replaceCharge(
  books: ChargeBooks,
  charge: CloudChargeDocument,
  change: Partial<CloudChargeDocument>,
): CloudChargeDocument {
  const { account, provider, cloudAccount, currency, cycle, n, amount, units, shares } = charge;
  const key = successorKey(charge._id);
  const successor: CloudChargeDocument = {
    _id: key,
    account,
    key,
    provider,
    cloudAccount,
    currency,
    cycle,
    n,
    amount,
    units,
    shares,
    state: 'stored',
    attempts: 0,
    createdAt: books.posting.at,
  };
  postDecision(
    books,
    charge,
    'replaced',
    chart.posting(chart.charge(key), chart.charge(charge.key), amountOf(charge)),
  );
  changeCharge(books, charge, {
    $set: { ...change, state: 'replaced', replacedBy: key, decidedAt: books.posting.at },
  });
  books.updates.push({ insertOne: { document: successor } });
  for (const listed of settlementOf(books, charge).charges) {
    if (listed.key === charge.key) listed.key = key;
  }
  books.changed.add(settlementIdOf(charge));
  return successor;
}

/** 'ca-1/2026-11-22/1' → 'ca-1/2026-11-22/1/r2' → 'ca-1/2026-11-22/1/r3' */
function successorKey(key: string): string {
  const [, first = key, number = '1'] = /^(.*)\/r(\d+)$/.exec(key) ?? [];
  return `${first}/r${Number(number) + 1}`;
}

export async function storeChargeBooks(
  ledger: Ledger,
  books: ChargeBooks,
  session: ClientSession,
): Promise<void> {
  for (const id of books.changed) {
    const settlement = books.settlements.get(id);
    if (!settlement) continue;
    const { charges, totals, owed, owes, state } = settlement;
    books.posting.settlements.push({
      updateOne: {
        filter: { _id: id, state: { $in: ['charging', 'open', 'parked'] } },
        update: { $set: { charges, totals, owed, owes, state } },
      },
    });
  }
  await storePosting(ledger, books.posting, session);
  if (books.updates.length === 0) return;
  const stored = await ledger.collections.cloudCharges.bulkWrite(books.updates, { session });
  invariant(
    stored.matchedCount + stored.insertedCount === books.updates.length,
    'a charge changed under the lock of its account',
  );
}

function decide(
  books: ChargeBooks,
  charge: CloudChargeDocument,
  change: Partial<CloudChargeDocument> & Pick<CloudChargeDocument, 'state'>,
): void {
  changeCharge(books, charge, { $set: { ...change, decidedAt: books.posting.at } });
  const settlement = settlementOf(books, charge);
  for (const listed of settlement.charges) {
    if (listed.key === charge.key) listed.state = standingOf(change.state);
  }
  const isDecided = settlement.charges.every(({ state }) => state !== 'charging');
  if (settlement.state === 'charging' && isDecided) settlement.state = 'done';
  books.changed.add(settlement._id);
}

function postDecision(
  books: ChargeBooks,
  charge: CloudChargeDocument,
  decision: string,
  postings: LedgerPosting[],
): void {
  const account = accountOf(books, charge);
  const { cycle, n } = charge;
  const key = `charge/${charge.key}/${decision}`;
  postEntry(books.posting, { account, owed: [] }, { key, cycle, n, postings });
}

export function amountOf({ amount }: CloudChargeDocument): Amount {
  return fromDecimal128(amount);
}

function accountOf({ accounts }: ChargeBooks, charge: CloudChargeDocument): AccountDocument {
  const account = accounts.get(charge.account);
  accountInvariant(account !== undefined, charge.account, 'the account is not in the database');
  return account;
}

function settlementOf({ settlements }: ChargeBooks, charge: CloudChargeDocument): SettlementHead {
  const settlement = settlements.get(settlementIdOf(charge));
  accountInvariant(settlement !== undefined, charge.account, `${charge.key} has no settlement`);
  return settlement;
}
