import * as chart from './chart-of-accounts.js';
import type { LedgerPosting } from './chart-of-accounts.js';
import { add, isZero, subtract, zero, type Amount } from './money.js';
import { moneyPlace } from './money-movement.js';

/**
 * An account's balances as its entries leave them, by ledger account: cash, vouchers and cards as
 * what is there, overdraft and cloud arrears as what is owed. What is zero is not in it.
 */
export type RunningBalances = Map<string, Amount>;

export function balanceIn(balances: ReadonlyMap<string, Amount>, ledgerAccount: string): Amount {
  return balances.get(ledgerAccount) ?? zero;
}

/**
 * Takes one posting into the balances, in place.
 * @throws AmountError where a balance would fall below zero: then the entries are not what they were
 */
export function applyPosting(
  balances: RunningBalances,
  { debit, credit, amount }: LedgerPosting,
): void {
  if (moneyPlace(debit)) set(balances, debit, subtract(balanceIn(balances, debit), amount));
  else if (isDebt(debit)) set(balances, debit, add(balanceIn(balances, debit), amount));
  if (moneyPlace(credit)) set(balances, credit, add(balanceIn(balances, credit), amount));
  else if (isDebt(credit)) set(balances, credit, subtract(balanceIn(balances, credit), amount));
}

function isDebt(ledgerAccount: string): boolean {
  return ledgerAccount === chart.overdraft || ledgerAccount === chart.cloudArrears;
}

function set(balances: RunningBalances, ledgerAccount: string, amount: Amount): void {
  if (isZero(amount)) balances.delete(ledgerAccount);
  else balances.set(ledgerAccount, amount);
}
