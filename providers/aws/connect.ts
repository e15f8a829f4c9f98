import { ourConfiguration } from '../failure.js';
import type { Access, CloudProduct, CloudProvider, CloudUsage, CloudVendor } from '../port.js';
import { sendInBatches, type CallAnswer } from '../send-in-batches.js';
import type { MeterUsage } from './client.js';
import { judge, vendor } from './judge.js';
import { batchSize, callsPerSecond, deadline, oldestHour, problemOf } from './limits.js';
import { groupOf, requestOf } from './request.js';

export const aws: CloudVendor = { name: 'aws', connect };

function connect(product: CloudProduct, access: Access): CloudProvider {
  const taken = {
    batchSize,
    deadline,
    problemOf: (usage: CloudUsage) => problemOf(usage, product),
  };
  // The SDK costs a tenth of a second and 15 MB: only a process that sends to AWS loads it.
  let client: Promise<MeterUsage> | undefined;
  const open = (): Promise<MeterUsage> =>
    (client ??= import('./client.js').then(({ openClient }) => openClient(product, access)));
  return {
    ...taken,
    product,
    afterUndecided: 'resend',
    callsPerSecond,
    oldestHour,
    submit: async (usages, limits) => {
      const meter = access.keyId && access.secret ? await open() : undefined;
      const call = (batch: readonly CloudUsage[]) => callOnce(batch, product, meter);
      return sendInBatches(usages, limits, { ...taken, groupOf, call });
    },
  };
}

async function callOnce(
  usages: readonly CloudUsage[],
  product: CloudProduct,
  meter: MeterUsage | undefined,
): Promise<CallAnswer> {
  if (!meter)
    return {
      kind: 'all',
      outcome: ourConfiguration(vendor, 'it has no access key'),
      haltsRest: true,
    };
  const request = requestOf(usages, product);
  return judge(await meter(request), usages, request);
}
