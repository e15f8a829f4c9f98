import type { Currency, Day } from '../domain/billing-cycle.js';
import type { CycleReport } from '../domain/cycle-report.js';
import { collectChargeId } from '../domain/workflow-ids.js';
import { cycleReport } from '../ledger/cycle-report.js';
import type { Ledger } from '../ledger/ledger-context.js';
import { chargesUnderWay, readCharges } from '../ledger/read-charges.js';
import { say, countOf } from './say.js';
import { withLedger, type Located } from './session.js';

const askEveryMs = 300;

export interface AfterCharges {
  /** As they stand now. */
  reports: CycleReport[];
  /** A line for each charge that waits for an operator. */
  parked: string[];
}

async function parkedCharges(
  ledger: Ledger,
  { currency, cycle }: { currency: Currency; cycle: Day },
): Promise<string[]> {
  const lines: string[] = [];
  for await (const { charge, provider, reason = '', ...row } of readCharges(ledger, {
    state: 'parked',
    cycle,
  })) {
    if (row.currency === currency)
      lines.push(`PARKED: charge ${charge}: ${reason} (${collectChargeId(provider, charge)})`);
  }
  return lines;
}

/**
 * Waits until the vendors have decided what the cycles charged, or an operator has to, and says how
 * the cycles stand then.
 * @param mostSeconds without it, however long it takes
 */
export async function afterCharges(
  located: Located,
  reports: readonly CycleReport[],
  { interrupted, mostSeconds = Infinity }: { interrupted?: AbortSignal; mostSeconds?: number } = {},
): Promise<AfterCharges> {
  if (reports.every(({ charging }) => charging.accounts === 0))
    return { reports: [...reports], parked: [] };
  return withLedger(located, async (ledger) => {
    await untilDecided(ledger, reports, {
      until: performance.now() + mostSeconds * 1000,
      isInterrupted: () => interrupted?.aborted === true,
    });
    const after: AfterCharges = { reports: [], parked: [] };
    for (const { currency, day, startedAt, seconds } of reports) {
      const { expectedSites } = located;
      const report = await cycleReport(ledger, { currency, day }, { expectedSites, startedAt });
      after.reports.push({ ...report, seconds });
      after.parked.push(...(await parkedCharges(ledger, { currency, cycle: day })));
    }
    return after;
  });
}

async function untilDecided(
  ledger: Ledger,
  reports: readonly CycleReport[],
  { until, isInterrupted }: { until: number; isInterrupted: () => boolean },
): Promise<void> {
  let said = -1;
  for (;;) {
    let left = 0;
    for (const { currency, day } of reports)
      left += (await chargesUnderWay(ledger, { currency, cycle: day })).underWay;
    if (left === 0 || isInterrupted()) return;
    if (performance.now() > until) {
      say(`${countOf(left, 'charge')} not decided yet: npx settle charges shows them`);
      return;
    }
    if (left !== said) say(`waiting for the clouds to decide ${countOf(left, 'charge')}`);
    said = left;
    await new Promise((resolve) => {
      setTimeout(resolve, askEveryMs);
    });
  }
}
