import { setTimeout } from 'node:timers/promises';

/** Waits for a condition, a minute at most. */
export async function untilTrue(condition: () => Promise<boolean>, seconds = 60): Promise<void> {
  const until = performance.now() + seconds * 1000;
  while (!(await condition())) {
    if (performance.now() > until) throw new Error(`not true within ${seconds} seconds`);
    await setTimeout(50);
  }
}
