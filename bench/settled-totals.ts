import type { Currency } from '../domain/billing-cycle.js';
import { settlementSums } from '../ledger/control-totals.js';
import type { Ledger } from '../ledger/ledger-context.js';

/** What must be the same whoever settled: a line per fact, sorted. */
export async function settledTotals(
  ledger: Ledger,
  { day, currencies }: { day: string; currencies: readonly Currency[] },
): Promise<string[]> {
  const lines: string[] = [];
  for (const currency of currencies) {
    for (const sums of (await settlementSums(ledger, { currency, day })).values()) {
      const { state, accounts, bills, total, due, inArrears, columns } = sums;
      const facts = { accounts, bills, total, due, inArrears, ...columns };
      lines.push(
        ...Object.entries(facts).map(([name, value]) => `${currency} ${state} ${name}: ${value}`),
      );
    }
  }
  const { accounts, vouchers, storedValueCards, bills, cloudCharges } = ledger.collections;
  const left = {
    'cash left': await sumOf(accounts, '$cash'),
    overdraft: await sumOf(accounts, '$overdraft'),
    'cloud arrears': await sumOf(accounts, '$cloudArrears'),
    'vouchers left': await sumOf(vouchers, '$balance'),
    'cards left': await sumOf(storedValueCards, '$balance'),
    charges: await sumOf(cloudCharges, '$amount'),
    'bills without a settlement': String(await bills.countDocuments({ settlement: null, day })),
  };
  lines.push(...Object.entries(left).map(([name, value]) => `${name}: ${value}`));
  return lines.toSorted();
}

interface Aggregates {
  aggregate<T extends object>(pipeline: object[]): { toArray(): Promise<T[]> };
}

async function sumOf(collection: Aggregates, field: string): Promise<string> {
  const [found] = await collection
    .aggregate<{ sum: { toString(): string } }>([{ $group: { _id: null, sum: { $sum: field } } }])
    .toArray();
  return found?.sum.toString() ?? '0';
}
