import type { CycleReport } from '../domain/cycle-report.js';
import { cycleReport } from '../ledger/cycle-report.js';
import type { Ledger } from '../ledger/ledger-context.js';
import { chargesUnderWay } from '../ledger/read-charges.js';
import { say, countOf } from './say.js';
import { withLedger, type Located } from './session.js';

const askEveryMs = 300;

/**
 * Waits until the vendors have decided what the cycles charged, or an operator has to, and says how
 * the cycles stand then.
 * @param mostSeconds without it, however long it takes
 */
export async function afterCharges(
  located: Located,
  reports: readonly CycleReport[],
  { interrupted, mostSeconds = Infinity }: { interrupted?: AbortSignal; mostSeconds?: number } = {},
): Promise<CycleReport[]> {
  if (reports.every(({ charging }) => charging.accounts === 0)) return [...reports];
  return withLedger(located, async (ledger) => {
    await untilDecided(ledger, reports, {
      until: performance.now() + mostSeconds * 1000,
      isInterrupted: () => interrupted?.aborted === true,
    });
    const now: CycleReport[] = [];
    for (const { currency, day, startedAt, seconds } of reports) {
      const { expectedSites } = located;
      const report = await cycleReport(ledger, { currency, day }, { expectedSites, startedAt });
      now.push({ ...report, seconds });
    }
    return now;
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
