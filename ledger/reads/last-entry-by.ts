import type { Instant } from '../../domain/instant.js';
import type { Ledger } from '../ledger-context.js';

/**
 * The number of the last entry that was made by an instant, of an account with so many entries; 0 for
 * none. The times of a chain rise, so that it is halved down to it and no index on them is needed.
 * @param strictly only before that instant
 */
export async function lastEntryBy(
  ledger: Ledger,
  {
    account,
    at,
    entries,
    strictly = false,
  }: { account: string; at: Instant; entries: number; strictly?: boolean },
): Promise<number> {
  let [made, later] = [0, entries + 1];
  while (later - made > 1) {
    const middle = Math.floor((made + later) / 2);
    const entry = await ledger.collections.entries.findOne(
      { account, number: middle },
      { projection: { at: 1 } },
    );
    if (entry && (entry.at < at || (entry.at === at && !strictly))) made = middle;
    else later = middle;
  }
  return made;
}
