import { auditRange, reportCuts, type AuditedDocuments } from './audit/audit-range.js';
import { auditInThread } from './audit/audit-thread.js';
import { rangesFor, type AuditThreads } from './audit/account-ranges.js';
import { checkCycles, readCycles } from './audit/check-cycles.js';
import { checkIdentities } from './audit/check-identities.js';
import { checkUnusedCodes } from './audit/check-codes.js';
import { checkHuaweiOrders, checkImports } from './audit/check-imports.js';
import { checkPayments } from './audit/check-payments.js';
import { checkStrayDocuments } from './audit/check-stray.js';
import { SumsOfCycles } from './audit/cycle-sums.js';
import { readUnsettledDays } from './audit/check-unsettled.js';
import { differenceOf, type Difference, type Report } from './audit/difference.js';
import { readManifests } from './audit/manifest-sums.js';
import type { Ledger } from './ledger-context.js';

export type { Difference } from './audit/difference.js';

export interface AuditOptions {
  /** Called in no order. */
  onDifference: (difference: Difference) => void;
  onProgress?: (progress: AuditProgress) => void;
  /** Where many accounts may be shared out among threads, each with a connection of its own. */
  threads?: AuditThreads;
}

export interface AuditProgress {
  accounts: number;
  /** About how many there are. */
  of: number;
}

export interface AuditResult extends AuditedDocuments {
  differences: number;
  seconds: number;
}

const accountsPerProgress = 500;
const auditedNames = ['accounts', 'entries', 'settlements', 'bills'] as const;

/**
 * Proves the ledger against every balance and every bill: each account from its own documents as of
 * one moment, then each closed cycle's report against the sums of all accounts. Changes nothing, may
 * run beside a cycle, and names everything that differs or cannot be read.
 */
export async function audit(
  ledger: Ledger,
  { onDifference, onProgress, threads }: AuditOptions,
): Promise<AuditResult> {
  const startedAt = performance.now();
  const result = { accounts: 0, entries: 0, settlements: 0, bills: 0, differences: 0, seconds: 0 };
  const report: Report = (finding) => {
    result.differences++;
    onDifference(differenceOf(finding));
  };
  const before = await readCycles(ledger, () => undefined);
  const unsettled = await readUnsettledDays(ledger);
  const of = await ledger.collections.accounts.estimatedDocumentCount();
  let through = 0;
  const onAudited = (accounts: number): void => {
    through += accounts;
    if (accounts > 0 && through % accountsPerProgress === 0)
      onProgress?.({ accounts: through, of });
  };
  const ending = new AbortController();
  const options = { report, onAudited, signal: ending.signal };
  const [first = { after: '' }, ...others] = await rangesFor(ledger, threads);
  const inThreads = threads
    ? others.map((range) =>
        auditInThread({ range, before, unsettled, database: threads.database }, options),
      )
    : [];
  const work = [auditRange(ledger, { range: first, before, unsettled }, options), ...inThreads];
  const sums = new SumsOfCycles(reportCuts(before));
  for (const range of await Promise.all(work).finally(() => ending.abort())) {
    for (const name of auditedNames) result[name] += range.audited[name];
    sums.addSums(range.sums);
  }
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
