import { instantOf, type Instant } from '../../domain/instant.js';
import { invariant } from '../../domain/settlement-error.js';

const hour = 3_600_000;
const dayLength = 24 * hour;
/** Domain rule 10. */
const noticeDays = [0, 11, 13];
const lockDay = 14;

/** A point of the arrears course. */
export interface CourseStep {
  kind: 'notice' | 'lock';
  day: number;
  at: Instant;
  isPast: boolean;
}

export interface ArrearsCountdown {
  steps: CourseStep[];
  lockAt: Instant;
  isLocked: boolean;
  /** Until the lock, full ones. */
  daysLeft: number;
  hoursLeft: number;
}

/** The arrears course of what is owed since then: day n is n × 24 hours later. */
export function arrearsCountdown(since: Instant, now: Instant): ArrearsCountdown {
  const steps = [...noticeDays, lockDay].map((day): CourseStep => {
    const at = laterBy(since, day);
    return { kind: day === lockDay ? 'lock' : 'notice', day, at, isPast: at <= now };
  });
  const lockAt = laterBy(since, lockDay);
  const left = Math.max(0, Date.parse(lockAt) - Date.parse(now));
  return {
    steps,
    lockAt,
    isLocked: left === 0,
    daysLeft: Math.floor(left / dayLength),
    hoursLeft: Math.floor((left % dayLength) / hour),
  };
}

function laterBy(since: Instant, days: number): Instant {
  const at = instantOf(Date.parse(since) + days * dayLength);
  invariant(at !== undefined, 'the arrears clock is out of range');
  return at;
}
