import type { Instant } from '../domain/instant.js';
import { audit } from '../ledger/audit.js';
import type { Ledger } from '../ledger/ledger-context.js';
import { readBalances } from '../ledger/read-balances.js';
import { readStatement } from '../ledger/read-statement.js';

/** What a cycle left, as the commands print it. */
export interface SettledBooks {
  statement: string;
  balances: string;
  /** Every difference that the audit found, a line each. */
  differences: string[];
}

/** @param asOf the moment whose statuses the balances show: the same for runs that are compared */
export async function readBooks(
  ledger: Ledger,
  { day, asOf }: { day: string; asOf: Instant },
): Promise<SettledBooks> {
  const differences: string[] = [];
  await audit(ledger, { onDifference: ({ line }) => void differences.push(line) });
  return {
    statement: await asNdjson(readStatement(ledger, { day })),
    balances: await asNdjson(readBalances(ledger, {}, asOf)),
    differences,
  };
}

async function asNdjson(rows: AsyncIterable<object>): Promise<string> {
  const lines: string[] = [];
  for await (const row of rows) lines.push(`${JSON.stringify(row)}\n`);
  return lines.join('');
}
