import type { Instant } from '../../domain/instant.js';
import type { Amount } from '../../domain/money.js';
import type { PurchaseType } from '../../domain/records.js';
import { publishedImport } from '../cycles.js';
import { fromDecimal128 } from '../decimal128.js';
import type { StoredValueCardDocument } from '../documents.js';
import { statusOf, type InstrumentStatus } from '../instrument-status.js';
import type { Ledger } from '../ledger-context.js';
import { oneMore, pageOf, type Page, type PageOf } from './page.js';

export interface CardRow {
  /** The card number. */
  id: string;
  faceValue: Amount;
  /** What is available of it. */
  balance: Amount;
  /** As of now. */
  status: InstrumentStatus;
  purchaseType: PurchaseType;
  purchasedAt: Instant;
  expiresAt?: Instant;
  /** The Huawei order that it was redeemed from. */
  order?: string;
}

/** Every stored-value card that an account has or had, in the order of their numbers. */
export async function listCards(
  ledger: Ledger,
  { account, after = '', limit }: PageOf,
): Promise<Page<CardRow>> {
  const found = await ledger.collections.storedValueCards
    .find({ account, _id: { $gt: after }, import: { $lte: await publishedImport(ledger) } })
    .sort({ account: 1, _id: 1 })
    .limit(oneMore(limit))
    .toArray();
  const now = ledger.now();
  return pageOf(found, limit, { row: (card) => cardRow(card, now), cursor: ({ _id }) => _id });
}

function cardRow(card: StoredValueCardDocument, now: Instant): CardRow {
  const { _id, purchaseType, purchasedAt, expiresAt, order } = card;
  return {
    id: _id,
    faceValue: fromDecimal128(card.faceValue),
    balance: fromDecimal128(card.balance),
    status: statusOf(card, now),
    purchaseType,
    purchasedAt,
    ...(expiresAt === undefined ? {} : { expiresAt }),
    ...(order === undefined ? {} : { order }),
  };
}
