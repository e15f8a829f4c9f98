import type { Instant } from '../../domain/instant.js';
import type { CloudUsage } from '../port.js';
import { firstHourWithin, minutesAfter } from '../usage-hour.js';
import { usageProblem, type Form } from '../usage-problem.js';

/** Records of one push: Huawei's pages name both 1,000 and 100. */
export const batchSize = 100;

/** Not stated; ours. */
export const callsPerSecond = 5;

/**
 * Usage is taken for 21 days. Pushed later than two hours after its hour it is billed late, but
 * billed; so the newest free hour is the best one.
 */
const takenForMinutes = 21 * 24 * 60;

export function oldestHour(now: Instant): Instant {
  return firstHourWithin(takenForMinutes, now);
}

export function deadline(hour: Instant): Instant {
  return minutesAfter(hour, takenForMinutes);
}

const customer: Form = { form: /^[0-9A-Fa-f]{32}$/, reason: 'must be 32 hexadecimal digits' };
const instance: Form = {
  form: /^[A-Za-z0-9_-]{1,64}$/,
  reason: 'must be 1 to 64 of A-Z, a-z, 0-9, "_", "-"',
};

export function problemOf(usage: CloudUsage): string | undefined {
  return usageProblem('huawei-cloud', usage, { customer, instance });
}
