import { someOfEverything, whatComesLater } from './ledger-records.js';
import type { LedgerSystem } from './ledger-system.js';

/** Two days in both currencies: every kind of record, one account parked, late bills and a supplement. */
export async function settleSomeOfEverything(system: LedgerSystem): Promise<void> {
  await system.importRecords(someOfEverything);
  await system.settle('2026-11-22');
  await system.settle('2026-11-22', { currency: 'USD', parked: { 'acct-5': 'no terms' } });
  await system.importRecords(whatComesLater);
  await system.settle('2026-11-22');
  await system.settle('2026-11-23');
}
