import { vendorLimit } from '../domain/cloud-charge.js';
import { minorUnits } from '../domain/money.js';
import type { Provider } from '../domain/records.js';
import type { CloudUsage } from './port.js';
import { isWholeHour } from './usage-hour.js';

export interface Form {
  form: RegExp;
  reason: string;
}

/**
 * What any vendor would refuse, or what its SDK would send on without a look. No reason shows the
 * value it is about.
 */
export function usageProblem(
  provider: Provider,
  usage: CloudUsage,
  forms: { customer: Form; instance: Form },
): string | undefined {
  if (!/^[\x21-\x7e]{1,200}$/.test(usage.key))
    return 'the key must be 1 to 200 printable characters';
  for (const field of ['customer', 'instance'] as const)
    if (!forms[field].form.test(usage[field])) return `the ${field} ${forms[field].reason}`;
  if (!isWholeHour(usage.hour)) return 'the hour must be a whole hour in UTC';
  if (!Number.isSafeInteger(usage.attempt) || usage.attempt < 0)
    return 'the attempt must be a whole number, not negative';
  return unitsProblem(provider, usage.units);
}

function unitsProblem(provider: Provider, units: string): string | undefined {
  if (!/^[1-9][0-9]{0,17}$/.test(units)) return 'the units must be a whole number above zero';
  const limit = vendorLimit(provider);
  if (limit === undefined || BigInt(units) <= BigInt(minorUnits(limit))) return undefined;
  return `the units are above the ${minorUnits(limit)} that the vendor takes in one charge`;
}
