import type { Ledger } from './ledger-context.js';

export async function audit(
  _ledger: Ledger,
  _options: { onDifference: (found: { line: string }) => void },
): Promise<{ accounts: number; entries: number; settlements: number; differences: number }> {
  return { accounts: 0, entries: 0, settlements: 0, differences: 0 };
}
