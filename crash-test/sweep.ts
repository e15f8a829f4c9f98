import { join } from 'node:path';
import { writeSample } from '../client/sample-file.js';
import { print, say } from '../client/say.js';
import { instantOf, type Instant } from '../domain/instant.js';
import type { SweepFacts } from './crash-matrix.js';
import { cellsOf, failed, judge, type CrashOutcome } from './crash-outcome.js';
import type { CrashPoint } from './crash-points.js';
import { startCrashServers } from './crash-servers.js';
import { settleOnce, type CrashData } from './settle-once.js';

/** Cohorts small enough that several are under way, and that some come after the blow. */
const environment = { COHORT_SIZE: '40', COHORTS_AT_ONCE: '2', LOG_LEVEL: 'ERROR' };
const sample = { accounts: 120, seed: 7, day: '2026-11-22' };

/** One undisturbed cycle, then one for each point; each outcome is printed as it comes. */
export async function sweep(
  points: readonly CrashPoint[],
): Promise<{ facts: SweepFacts; outcomes: CrashOutcome[] }> {
  const servers = await startCrashServers(say);
  try {
    const data: CrashData = {
      file: join(servers.folder, 'sample.ndjson'),
      day: sample.day,
      asOf: now(),
      environment,
    };
    await writeSample(data.file, sample);
    const undisturbed = await settleOnce(servers, data, { name: 'undisturbed' });
    const flaws = [...undisturbed.differences, ...undisturbed.report.differences];
    if (flaws.length > 0) throw new Error(`the undisturbed cycle: ${flaws.join('; ')}`);
    say(`undisturbed: ${undisturbed.seconds.toFixed(1)} s`);
    await print(tableRow(['point', 'blow', 'entries', 'to the end', 'lost', 'books']));
    const outcomes: CrashOutcome[] = [];
    for (const [index, point] of points.entries()) {
      const outcome = await settleOnce(servers, data, { name: `crash-${index + 1}`, point }).then(
        (disturbed) => judge(point, undisturbed, disturbed),
        (error: unknown) => failed(point, error),
      );
      outcomes.push(outcome);
      await print(tableRow(cellsOf(outcome)));
    }
    const { versions, cohorts, report, seconds } = undisturbed;
    const { accounts } = sample;
    const { bills } = report.imported;
    return { facts: { versions, accounts, bills, cohorts, undisturbedSeconds: seconds }, outcomes };
  } finally {
    await servers.stop();
  }
}

const widths = [46, 42, 8, 11, 7];

function tableRow(cells: readonly string[]): string {
  return cells.map((cell, index) => cell.padEnd(widths[index] ?? 0)).join(' ');
}

function now(): Instant {
  const instant = instantOf(Date.now());
  if (!instant) throw new RangeError('the clock of this machine is out of range');
  return instant;
}
