import { cycleId } from '../../domain/billing-cycle.js';
import type { AccountBooks } from './account-books.js';
import type { AuditedCycle } from './check-cycles.js';
import type { Report } from './difference.js';

/** No bill that a closed cycle has counted was left without a settlement (invariant 10). */
export function checkClaims(
  books: AccountBooks,
  cycles: ReadonlyMap<string, AuditedCycle>,
  report: Report,
): void {
  for (const { _id, currency, day, settlement, import: number } of books.bills) {
    if (settlement !== null) continue;
    const cycle = cycles.get(cycleId({ currency, day }));
    if (cycle?.state !== 'closed' || number > (cycle.report?.cut ?? -1)) continue;
    report({
      check: 'claim',
      id: `bills ${_id}`,
      expected: `a settlement, because cycle ${cycle._id} is closed`,
      found: 'none',
    });
  }
}
