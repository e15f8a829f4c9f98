import { lockAt } from '../../domain/arrears-course.js';
import { currencies, type Currency, type Day } from '../../domain/billing-cycle.js';
import type { CycleReport } from '../../domain/cycle-report.js';
import { epoch, isDay, type Instant } from '../../domain/instant.js';
import type { Amount } from '../../domain/money.js';
import { fromDecimal128 } from '../decimal128.js';
import type { Ledger } from '../ledger-context.js';
import { behind, noCursor, oneMore, pageOf, timeCursor, type Page } from './page.js';

/** What operators look at over all accounts, page by page. */

export interface PageOfAll {
  /** The `next` of the page before. */
  after?: string | undefined;
  /** 1 to 1,000. */
  limit: number;
}

export interface PendingRecharge {
  account: string;
  recharge: string;
  amount: Amount;
  currency: Currency;
  requestedAt: Instant;
}

export async function listPendingRecharges(
  { collections: { rechargeOrders } }: Ledger,
  { after, limit }: PageOfAll,
): Promise<Page<PendingRecharge>> {
  const found = await rechargeOrders
    .find({ state: 'pending', ...behind('requestedAt', after, 'oldest first') })
    .sort({ state: 1, requestedAt: 1, _id: 1 })
    .limit(oneMore(limit))
    .toArray();
  return pageOf(found, limit, {
    row: ({ _id, account, amount, currency, requestedAt }) => ({
      account,
      recharge: _id,
      amount: fromDecimal128(amount),
      currency,
      requestedAt,
    }),
    cursor: ({ requestedAt, _id }) => timeCursor({ at: requestedAt, id: _id }),
  });
}

export interface AccountInTrouble {
  account: string;
  name: string;
  currency: Currency;
  overdraft: Amount;
  cloudArrears: Amount;
  arrearsSince: Instant;
  /** When its workspaces are to be locked, and whether they are. */
  lockAt: Instant;
  locked: boolean;
}

/** Those that owe, the longest first. */
export async function listAccountsInArrears(
  { collections: { accounts }, arrearsCourse }: Ledger,
  { after, limit }: PageOfAll,
): Promise<Page<AccountInTrouble>> {
  const found = await accounts
    .find({ arrearsSince: { $gt: epoch }, ...behind('arrearsSince', after, 'oldest first') })
    .sort({ arrearsSince: 1, _id: 1 })
    .limit(oneMore(limit))
    .toArray();
  return pageOf(found, limit, {
    row: ({ _id, name, currency, overdraft, cloudArrears, arrearsSince = epoch, locks = [] }) => ({
      account: _id,
      name,
      currency,
      overdraft: fromDecimal128(overdraft),
      cloudArrears: fromDecimal128(cloudArrears),
      arrearsSince,
      lockAt: lockAt(arrearsSince, arrearsCourse),
      locked: locks.some(({ cause }) => cause === 'arrears'),
    }),
    cursor: ({ arrearsSince = epoch, _id }) => timeCursor({ at: arrearsSince, id: _id }),
  });
}

export interface CycleRow {
  currency: Currency;
  day: Day;
  state: string;
  openedAt: Instant;
  /** Where every bill went, and the control totals; absent while it runs. */
  report?: CycleReport;
}

/** Newest first. */
export async function listCycles(
  { collections: { cycles } }: Ledger,
  { after, limit }: PageOfAll,
): Promise<Page<CycleRow>> {
  const place = after === undefined ? undefined : cyclePlace(after);
  const found = await cycles
    .find({
      currency: { $in: [...currencies] },
      ...(place && {
        day: { $lte: place.day },
        $or: [{ day: { $lt: place.day } }, { day: place.day, currency: { $gt: place.currency } }],
      }),
    })
    .sort({ day: -1, currency: 1 })
    .limit(oneMore(limit))
    .toArray();
  return pageOf(found, limit, {
    row: ({ currency, day, state, openedAt, report }) => ({
      currency,
      day,
      state,
      openedAt,
      ...(report === undefined ? {} : { report }),
    }),
    cursor: ({ day, currency }) => `${day}/${currency}`,
  });
}

/** @throws SettlementError `bad-input` for what is no cursor */
function cyclePlace(cursor: string): { day: Day; currency: Currency } {
  const [day = '', name] = cursor.split('/');
  const currency = currencies.find((each) => each === name);
  if (!isDay(day) || currency === undefined) throw noCursor(cursor);
  return { day, currency };
}
