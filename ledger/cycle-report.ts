import { cycleId, type BillingCycle } from '../domain/billing-cycle.js';
import type { CycleReport, CycleShare } from '../domain/cycle-report.js';
import { add, sum } from '../domain/money.js';
import {
  addAmounts,
  noAmounts,
  statementColumns,
  totalOf,
  type StatementAmounts,
} from '../domain/statement.js';
import { withSnapshot } from './audit/snapshot.js';
import {
  importedBills,
  ledgerColumns,
  settlementSums,
  unopenedTotal,
  type StateSums,
} from './control-totals.js';
import { missedDays } from './missed-days.js';
import type { SettlementState } from './settlement-documents.js';
import type { Ledger } from './ledger-context.js';
import { noteSettled } from './unsettled-days.js';
import { compareManifests } from './manifests.js';

/** More accounts that need an operator are found by `settle statement`. */
const mostNamed = 50;

/**
 * Adds up where every bill of the cycle went, from the bills, from the settlements and from the
 * ledger, and says each difference. Stored with the cycle, whose state becomes `closed`.
 */
export async function closeCycle(
  ledger: Ledger,
  cycle: BillingCycle,
  options: { expectedSites: readonly string[]; startedAt: string },
): Promise<CycleReport> {
  const report = await cycleReport(ledger, cycle, options);
  await ledger.collections.cycles.updateOne(
    { _id: cycleId(cycle) },
    { $set: { state: 'closed', closedAt: ledger.now(), report } },
  );
  if (isWhole(report)) await noteSettled(ledger.collections, report);
  return report;
}

/** Whether each of its bills is in a settlement that has ended, is charging, waits or is parked. */
function isWhole({ imported, ...report }: CycleReport): boolean {
  const { settled, charging, waiting, parked } = report;
  return settled.bills + charging.bills + waiting.bills + parked.bills === imported.bills;
}

export async function cycleReport(
  ledger: Ledger,
  cycle: BillingCycle,
  { expectedSites, startedAt }: { expectedSites: readonly string[]; startedAt: string },
): Promise<CycleReport> {
  const { currency, day } = cycle;
  const stored = await ledger.collections.cycles.findOne({ _id: cycleId(cycle) });
  const cut = stored?.cut ?? 0;
  const [imported, { states, columns }, manifests, unopened, lateBills] = await Promise.all([
    importedBills(ledger, { ...cycle, cut }),
    settledAndBooked(ledger, cycle),
    compareManifests(ledger, { ...cycle, cut }, expectedSites),
    unopenedTotal(ledger, cycle),
    ledger.collections.bills.countDocuments({
      currency,
      settlement: null,
      day,
      import: { $gt: cut },
    }),
  ]);
  const all = [...states.values()];
  const share = (state: SettlementState): CycleShare => {
    const { accounts = 0, bills = 0, total = sum([]) } = states.get(state) ?? {};
    return { accounts, bills, total };
  };
  const report: CycleReport = {
    currency,
    day,
    cut,
    imported,
    settled: share('done'),
    charging: share('charging'),
    waiting: share('waiting'),
    parked: share('parked'),
    columns: all.map((each) => each.columns).reduce(addAmounts, noAmounts()),
    ledger: columns,
    due: add(sum(all.map((each) => each.due)), unopened),
    accountsInArrears: all.reduce((count, each) => count + each.inArrears, 0),
    attention: await needingAttention(ledger, cycle),
    ...manifests,
    lateBills,
    missedDays: await missedDays(ledger, cycle),
    differences: [],
    startedAt,
    seconds: (Date.parse(ledger.now()) - Date.parse(startedAt)) / 1000,
  };
  report.differences = differencesOf(report, all);
  return report;
}

/** At one moment: charges are decided meanwhile, so that of two moments they would not agree. */
async function settledAndBooked(
  ledger: Ledger,
  cycle: BillingCycle,
): Promise<{ states: Map<SettlementState, StateSums>; columns: StatementAmounts }> {
  return withSnapshot(ledger, async (snapshot) => {
    const ofCycle = { _id: cycleId(cycle) };
    // Fixes the moment for what is asked side by side.
    await ledger.collections.cycles.findOne(ofCycle, { ...snapshot(), projection: { _id: 1 } });
    const [states, columns] = await Promise.all([
      settlementSums(ledger, cycle, snapshot()),
      ledgerColumns(ledger, cycle, snapshot()),
    ]);
    return { states, columns };
  });
}

/** Each sentence names what does not add up. */
function differencesOf(report: CycleReport, states: readonly StateSums[]): string[] {
  const { imported, columns, ledger, due } = report;
  const differences: string[] = [];
  const claimed = states.reduce((count, each) => count + each.bills, 0);
  if (claimed !== imported.bills) {
    differences.push(`${imported.bills} bills were imported, ${claimed} are in settlements`);
  }
  const accounted = add(totalOf(columns), due);
  if (accounted !== imported.total) {
    differences.push(
      `the bills come to ${imported.total}, columns and what is due to ${accounted}`,
    );
  }
  for (const column of statementColumns) {
    if (columns[column] === ledger[column]) continue;
    differences.push(`${column}: settlements ${columns[column]}, ledger ${ledger[column]}`);
  }
  return differences;
}

async function needingAttention(
  ledger: Ledger,
  { currency, day }: BillingCycle,
): Promise<CycleReport['attention']> {
  const found = await ledger.collections.settlements
    .find(
      { currency, delayed: true, cycle: day, state: { $in: ['parked', 'waiting'] } },
      { projection: { account: 1, state: 1, reason: 1, owner: 1 } },
    )
    .sort({ state: 1, account: 1 })
    .limit(mostNamed)
    .toArray();
  return found.map(({ account, state, reason = '', owner }) => ({
    account,
    state: state === 'parked' ? 'parked' : 'waiting',
    reason,
    workflow: owner,
  }));
}
