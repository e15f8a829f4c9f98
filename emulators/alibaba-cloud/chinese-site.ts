import { Refusal, type Admitted, type ReceivedRequest } from '../vendor-emulator.js';
import { checkRequest } from './check-request.js';
import type { AlibabaCloudSite } from './emulator.js';
import { PushInterval } from './push-interval.js';
import { readRequest } from './read-request.js';
import { recordUsage } from './record-usage.js';
import { succeeded } from './refusals.js';

/** Market 2015-11-01: PushMeteringData for hourly products. */
export function chineseSite({ books, subscribers, rules, now }: AlibabaCloudSite): {
  admit(request: ReceivedRequest): Admitted;
} {
  const interval = new PushInterval(books);
  return {
    admit(request) {
      const entries = readRequest(request, rules);
      const instances = [...new Set(entries.map(({ InstanceId }) => InstanceId))];
      if (interval.isTooSoon(instances, now())) throw new Refusal('Throttling');
      return {
        action: 'PushMeteringData',
        records: entries.map(({ InstanceId }) => ({
          instance: InstanceId,
          customer: subscribers.of({ provider: 'alibaba-cloud', instance: InstanceId })?.[0]
            ?.customer,
        })),
        perform(exceptions) {
          const at = now();
          const judged = checkRequest(entries, { subscribers, rules, now: at });
          recordUsage(judged, { books, requestId: request.id, now: at }, exceptions);
          interval.push(instances, at);
          return succeeded(request.id, { Success: exceptions.leftOut.size === 0 });
        },
      };
    },
  };
}
