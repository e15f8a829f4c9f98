import type { ClientSession } from 'mongodb';
import * as chart from '../domain/chart-of-accounts.js';
import type { Instant } from '../domain/instant.js';
import { sum, type Amount } from '../domain/money.js';
import { invariant, SettlementError } from '../domain/settlement-error.js';
import { cardsIn } from './cards-in.js';
import { publishedImport } from './cycles.js';
import { databaseNow } from './database-clock.js';
import { fromDecimal128 } from './decimal128.js';
import type { AccountDocument, HuaweiOrderDocument, StoredValueCardDocument } from './documents.js';
import type { Ledger } from './ledger-context.js';
import { lockAccounts, queueFor } from './lock-accounts.js';
import { newPosting, postEntry, readOwed, storePosting } from './posting.js';
import { mostCards, redeemedCardIds } from './redeemed-card-ids.js';
import { inTransaction } from './transaction.js';

export interface Redemption {
  account: string;
  /** The Huawei account that bought the order. */
  customer: string;
  order: string;
}

/** What a redeemed order brought. */
export interface Redeemed {
  cards: string[];
  faceValue: Amount;
  /** How much of the cards went to the account's overdraft (domain rule 8). */
  repaid: Amount;
}

/**
 * Makes the stored-value cards of an order in Huawei's marketplace, once ever. The same account
 * asking again is answered the same and nothing moves.
 * @throws SettlementError `not-found`, or `refused` with the reason in clear words
 */
export async function redeem(ledger: Ledger, wanted: Redemption): Promise<Redeemed> {
  const published = await publishedImport(ledger);
  const at = await databaseNow(ledger);
  const queue = (): Promise<unknown> => queueFor(ledger, wanted.account);
  await queue();
  return inTransaction(
    ledger.client,
    async (session) => {
      const account = (await lockAccounts(ledger, [wanted.account], session)).get(wanted.account);
      if (!account || account.import > published)
        throw new SettlementError('not-found', `no account ${wanted.account}`);
      return redeemLocked(ledger, { wanted, account, published, at }, session);
    },
    queue,
  );
}

/** The same under the lock of the account that the caller has. */
export async function redeemLocked(
  ledger: Ledger,
  facts: { wanted: Redemption; account: AccountDocument; published: number; at: Instant },
  session: ClientSession,
): Promise<Redeemed> {
  const { wanted, account, published, at } = facts;
  const order = await ledger.collections.huaweiOrders.findOne(
    { _id: wanted.order, import: { $lte: published } },
    { session },
  );
  if (!order) throw new SettlementError('not-found', `no Huawei order ${wanted.order}`);
  checkOrder(order, account, wanted);
  return order.account === undefined
    ? redeemNow(ledger, { order, account, at }, session)
    : answerOf(ledger, order, session);
}

function checkOrder(
  { _id, account: usedBy, cards, ...order }: HuaweiOrderDocument,
  account: AccountDocument,
  { customer }: Redemption,
): void {
  const refuse = (reason: string): never => {
    throw new SettlementError('refused', `order ${_id} ${reason}`);
  };
  // Hexadecimal digits are the same in either case.
  if (order.customer.toLowerCase() !== customer.toLowerCase())
    refuse(`was not bought by the Huawei account ${customer}`);
  if (usedBy !== undefined && usedBy !== account._id)
    refuse(`was redeemed already, by account ${usedBy}`);
  if (order.currency !== account.currency)
    refuse(`is in ${order.currency}, but account ${account._id} is in ${account.currency}`);
  if (cards > mostCards) refuse(`is of ${cards} cards, more than ${mostCards}`);
}

async function redeemNow(
  ledger: Ledger,
  { order, account, at }: { order: HuaweiOrderDocument; account: AccountDocument; at: Instant },
  session: ClientSession,
): Promise<Redeemed> {
  const { huaweiOrders, storedValueCards } = ledger.collections;
  const cards = redeemedCardIds(order).map((id) => cardOf(id, { order, account, at }));
  const used = await huaweiOrders.updateOne(
    { _id: order._id, account: { $exists: false } },
    { $set: { account: account._id, redeemedAt: at } },
    { session },
  );
  invariant(used.matchedCount === 1, `order ${order._id} was redeemed meanwhile`);
  await takeIds(ledger, order, cards, session);
  await storedValueCards.insertMany(cards, { session });
  const owed = await readOwed(ledger, [account], session);
  const money = { account, owed: owed.get(account._id) ?? [] };
  const posting = newPosting(at);
  const postings = cardsIn(posting, money, { from: chart.huawei, cards });
  postEntry(posting, money, { key: entryKey(order), postings });
  await storePosting(ledger, posting, session);
  return redeemed(order, postings);
}

function cardOf(
  id: string,
  of: { order: HuaweiOrderDocument; account: AccountDocument; at: Instant },
): StoredValueCardDocument {
  const { faceValue } = of.order;
  return {
    _id: id,
    account: of.account._id,
    faceValue,
    opening: faceValue,
    balance: faceValue,
    purchaseType: 'huawei',
    purchasedAt: of.at,
    order: of.order._id,
    import: 0,
  };
}

/** As an import does: so that a later one with a card of such an id is refused as other content. */
async function takeIds(
  { collections: { identities } }: Ledger,
  order: HuaweiOrderDocument,
  cards: readonly StoredValueCardDocument[],
  session: ClientSession,
): Promise<void> {
  const ids = cards.map(({ _id }) => `storedValueCard/${_id}`);
  const taken = await identities.findOne({ _id: { $in: ids } }, { session });
  if (taken) {
    const card = taken._id.slice(taken._id.indexOf('/') + 1);
    throw new SettlementError(
      'refused',
      `order ${order._id} cannot be redeemed: there is a stored-value card ${card} already`,
    );
  }
  // No record's hash is like this one.
  const hash = entryKey(order);
  await identities.insertMany(
    ids.map((_id) => ({ _id, hash, import: 0 })),
    { session },
  );
}

async function answerOf(
  { collections: { entries } }: Ledger,
  order: HuaweiOrderDocument,
  session: ClientSession,
): Promise<Redeemed> {
  const key = entryKey(order);
  const entry = await entries.findOne({ account: order.account ?? '', key }, { session });
  invariant(entry !== null, `order ${order._id} is redeemed without an entry ${key}`);
  return redeemed(
    order,
    entry.postings.map((each) => ({ ...each, amount: fromDecimal128(each.amount) })),
  );
}

function redeemed(order: HuaweiOrderDocument, postings: readonly chart.LedgerPosting[]): Redeemed {
  const repaid = postings.filter(({ credit }) => credit === chart.overdraft);
  return {
    cards: redeemedCardIds(order),
    faceValue: fromDecimal128(order.faceValue),
    repaid: sum(repaid.map(({ amount }) => amount)),
  };
}

function entryKey({ _id }: HuaweiOrderDocument): string {
  return `redeem/${_id}`;
}
