import type { Instant } from '../../domain/instant.js';
import type { CloudProduct, CloudUsage } from '../port.js';
import { at, firstHourWithin, minutesAfter } from '../usage-hour.js';
import { usageProblem, type Form } from '../usage-problem.js';

/** Records of one BatchMeterUsage call. A record is below 5 kB, so that 25 stay far below 1 MB. */
export const batchSize = 25;

/** BatchMeterUsage takes 10 in one account and region; a little room for clocks that differ. */
export const callsPerSecond = 8;

const billedForMinutes = 24 * 60;
/** AWS's pages name both 6 and 24 hours: an hour is chosen so that it is young under either. */
const chosenForMinutes = 6 * 60;
const monthClosesAtHour = 6;

export function oldestHour(now: Instant): Instant {
  return firstHourWithin(chosenForMinutes, now);
}

/**
 * A day after the hour; for the last hours of a month its closing, 06:00 UTC on the 1st. No chosen
 * hour is past either, because both leave more than the six hours of `oldestHour`.
 */
export function deadline(hour: Instant): Instant {
  const dayAfter = minutesAfter(hour, billedForMinutes);
  const date = new Date(hour);
  const closing = at(Date.UTC(date.getUTCFullYear(), date.getUTCMonth() + 1, 1, monthClosesAtHour));
  return dayAfter < closing ? dayAfter : closing;
}

const customer: Form = { form: /^[0-9]{12}$/, reason: 'must be 12 digits' };
const productCode = /^[a-z0-9]{1,255}$/;
const licence = /^arn:(aws[a-z-]*):license-manager:[\x21-\x7e]{1,2000}$/;
const instance: Form = {
  form: new RegExp(`${licence.source}|${productCode.source}`),
  reason: 'must be a licence ARN or a product code',
};

export function isLicence(text: string): boolean {
  return licence.test(text);
}

export function problemOf(usage: CloudUsage, product: CloudProduct): string | undefined {
  return productProblem(product) ?? usageProblem('aws', usage, { customer, instance });
}

/** AWS China is an AWS of its own: its sellers list in CNY, all the others in USD. */
function productProblem({ region, currency, dimension }: CloudProduct): string | undefined {
  if (dimension.length < 1 || dimension.length > 255)
    return 'the dimension must be 1 to 255 characters';
  const listed = partitionOf(region) === 'aws-cn' ? 'CNY' : 'USD';
  return currency === listed ? undefined : `AWS bills ${listed} in the region of this product`;
}

function partitionOf(region: string): string {
  if (region.startsWith('cn-')) return 'aws-cn';
  return region.startsWith('us-gov-') ? 'aws-us-gov' : 'aws';
}
