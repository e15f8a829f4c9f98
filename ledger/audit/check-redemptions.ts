import * as chart from '../../domain/chart-of-accounts.js';
import { groupBy } from '../group-by.js';
import type { AccountBooks } from './account-books.js';
import { expectSame, type Report } from './difference.js';

const check = 'redemption';

type Card = AccountBooks['storedValueCards'][number];
type Order = AccountBooks['huaweiOrders'][number];

/** Every redeemed order has its entry and its cards, and each of these its order. */
export function checkRedemptions(books: AccountBooks, report: Report): void {
  const { huaweiOrders, storedValueCards, entries } = books;
  const redeemed = storedValueCards.filter(({ order }) => order !== undefined);
  const cards = groupBy(redeemed, ({ order }) => order ?? '');
  const keyed = new Map(entries.map((entry) => [entry.key, entry]));
  const orders = new Set(huaweiOrders.map(({ _id }) => _id));
  for (const order of huaweiOrders) {
    const entry = keyed.get(`redeem/${order._id}`);
    checkOrder(order, { books, entry, cards: cards.get(order._id) ?? [] }, report);
  }
  const ofOrder = [
    ...redeemed.map(({ _id, order = '' }) => ({ id: `storedValueCards ${_id}`, order })),
    ...entries
      .filter(({ key }) => key.startsWith('redeem/'))
      .map(({ _id, key }) => ({ id: `entries ${_id}`, order: key.slice('redeem/'.length) })),
  ];
  for (const { id, order } of ofOrder)
    if (!orders.has(order))
      report({
        check,
        id,
        expected: `huaweiOrders ${order}, redeemed by ${books.id}`,
        found: 'none',
      });
}

function checkOrder(
  order: Order,
  of: { books: AccountBooks; entry: AccountBooks['entries'][number] | undefined; cards: Card[] },
  report: Report,
): void {
  const { books, entry, cards } = of;
  const id = `huaweiOrders ${order._id}`;
  const same = (what: string, expected: string | number, found: string | number): void =>
    void expectSame(report, { check, id, of: what, expected, found });
  const [account] = books.accounts;
  if (account) same('currency', account.currency, order.currency);
  same('cards', order.cards, cards.length);
  same('at', entry?.at ?? 'its entry', order.redeemedAt ?? 'none');
  const brought = entry?.postings.filter(({ debit }) => debit === chart.huawei) ?? [];
  const expected = cards.map(({ _id }) => `${chart.card(_id)} ${order.faceValue}`);
  same(
    'in the ledger',
    expected.toSorted().join(', '),
    brought
      .map(({ credit, amount }) => `${credit} ${amount}`)
      .toSorted()
      .join(', '),
  );
  for (const card of cards) checkCard(card, order, report);
}

function checkCard(card: Card, order: Order, report: Report): void {
  const { purchaseType, faceValue, opening, purchasedAt, expiresAt = 'never' } = card;
  expectSame(report, {
    check,
    id: `storedValueCards ${card._id}`,
    expected: `huawei ${order.faceValue} ${order.faceValue} ${order.redeemedAt ?? ''} never`,
    found: [purchaseType, faceValue, opening, purchasedAt, expiresAt].join(' '),
  });
}
