import type { Log } from './find-program.js';

const EVERY_MS = 10_000;

/** A line now and then while something long goes on; `describe` says how far it is. */
export async function withProgressLines<T>(
  log: Log,
  describe: () => string,
  work: () => Promise<T>,
): Promise<T> {
  const startedAt = Date.now();
  const timer = setInterval(() => {
    const seconds = Math.round((Date.now() - startedAt) / 1_000);
    log(`${describe()} (${seconds} s)`);
  }, EVERY_MS);
  try {
    return await work();
  } finally {
    clearInterval(timer);
  }
}
