import { startVendors } from '../client/vendors.js';
import { settleWithTemporal, type Arm } from './arms.js';

const slowMs = 200;

/** Whether a cycle waits for its clouds: the same one with clouds that answer at once, and slow ones. */
export async function compareClouds(
  {
    rounds,
    onCopy,
  }: { rounds: number; onCopy: (work: (arm: Arm) => Promise<void>) => Promise<void> },
  say: (line: string) => void,
): Promise<void> {
  const ratios: number[] = [];
  for (let round = 1; round <= rounds; round++) {
    const seconds = new Map<number, number>();
    for (const latencyMs of round % 2 === 1 ? [0, slowMs] : [slowMs, 0]) {
      await onCopy(async (arm) => {
        const vendors = await startVendors(arm.located, { latencyMs });
        try {
          const measured = await settleWithTemporal(arm, vendors.environment);
          seconds.set(latencyMs, measured.seconds);
          say(`round ${round}, clouds that take ${latencyMs} ms: ${measured.seconds.toFixed(1)} s`);
        } finally {
          await vendors.stop();
        }
      });
    }
    ratios.push((seconds.get(slowMs) ?? 0) / (seconds.get(0) ?? 1));
  }
  const [median = 0] = ratios.toSorted((a, b) => a - b).slice(Math.floor(ratios.length / 2));
  say(`slow clouds ÷ instant clouds: ${median.toFixed(2)} (median of ${rounds} rounds)`);
}
