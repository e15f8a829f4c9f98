import { settleWithTemporal } from './arms.js';
import { onCopy, withSample, type Bench } from './bench.js';
import { quickCohorts } from './compare-arms.js';
import { settledTotals } from './settled-totals.js';

/** `npm run bench -- --workers`: one, two and four workers settle the same bills to the same cent. */
export async function compareWorkers(bench: Bench, accounts: number): Promise<void> {
  await withSample(bench, accounts, async (source) => {
    let expected: string | undefined;
    for (const workers of [1, 2, 4]) {
      await onCopy(bench, source, async (arm) => {
        const { seconds } = await settleWithTemporal(arm, quickCohorts, workers);
        const totals = (await settledTotals(arm.ledger, arm)).join('\n');
        expected ??= totals;
        if (totals !== expected)
          throw new Error(`${workers} workers settled differently:\n${totals}\nnot\n${expected}`);
        bench.say(`${workers} workers: ${seconds.toFixed(1)} s, the same to the cent`);
      });
    }
  });
}
