import type { Currency, Day } from '../../domain/billing-cycle.js';
import type { CycleReport } from '../../domain/cycle-report.js';
import { instantOf, type Instant } from '../../domain/instant.js';
import type { Amount } from '../../domain/money.js';
import { fromDecimal128 } from '../decimal128.js';
import type { Ledger } from '../ledger-context.js';

/** What operators look at over all accounts: lists that are short, or shown from their newest end. */

export interface PendingRecharge {
  account: string;
  recharge: string;
  amount: Amount;
  currency: Currency;
  requestedAt: Instant;
}

export async function listPendingRecharges(
  { collections: { rechargeOrders } }: Ledger,
  { limit }: { limit: number },
): Promise<PendingRecharge[]> {
  const found = await rechargeOrders
    .find({ state: 'pending' })
    .sort({ state: 1, requestedAt: 1 })
    .limit(limit)
    .toArray();
  return found.map(({ _id, account, amount, currency, requestedAt }) => ({
    account,
    recharge: _id,
    amount: fromDecimal128(amount),
    currency,
    requestedAt,
  }));
}

export interface AccountInTrouble {
  account: string;
  name: string;
  currency: Currency;
  overdraft: Amount;
  cloudArrears: Amount;
  arrearsSince: Instant;
}

/** Those that owe, the longest first. */
export async function listAccountsInArrears(
  { collections: { accounts } }: Ledger,
  { limit }: { limit: number },
): Promise<AccountInTrouble[]> {
  const found = await accounts
    .find({ arrearsSince: { $gt: epoch } })
    .sort({ arrearsSince: 1 })
    .limit(limit)
    .toArray();
  return found.map(({ _id, name, currency, overdraft, cloudArrears, arrearsSince = epoch }) => ({
    account: _id,
    name,
    currency,
    overdraft: fromDecimal128(overdraft),
    cloudArrears: fromDecimal128(cloudArrears),
    arrearsSince,
  }));
}

/** Before anything was owed. */
const epoch = beginning();

function beginning(): Instant {
  const at = instantOf(0);
  if (at === undefined) throw new RangeError('there is no 1970');
  return at;
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
  { limit }: { limit: number },
): Promise<CycleRow[]> {
  const found = await cycles
    .find({ currency: { $in: ['CNY', 'USD'] } })
    .sort({ day: -1, currency: 1 })
    .limit(limit)
    .toArray();
  return found.map(({ currency, day, state, openedAt, report }) => ({
    currency,
    day,
    state,
    openedAt,
    ...(report === undefined ? {} : { report }),
  }));
}
