import { instantOf, type Instant } from './instant.js';

/** Which hours a vendor takes (providers/port.ts). */
export interface HourLimits {
  oldestHour(now: Instant): Instant;
  deadline(hour: Instant): Instant;
}

const hourMs = 3_600_000;

/** An hour is only chosen when there is time for a try yet. */
const leastSecondsLeft = 45;

/**
 * The hour that a charge is reported for: the newest completed UTC hour that is free for its cloud
 * account. A vendor bills one record an hour, so an hour that was ever given away is never free again.
 * @returns undefined where none is free: the next one completes at the next full hour
 */
export function freeHour(
  limits: HourLimits,
  { now, taken }: { now: Instant; taken: ReadonlySet<Instant> },
): Instant | undefined {
  const oldest = limits.oldestHour(now);
  const safe = instantOf(Date.parse(now) + leastSecondsLeft * 1000) ?? now;
  for (let start = Math.floor(Date.parse(now) / hourMs) - 1; ; start--) {
    const hour = instantOf(start * hourMs);
    if (hour === undefined || hour < oldest) return undefined;
    if (!taken.has(hour) && limits.deadline(hour) > safe) return hour;
  }
}

/** When the hour that runs at `now` is over. */
export function nextFullHour(now: Instant): Instant {
  return instantOf((Math.floor(Date.parse(now) / hourMs) + 1) * hourMs) ?? now;
}
