import { checkAccount, reportFailure } from './audit/check-account.js';
import { checkClaims } from './audit/check-claims.js';
import { checkCycles, readCycles } from './audit/check-cycles.js';
import { checkIdentities } from './audit/check-identities.js';
import { checkUnusedCodes } from './audit/check-codes.js';
import { checkHuaweiOrders, checkImports } from './audit/check-imports.js';
import { checkPayments } from './audit/check-payments.js';
import { checkStrayDocuments } from './audit/check-stray.js';
import { SumsOfCycles } from './audit/cycle-sums.js';
import { differenceOf, type Difference, type Report } from './audit/difference.js';
import { readManifests } from './audit/manifest-sums.js';
import { forEachAccountBooks } from './audit/read-accounts.js';
import type { Ledger } from './ledger-context.js';

export type { Difference } from './audit/difference.js';

export interface AuditOptions {
  onDifference: (difference: Difference) => void;
  onProgress?: (progress: AuditProgress) => void;
}

export interface AuditProgress {
  accounts: number;
  /** About how many there are. */
  of: number;
}

export interface AuditResult {
  accounts: number;
  entries: number;
  settlements: number;
  bills: number;
  differences: number;
  seconds: number;
}

const accountsPerProgress = 500;

/**
 * Proves the ledger against every balance and every bill: each account from its own documents as of
 * one moment, then each closed cycle's report against the sums of all accounts. Changes nothing, may
 * run beside a cycle, and names everything that differs or cannot be read.
 */
export async function audit(
  ledger: Ledger,
  { onDifference, onProgress }: AuditOptions,
): Promise<AuditResult> {
  const startedAt = performance.now();
  const result = { accounts: 0, entries: 0, settlements: 0, bills: 0, differences: 0, seconds: 0 };
  const report: Report = (finding) => {
    result.differences++;
    onDifference(differenceOf(finding));
  };
  const before = await readCycles(ledger, () => undefined);
  const sums = new SumsOfCycles(
    new Map([...before].map(([id, cycle]) => [id, cycle.report?.cut ?? -1])),
  );
  const of = await ledger.collections.accounts.estimatedDocumentCount();
  await forEachAccountBooks(ledger, report, (books) => {
    checkAccount(books, { report, zones: ledger.zones });
    checkClaims(books, before, report);
    reportFailure(`accounts ${books.id}`, report, () => sums.addBooks(books));
    result.accounts += books.accounts.length;
    result.entries += books.entries.length;
    result.settlements += books.settlements.length;
    result.bills += books.bills.length;
    if (result.accounts % accountsPerProgress === 0)
      onProgress?.({ accounts: result.accounts, of });
  });
  await checkStrayDocuments(ledger, report);
  const manifests = await readManifests(ledger, report);
  const after = await readCycles(ledger, report);
  checkCycles({ before, after }, sums, { manifests, report });
  await checkImports(ledger, report);
  await checkHuaweiOrders(ledger, report);
  await checkUnusedCodes(ledger, report);
  await checkPayments(ledger, report);
  await checkIdentities(ledger, report);
  onProgress?.({ accounts: result.accounts, of: result.accounts });
  result.seconds = (performance.now() - startedAt) / 1000;
  return result;
}
