import type { Currency } from '../../domain/billing-cycle.js';
import * as chart from '../../domain/chart-of-accounts.js';
import type { Instant } from '../../domain/instant.js';
import { signedDifference, sum, type Amount } from '../../domain/money.js';
import { moneyPlace } from '../../domain/money-movement.js';
import { balanceIn } from '../../domain/running-balances.js';
import type { Ledger } from '../ledger-context.js';
import { accountOf } from './account-of.js';
import { balancesAfter } from './balances-after.js';
import { lastEntryBy } from './last-entry-by.js';

export interface BalanceThen {
  account: string;
  currency: Currency;
  at: Instant;
  /** The number of the last entry that counts; 0 where there was none. */
  entry: number;
  cash: Amount;
  overdraft: Amount;
  cloudArrears: Amount;
  /** Cards that had not expired then − overdraft; may be below zero. */
  storedValueBalance: string;
  /** Those with anything on them, in id order. */
  vouchers: { id: string; balance: Amount }[];
  storedValueCards: { id: string; balance: Amount }[];
}

/**
 * What an account had at an instant, from its ledger entries: all of its chain up to the last one
 * that was made by then.
 * @throws SettlementError `not-found`
 */
export async function balanceAsOf(
  ledger: Ledger,
  { account, at }: { account: string; at: Instant },
): Promise<BalanceThen> {
  const { currency, entries } = await accountOf(ledger, account);
  const number = await lastEntryBy(ledger, { account, at, entries });
  const balances = await balancesAfter(ledger, { account, number });
  const places = [...balances].toSorted(([a], [b]) => (a < b ? -1 : 1));
  const of = (kind: 'voucher' | 'card'): { id: string; balance: Amount }[] =>
    places.flatMap(([ledgerAccount, balance]) => {
      const place = moneyPlace(ledgerAccount);
      return place?.kind === kind ? [{ id: place.id, balance }] : [];
    });
  const storedValueCards = of('card');
  const expired = await ledger.collections.storedValueCards
    .find(
      { _id: { $in: storedValueCards.map(({ id }) => id) }, expiresAt: { $lt: at } },
      { projection: { _id: 1 } },
    )
    .toArray();
  const gone = new Set(expired.map(({ _id }) => _id));
  const usable = storedValueCards.filter(({ id }) => !gone.has(id));
  const overdraft = balanceIn(balances, chart.overdraft);
  return {
    account,
    currency,
    at,
    entry: number,
    cash: balanceIn(balances, chart.cash),
    overdraft,
    cloudArrears: balanceIn(balances, chart.cloudArrears),
    storedValueBalance: signedDifference(sum(usable.map(({ balance }) => balance)), overdraft),
    vouchers: of('voucher'),
    storedValueCards,
  };
}
