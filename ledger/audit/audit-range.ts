import type { Ledger } from '../ledger-context.js';
import { checkAccount, reportFailure } from './check-account.js';
import { checkClaims } from './check-claims.js';
import { checkUnsettled, type UnsettledDays } from './check-unsettled.js';
import type { AuditedCycle } from './check-cycles.js';
import { SumsOfCycles, type CycleSums } from './cycle-sums.js';
import type { Report } from './difference.js';
import { forEachAccountBooks, type AccountRange } from './read-accounts.js';

export interface AuditedDocuments {
  accounts: number;
  entries: number;
  settlements: number;
  bills: number;
}

export interface RangeResult {
  audited: AuditedDocuments;
  sums: Map<string, CycleSums>;
}

/** Up to which import each closed cycle's report has counted. */
export function reportCuts(cycles: ReadonlyMap<string, AuditedCycle>): Map<string, number> {
  return new Map([...cycles].map(([id, cycle]) => [id, cycle.report?.cut ?? -1]));
}

export interface RangeAudit {
  range: AccountRange;
  /** As they stood before the first account was read. */
  before: ReadonlyMap<string, AuditedCycle>;
  unsettled: UnsettledDays;
}

/** Proves every account of a range, and adds their books up by cycle. */
export async function auditRange(
  ledger: Ledger,
  { range, before, unsettled }: RangeAudit,
  { report, onAudited }: { report: Report; onAudited: (accounts: number) => void },
): Promise<RangeResult> {
  const audited = { accounts: 0, entries: 0, settlements: 0, bills: 0 };
  const sums = new SumsOfCycles(reportCuts(before));
  await forEachAccountBooks(ledger, range, report, (books) => {
    checkAccount(books, { report, zones: ledger.zones });
    checkClaims(books, before, report);
    checkUnsettled(books, unsettled, report);
    reportFailure(`accounts ${books.id}`, report, () => sums.addBooks(books));
    audited.accounts += books.accounts.length;
    audited.entries += books.entries.length;
    audited.settlements += books.settlements.length;
    audited.bills += books.bills.length;
    onAudited(books.accounts.length);
  });
  return { audited, sums: sums.byCycle() };
}
