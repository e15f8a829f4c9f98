import type { Currency } from '../../domain/billing-cycle.js';
import { compare, isZero, minorUnits, zero } from '../../domain/money.js';
import { statementColumns, totalOf, type StatementColumn } from '../../domain/statement.js';
import { readSample } from './sample-file.js';
import { settleInMemory, type SettledAccount } from './settle-in-memory.js';

/** Percentages of what was settled, for each column. */
export type Shares = Record<StatementColumn, number>;

export interface SampleStatement {
  CNY: Shares;
  USD: Shares;
  /** Percent of all accounts. */
  accountsInArrears: number;
}

export function settledSample(accounts: number, seed: number): SampleStatement {
  const settled = settleInMemory(readSample(accounts, seed));
  const inArrears = settled.filter(({ amounts }) => compare(amounts.arrears, zero) > 0);
  return {
    CNY: sharesOf(settled, 'CNY'),
    USD: sharesOf(settled, 'USD'),
    accountsInArrears: (100 * inArrears.length) / settled.length,
  };
}

function sharesOf(settled: readonly SettledAccount[], currency: Currency): Shares {
  const cents: Shares = {
    ordinaryVouchers: 0,
    fullReductionVouchers: 0,
    storedValueCards: 0,
    cash: 0,
    cloudAccount: 0,
    arrears: 0,
  };
  let total = 0;
  for (const { amounts, currency: own } of settled) {
    if (own !== currency || isZero(totalOf(amounts))) continue;
    total += Number(minorUnits(totalOf(amounts)));
    for (const column of statementColumns) cents[column] += Number(minorUnits(amounts[column]));
  }
  for (const column of statementColumns) cents[column] = (100 * cents[column]) / total;
  return cents;
}
