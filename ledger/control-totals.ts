import type { Document } from 'mongodb';
import type { BillingCycle } from '../domain/billing-cycle.js';
import { add, subtract, sum, zero, type Amount } from '../domain/money.js';
import { noAmounts, statementColumns, type StatementAmounts } from '../domain/statement.js';
import type { SnapshotOptions } from './audit/snapshot.js';
import { fromDecimal128 } from './decimal128.js';
import { exactSums, readExactSum } from './exact-sum.js';
import type { SettlementState } from './settlement-documents.js';
import type { Ledger } from './ledger-context.js';

/** The settlements of a cycle in one state, added up. */
export interface StateSums {
  state: SettlementState;
  accounts: number;
  bills: number;
  total: Amount;
  due: Amount;
  inArrears: number;
  columns: StatementAmounts;
}

/** All bills of the day up to the cut, each line rounded. */
export async function importedBills(
  ledger: Ledger,
  { currency, day, cut }: BillingCycle & { cut: number },
): Promise<{ bills: number; total: Amount }> {
  const [sums] = await ledger.collections.bills
    .aggregate<{ bills: number }>([
      { $match: { currency, day, import: { $lte: cut } } },
      { $group: { _id: null, bills: { $sum: 1 }, ...exactSums({ total: '$rounded' }) } },
    ])
    .toArray();
  return { bills: sums?.bills ?? 0, total: readExactSum(sums, 'total') };
}

const columnSources = Object.fromEntries(
  statementColumns.map((column) => [column, `$totals.${column}`]),
);

export async function settlementSums(
  ledger: Ledger,
  { currency, day }: BillingCycle,
  snapshot?: SnapshotOptions,
): Promise<Map<SettlementState, StateSums>> {
  const found = await ledger.collections.settlements
    .aggregate<{ _id: SettlementState; accounts: number; bills: number; inArrears: number }>(
      [
        { $match: { currency, cycle: day } },
        {
          $group: {
            _id: '$state',
            accounts: { $sum: 1 },
            bills: { $sum: '$bills' },
            inArrears: { $sum: { $cond: ['$owes', 1, 0] } },
            ...exactSums({ total: '$total', due: '$due', ...columnSources }),
          },
        },
      ],
      snapshot,
    )
    .toArray();
  return new Map(
    found.map((group) => {
      const { _id: state, accounts, bills, inArrears } = group;
      const columns = noAmounts();
      for (const column of statementColumns) columns[column] = readExactSum(group, column);
      const [total, due] = [readExactSum(group, 'total'), readExactSum(group, 'due')];
      return [state, { state, accounts, bills, total, due, inArrears, columns }];
    }),
  );
}

/** The bills of accounts that were set aside before their settlement could be opened. */
export async function unopenedTotal(
  ledger: Ledger,
  { currency, day }: BillingCycle,
): Promise<Amount> {
  const unopened = await ledger.collections.settlements
    .find({ currency, cycle: day, step: 0 }, { projection: { account: 1, n: 1 } })
    .toArray();
  let total = zero;
  for (const { account, n } of unopened) {
    const bills = await ledger.collections.bills
      .find({ account, settlement: n, day }, { projection: { rounded: 1 } })
      .toArray();
    total = sum([total, ...bills.map(({ rounded }) => fromDecimal128(rounded))]);
  }
  return total;
}

/** The six columns as the ledger's entries of the cycle have them. */
export async function ledgerColumns(
  ledger: Ledger,
  { currency, day }: BillingCycle,
  snapshot?: SnapshotOptions,
): Promise<StatementAmounts> {
  const sums = await ledger.collections.entries
    .aggregate<{ _id: { debit: string; credit: string; full: boolean } }>(
      [
        { $match: { currency, cycle: day } },
        { $unwind: '$postings' },
        {
          $group: {
            _id: {
              debit: kindOf('debit'),
              credit: kindOf('credit'),
              full: { $regexMatch: { input: '$key', regex: '/applyFullReductionVouchers$' } },
            },
            ...exactSums({ amount: '$postings.amount' }),
          },
        },
      ],
      snapshot,
    )
    .toArray();
  const of = (debit: string, credit: string, full = false): Amount =>
    sum(
      sums
        .filter(({ _id }) => _id.debit === debit && _id.credit === credit && _id.full === full)
        .map((group) => readExactSum(group, 'amount')),
    );
  const refused = of('cloudArrears', 'charge');
  return {
    ordinaryVouchers: of('voucher', 'due'),
    fullReductionVouchers: of('voucher', 'due', true),
    storedValueCards: of('card', 'due'),
    cash: of('cash', 'due'),
    cloudAccount: subtract(of('charge', 'due'), refused),
    arrears: add(of('overdraft', 'due'), refused),
  };
}

/** 'voucher' of the side 'voucher:v-1'. */
function kindOf(side: 'debit' | 'credit'): Document {
  return { $arrayElemAt: [{ $split: [`$postings.${side}`, ':'] }, 0] };
}
