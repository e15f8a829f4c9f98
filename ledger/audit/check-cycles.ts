import { cycleId } from '../../domain/billing-cycle.js';
import type { CycleReport, CycleShare } from '../../domain/cycle-report.js';
import { add, compare, subtract, zero, type Amount } from '../../domain/money.js';
import { statementColumns, type StatementAmounts } from '../../domain/statement.js';
import type { CycleDocument } from '../settlement-documents.js';
import type { Ledger } from '../ledger-context.js';
import { readDocument } from './account-books.js';
import type { CycleSums, SumsOfCycles } from './cycle-sums.js';
import type { Decoded } from './decode.js';
import { expectSame, type Report } from './difference.js';
import { documentForms } from './document-forms.js';
import { sitesText, type ManifestSums } from './manifest-sums.js';

const check = 'cycle';

export type AuditedCycle = Decoded<CycleDocument>;

/** Every cycle by its id. */
export async function readCycles(
  ledger: Ledger,
  report: Report,
): Promise<Map<string, AuditedCycle>> {
  const cycles = new Map<string, AuditedCycle>();
  const stored = ledger.collections.cycles.find({}, { projection: { 'report.attention': 0 } });
  for await (const document of stored) {
    const cycle = readDocument('cycles', document, documentForms.cycles, report);
    if (cycle) cycles.set(cycle._id, cycle);
  }
  return cycles;
}

/**
 * Each closed cycle's report against the sums of the books. What went on after the closing, such as
 * a charge that its vendor decided, is not held against it.
 */
export function checkCycles(
  cycles: { before: ReadonlyMap<string, AuditedCycle>; after: ReadonlyMap<string, AuditedCycle> },
  sums: SumsOfCycles,
  { manifests, report }: { manifests: ManifestSums; report: Report },
): void {
  for (const id of sums.settled())
    if (!cycles.after.has(id))
      report({
        check,
        id: `cycles ${id}`,
        expected: 'the cycle of its settlements',
        found: 'none',
      });
  for (const cycle of cycles.after.values()) {
    const id = `cycles ${cycle._id}`;
    const ofCycle = sums.of(cycle._id);
    expectSame(report, { check, id, expected: cycleId(cycle), found: cycle._id });
    const { lastTaken } = ofCycle;
    if (lastTaken.import > cycle.cut)
      report({
        check,
        id,
        expected: `bills up to its cut ${cycle.cut}`,
        found: `bills ${lastTaken.bill} of import ${lastTaken.import}`,
      });
    if (cycle.state === 'closed' && cycle.closedAt === undefined)
      report({ check, id, expected: 'closedAt, because it is closed', found: 'none' });
    const before = cycles.before.get(cycle._id);
    const unchanged = before?.state === 'closed' && before.closedAt === cycle.closedAt;
    if (cycle.state === 'closed' && unchanged) checkReport(cycle, ofCycle, { manifests, report });
  }
}

function checkReport(
  cycle: AuditedCycle,
  sums: CycleSums,
  { manifests, report }: { manifests: ManifestSums; report: Report },
): void {
  const { report: said } = cycle;
  if (!said) return;
  const id = `cycles ${cycle._id}`;
  const same = (of: string, expected: string | number, found: string | number): void =>
    void expectSame(report, { check, id, of, expected, found });
  for (const difference of said.differences)
    report({ check, id, expected: 'a report without differences', found: difference });
  same('report of', cycle._id, cycleId(said));
  same('imported bills', sums.imported.bills, said.imported.bills);
  same('imported total', sums.imported.total, said.imported.total);
  const { matched, differing } = sitesText(manifests.of(cycle._id, said.cut), sums.sites);
  same('matched sites', matched, said.matchedSites.toSorted().join(', '));
  same('differing sites', differing, differingText(said));
  if (!isStill(cycle, said, sums)) return;
  const decidedSince = said.charging.accounts > 0;
  const expected = figuresOf(reportOf(sums), decidedSince);
  const found = figuresOf(said, decidedSince);
  for (const [of, value] of expected) same(of, value, found.get(of) ?? 'nothing');
}

function differingText({ differingSites }: Pick<CycleReport, 'differingSites'>): string {
  return differingSites
    .map(
      ({ site, bills, total }) =>
        `${site} ${bills.sent} bills of ${total.sent} sent, ${bills.imported} of ${total.imported} imported`,
    )
    .join('; ');
}

/** Whether nothing of the cycle was settled since its report. */
function isStill(cycle: AuditedCycle, said: Figures & { cut: number }, sums: CycleSums): boolean {
  const settledOnly = [...sums.states.keys()].every(
    (state) => state === 'done' || state === 'charging',
  );
  return (
    said.cut === cycle.cut &&
    said.parked.accounts + said.waiting.accounts === 0 &&
    settledOnly &&
    sums.lastSettledAt <= (cycle.closedAt ?? '')
  );
}

type Figures = Pick<
  CycleReport,
  'settled' | 'charging' | 'waiting' | 'parked' | 'columns' | 'ledger' | 'due'
>;

function reportOf({ states, columns, ledger, refused, due }: CycleSums): Figures {
  const share = (state: 'done' | 'charging' | 'waiting' | 'parked'): CycleShare =>
    states.get(state) ?? { accounts: 0, bills: 0, total: zero };
  return {
    settled: share('done'),
    charging: share('charging'),
    waiting: share('waiting'),
    parked: share('parked'),
    columns,
    ledger: {
      ...ledger,
      cloudAccount:
        compare(refused, ledger.cloudAccount) > 0 ? zero : subtract(ledger.cloudAccount, refused),
    },
    due,
  };
}

/** @param decidedSince what was charging may be settled by now, or owed: only their sums are figures. */
function figuresOf(said: Figures, decidedSince: boolean): Map<string, string | number> {
  const figures = new Map<string, string | number>([['due', said.due]]);
  const shares: Record<string, CycleShare> = decidedSince
    ? { 'settled or charging': addShares(said.settled, said.charging) }
    : { settled: said.settled, charging: said.charging };
  for (const [name, { accounts, bills, total }] of Object.entries({
    ...shares,
    waiting: said.waiting,
    parked: said.parked,
  })) {
    figures.set(`${name} accounts`, accounts);
    figures.set(`${name} bills`, bills);
    figures.set(`${name} total`, total);
  }
  for (const source of ['columns', 'ledger'] as const)
    addColumns(figures, { source, amounts: said[source], decidedSince });
  return figures;
}

function addColumns(
  figures: Map<string, string | number>,
  of: { source: string; amounts: StatementAmounts; decidedSince: boolean },
): void {
  const { source, amounts, decidedSince } = of;
  for (const column of statementColumns) {
    if (decidedSince && (column === 'cloudAccount' || column === 'arrears')) continue;
    figures.set(`${source} ${column}`, amounts[column]);
  }
  if (decidedSince)
    figures.set(`${source} cloudAccount and arrears`, add(amounts.cloudAccount, amounts.arrears));
}

function addShares(a: CycleShare, b: CycleShare): CycleShare {
  const total: Amount = add(a.total, b.total);
  return { accounts: a.accounts + b.accounts, bills: a.bills + b.bills, total };
}
