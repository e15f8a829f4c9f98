import { add, min, type Amount } from '../../domain/money.js';
import { fromDecimal128 } from '../decimal128.js';
import type { Ledger } from '../ledger-context.js';
import { accountOf } from './account-of.js';

/** What an account has in cash and owes, as its document says. */
export interface AccountMoneyNow {
  cash: Amount;
  overdraft: Amount;
  cloudArrears: Amount;
  /** Overdraft and cloud arrears together. */
  owed: Amount;
  /** How much of the cloud arrears the cash is good for. */
  payable: Amount;
}

/** @throws SettlementError `not-found` */
export async function accountMoney(
  ledger: Ledger,
  { account }: { account: string },
): Promise<AccountMoneyNow> {
  const found = await accountOf(ledger, account);
  const cash = fromDecimal128(found.cash);
  const overdraft = fromDecimal128(found.overdraft);
  const cloudArrears = fromDecimal128(found.cloudArrears);
  return {
    cash,
    overdraft,
    cloudArrears,
    owed: add(overdraft, cloudArrears),
    payable: min(cash, cloudArrears),
  };
}
