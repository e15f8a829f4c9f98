import * as chart from '../../domain/chart-of-accounts.js';
import type { AccountBooks } from './account-books.js';
import { expectSame, type Report } from './difference.js';

const check = 'recharge';

type Order = AccountBooks['rechargeOrders'][number];

/** A recharge that was confirmed is money, once; one that was not is none (domain rule 11). */
export function checkRechargeOrders(books: AccountBooks, report: Report): void {
  const [account] = books.accounts;
  const entries = new Map(books.entries.map((entry) => [entry.key, entry]));
  const known = new Set([
    ...books.rechargeOrders.map(({ _id }) => _id),
    ...books.recharges.map(({ _id }) => _id),
  ]);
  for (const order of books.rechargeOrders) {
    const id = `rechargeOrders ${order._id}`;
    if (account)
      expectSame(report, {
        check,
        id,
        of: 'currency',
        expected: account.currency,
        found: order.currency,
      });
    const entry = entries.get(`recharge/${order._id}`);
    expectSame(report, {
      check,
      id,
      expected: entry ? confirmed(entry) : 'no confirmation',
      found: said(order),
    });
  }
  if (books.unreadable.has('recharges')) return;
  for (const { _id, key } of books.entries) {
    const recharge = key.startsWith('recharge/') ? key.slice('recharge/'.length) : undefined;
    // What was paid in by other ways than these has an entry of its own kind.
    if (recharge?.startsWith('recharge-') && !known.has(recharge))
      report({
        check,
        id: `entries ${_id}`,
        expected: `rechargeOrders ${recharge}`,
        found: 'none',
      });
  }
}

/** What its entry says that the order must say. */
function confirmed({ postings, at }: AccountBooks['entries'][number]): string {
  const paid = postings.filter(({ debit }) => debit === chart.bank);
  return `confirmed at ${at} with a reference, ${paid.map(({ amount }) => amount).join(', ')}`;
}

function said({ state, confirmedAt, reference, amount }: Order): string {
  const isOpen = confirmedAt === undefined && reference === undefined;
  if (isOpen && state !== 'confirmed') return 'no confirmation';
  const named = reference === undefined ? 'without' : 'with';
  return `${state} at ${confirmedAt ?? 'no time'} ${named} a reference, ${amount}`;
}
