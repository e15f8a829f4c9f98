import { statementColumns, type StatementAmounts, noAmounts } from '../domain/statement.js';
import { fromDecimal128, toDecimal128 } from './decimal128.js';
import type { SettlementTotals } from './settlement-documents.js';

export function amountsFromDocument(totals: SettlementTotals): StatementAmounts {
  const amounts = noAmounts();
  for (const column of statementColumns) amounts[column] = fromDecimal128(totals[column]);
  return amounts;
}

export function amountsToDocument(amounts: StatementAmounts): SettlementTotals {
  const { ordinaryVouchers, fullReductionVouchers, storedValueCards, cash, cloudAccount, arrears } =
    amounts;
  return {
    ordinaryVouchers: toDecimal128(ordinaryVouchers),
    fullReductionVouchers: toDecimal128(fullReductionVouchers),
    storedValueCards: toDecimal128(storedValueCards),
    cash: toDecimal128(cash),
    cloudAccount: toDecimal128(cloudAccount),
    arrears: toDecimal128(arrears),
  };
}
