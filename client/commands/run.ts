import { cycleEnd, isOver, type BillingCycle, type Currency } from '../../domain/billing-cycle.js';
import type { CycleReport } from '../../domain/cycle-report.js';
import { instantOf } from '../../domain/instant.js';
import { settleCycleId } from '../../domain/workflow-ids.js';
import { currenciesInUse } from '../../ledger/cycles.js';
import { afterCharges } from '../after-charges.js';
import { CommandError, exitStatus } from '../exit-status.js';
import { cycleProgressBar } from '../progress-bar.js';
import { needsAttention, notesOf, proofOf, summaryTable } from '../report-table.js';
import { followCycle, hasWorker, startCycleRun } from '../run-cycle.js';
import { print, say } from '../say.js';
import type { CycleProgress } from '../../workflows/messages.js';
import { withLedger, withTemporal, type Located } from '../session.js';

/** A charge that its vendor has not decided by then is waited for by its own workflow. */
const chargesWithinSeconds = 20;

/** Starts or joins the cycle in each currency, waits, and prints what became of every bill. */
export async function runCommand(
  located: Located,
  options: { cycle: string; currency?: Currency },
): Promise<number> {
  const atClosing = await runCycles(located, options);
  const { reports, parked } = await afterCharges(located, atClosing, {
    mostSeconds: chargesWithinSeconds,
  });
  if (reports.length > 0) await print(summaryTable(reports));
  for (const report of reports) {
    for (const line of proofOf(report)) await print(line);
    for (const note of notesOf(report)) say(note);
  }
  if (reports.length === 0) say('no account is there, so there is nothing to settle');
  for (const line of parked) await print(line);
  const waits = parked.length > 0 || reports.some(needsAttention);
  return waits ? exitStatus.needsAttention : exitStatus.done;
}

export async function runCycles(
  located: Located,
  {
    cycle: day,
    currency,
    interrupted,
  }: { cycle: string; currency?: Currency; interrupted?: AbortSignal },
): Promise<CycleReport[]> {
  const currencies = currency ? [currency] : await withLedger(located, currenciesInUse);
  for (const each of currencies) checkOver(located, { currency: each, day });
  return withTemporal(located, async (client) => {
    if (!(await hasWorker(client))) {
      say('no worker is running yet: the cycle starts when one does (npx settle worker)');
    }
    const bar = cycleProgressBar();
    try {
      const follow = (): Promise<CycleReport[]> =>
        Promise.all(
          currencies.map(async (each) => {
            const cycle = { currency: each, day };
            const handle = await startCycleRun(client, cycle);
            const onProgress = (progress: CycleProgress): void =>
              bar.update(settleCycleId(cycle), progress);
            return followCycle(handle, onProgress);
          }),
        );
      return await (interrupted ? client.withAbortSignal(interrupted, follow) : follow());
    } finally {
      bar.stop();
    }
  });
}

/** @throws CommandError where the day has not ended in the zone of the currency's center */
export function checkOver(
  { zones }: Pick<Located, 'zones'>,
  { currency, day }: BillingCycle,
): void {
  const now = instantOf(Date.now());
  if (now !== undefined && isOver(day, zones[currency], now)) return;
  const end = cycleEnd(day, zones[currency]);
  throw new CommandError(
    `${day} is not over in ${zones[currency]} (${currency}): it ends at ${end}`,
    exitStatus.badUsage,
  );
}
