import type { Instant } from '../../domain/instant.js';
import type { CloudProduct, CloudUsage } from '../port.js';
import { firstHourWithin, minutesAfter } from '../usage-hour.js';
import { usageProblem, type Form } from '../usage-problem.js';

/** One charge a call: an answer names no record, so a shared one could not be judged. */
export const batchSize = 1;

/** One call an instance, for products billed by the hour or the day. */
export const secondsBetweenCallsOfInstance = 60;

/** Over all instances; not stated, ours. */
export const callsPerSecond = 20;

/**
 * Usage of 8:00 to 9:00 must arrive before the end of the next hour, 'before 9:59'; later it is
 * taken and never billed. Stated of the Chinese marketplace, supposed of the international one.
 */
const billedForMinutes = 60 + 59;

export function oldestHour(now: Instant): Instant {
  return firstHourWithin(billedForMinutes, now);
}

export function deadline(hour: Instant): Instant {
  return minutesAfter(hour, billedForMinutes);
}

const customer: Form = { form: /^[0-9]{1,20}$/, reason: 'must be 1 to 20 digits' };
const instance: Form = {
  form: /^[A-Za-z0-9_-]{1,64}$/,
  reason: 'must be 1 to 64 of A-Z, a-z, 0-9, "_", "-"',
};

export function problemOf(usage: CloudUsage, { dimension }: CloudProduct): string | undefined {
  if (!/^[A-Za-z0-9_-]{1,128}$/.test(dimension))
    return 'the dimension must be "Unit" or the id of a metering item';
  // The vendor's type is Integer; its pages state no limit, so the vendor judges what is too much.
  return usageProblem('alibaba-cloud', usage, { customer, instance });
}
