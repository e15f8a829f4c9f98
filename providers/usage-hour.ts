import { SettlementError } from '../domain/settlement-error.js';
import { instantOf, parseInstant, type Instant } from '../domain/instant.js';

const minuteMs = 60_000;
export const hourMs = 60 * minuteMs;

export function isWholeHour(text: string): boolean {
  return /T\d{2}:00:00\.000Z$/.test(text) && parseInstant(text) === text;
}

/** The end of the hour that begins at `hour`: usage is reported for a whole one. */
export function endOf(hour: Instant): Instant {
  return minutesAfter(hour, 60);
}

export function minutesAfter(instant: Instant, minutes: number): Instant {
  return at(Date.parse(instant) + minutes * minuteMs);
}

/** The first whole hour that begins less than `minutes` before `now`. */
export function firstHourWithin(minutes: number, now: Instant): Instant {
  const limit = Date.parse(now) - minutes * minuteMs;
  return at((Math.floor(limit / hourMs) + 1) * hourMs);
}

export function at(milliseconds: number): Instant {
  const instant = instantOf(milliseconds);
  if (!instant) throw new SettlementError('broken-invariant', `no such time: ${milliseconds}`);
  return instant;
}
