import { ourConfiguration } from '../failure.js';
import type { Access, CloudProduct, CloudProvider, CloudUsage, CloudVendor } from '../port.js';
import { sendInBatches, type CallAnswer } from '../send-in-batches.js';
import type { Instant } from '../../domain/instant.js';
import { postOnce } from './client.js';
import { judge, vendor } from './judge.js';
import { batchSize, callsPerSecond, deadline, oldestHour, problemOf } from './limits.js';
import { pushOf } from './request.js';

export const huaweiCloud: CloudVendor = { name: 'huawei-cloud', connect };

function connect(product: CloudProduct, access: Access): CloudProvider {
  const taken = { batchSize, deadline, problemOf };
  return {
    ...taken,
    product,
    afterUndecided: 'resend',
    callsPerSecond,
    oldestHour,
    submit: (usages, limits) =>
      sendInBatches(usages, limits, {
        ...taken,
        groupOf: () => 'all',
        call: (batch, now) => callOnce(batch, { product, access, now }),
      }),
  };
}

async function callOnce(
  usages: readonly CloudUsage[],
  {
    product: { currency },
    access: { endpoint, secret, requestTimeoutMs },
    now,
  }: { product: CloudProduct; access: Access; now: Instant },
): Promise<CallAnswer> {
  if (!secret)
    return {
      kind: 'all',
      outcome: ourConfiguration(vendor, 'it has no seller key'),
      haltsRest: true,
    };
  const push = pushOf(usages, { currency, endpoint, secret, now });
  return judge(await postOnce(push, requestTimeoutMs), usages);
}
