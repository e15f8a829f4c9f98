import type { Instant } from '../../domain/instant.js';

const hour = 3_600_000;

/** Until then, in whole days and hours; undefined where it is over. */
export function timeLeft(
  until: Instant,
  now: Instant,
): { days: number; hours: number } | undefined {
  const hours = Math.floor((Date.parse(until) - Date.parse(now)) / hour);
  if (until <= now) return undefined;
  return { days: Math.floor(hours / 24), hours: hours % 24 };
}
