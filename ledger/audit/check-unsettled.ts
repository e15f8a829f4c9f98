import { cycleId, type BillingCycle } from '../../domain/billing-cycle.js';
import { publishedImport } from '../cycles.js';
import type { Ledger } from '../ledger-context.js';
import type { AccountBooks } from './account-books.js';
import type { Report } from './difference.js';

const check = 'unsettled';

/** The days that are noted as unsettled, and for what they had to be. */
export interface UnsettledDays {
  /** `currency/day`. */
  noted: ReadonlySet<string>;
  /** Bills up to this import, and settlements opened before `readAt`, were there when they were read. */
  published: number;
  readAt: string;
}

export async function readUnsettledDays(ledger: Ledger): Promise<UnsettledDays> {
  const published = await publishedImport(ledger);
  const readAt = ledger.now();
  const noted = await ledger.collections.unsettledDays.distinct('_id');
  return { noted: new Set(noted), published, readAt };
}

/**
 * Whoever looks for what is unclaimed or unfinished finds it: its day is noted, or it is marked as
 * delayed itself; and nothing that has ended is marked.
 */
export function checkUnsettled(
  { bills, settlements }: AccountBooks,
  { noted, published, readAt }: UnsettledDays,
  report: Report,
): void {
  const expectNoted = (id: string, cycle: BillingCycle): void => {
    if (noted.has(cycleId(cycle))) return;
    report({ check, id, expected: `${cycleId(cycle)} in unsettledDays`, found: 'none' });
  };
  for (const { _id, currency, day, settlement, import: number } of bills)
    if (settlement === null && number <= published) expectNoted(`bills ${_id}`, { currency, day });
  for (const { _id, currency, cycle, state, delayed, openedAt } of settlements) {
    const id = `settlements ${_id}`;
    const isDelayed = delayed === true;
    if (state === 'open') {
      if (!isDelayed && openedAt < readAt) expectNoted(id, { currency, day: cycle });
      continue;
    }
    const isHeld = state === 'waiting' || state === 'parked';
    if (isDelayed !== isHeld)
      report({
        check,
        id,
        expected: isHeld ? `delayed, because it is ${state}` : 'not delayed, because it has ended',
        found: isDelayed ? 'delayed' : 'not delayed',
      });
  }
}
