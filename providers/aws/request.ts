import type { CloudProduct, CloudUsage } from '../port.js';
import type { MeterRecord, MeterRequest } from './client.js';
import { isLicence } from './limits.js';

/**
 * A licence names its product: sent beside a product code, the same hour would be billed twice. So
 * the two ways never share a call, nor do two product codes.
 */
export function groupOf({ instance }: CloudUsage): string {
  return isLicence(instance) ? 'licences' : `product ${instance}`;
}

/** The records stand in the order of the charges, which are all of one group. */
export function requestOf(usages: readonly CloudUsage[], product: CloudProduct): MeterRequest {
  const productCode = usages.map(({ instance }) => instance).find((text) => !isLicence(text));
  return {
    UsageRecords: usages.map((usage) => recordOf(usage, product)),
    ...(productCode === undefined ? {} : { ProductCode: productCode }),
  };
}

/** Quantity is always given: AWS takes a missing one as 0 and bills nothing. */
function recordOf(usage: CloudUsage, { dimension }: CloudProduct): MeterRecord {
  return {
    Timestamp: new Date(usage.hour),
    Dimension: dimension,
    Quantity: Number(usage.units),
    CustomerAWSAccountId: usage.customer,
    ...(isLicence(usage.instance) ? { LicenseArn: usage.instance } : {}),
  };
}
