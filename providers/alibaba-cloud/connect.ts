import { ourConfiguration } from '../failure.js';
import type { Access, CloudProduct, CloudProvider, CloudUsage, CloudVendor } from '../port.js';
import { sendInBatches, type CallAnswer } from '../send-in-batches.js';
import type { CallMarket } from './client.js';
import { judgeLookUp } from './judge-look-up.js';
import { judge, vendor } from './judge.js';
import {
  batchSize,
  callsPerSecond,
  deadline,
  oldestHour,
  problemOf,
  secondsBetweenCallsOfInstance,
} from './limits.js';
import { lookUpOf, pushOf } from './request.js';

export const alibabaCloud: CloudVendor = { name: 'alibaba-cloud', connect };

function connect(product: CloudProduct, access: Access): CloudProvider {
  const taken = {
    batchSize,
    deadline,
    problemOf: (usage: CloudUsage) => problemOf(usage, product),
  };
  // The SDK costs a quarter of a second and 25 MB: only a process that sends to Alibaba loads it.
  let client: Promise<CallMarket> | undefined;
  const open = (): Promise<CallMarket> =>
    (client ??= import('./client.js').then(({ openClient }) => openClient(access)));
  const opened = async () => (access.keyId && access.secret ? open() : undefined);
  const common: CloudProvider = {
    ...taken,
    product,
    // Nothing is said of a second push, and minute products add pushes up: so may this one.
    afterUndecided: 'wait-for-operator',
    callsPerSecond,
    oldestHour,
    submit: async (usages, limits) => {
      const market = await opened();
      return sendInBatches(usages, limits, {
        ...taken,
        groupOf: ({ instance }) => instance,
        secondsBetweenCallsOfGroup: secondsBetweenCallsOfInstance,
        call: (batch) => callOnce(batch, product, market),
      });
    },
  };
  if (product.currency === 'CNY') return common;
  return {
    ...common,
    afterUndecided: 'look-up',
    lookUp: async (usage) => {
      const market = await opened();
      if (!market) return { kind: 'unknown', reason: noKey.reason };
      return judgeLookUp(await market(lookUpOf(usage)), usage);
    },
  };
}

const noKey = ourConfiguration(vendor, 'it has no access key');

async function callOnce(
  usages: readonly CloudUsage[],
  product: CloudProduct,
  market: CallMarket | undefined,
): Promise<CallAnswer> {
  const [usage] = usages;
  if (!market || !usage) return { kind: 'all', outcome: noKey, haltsRest: true };
  return judge(await market(pushOf(usage, product)));
}
