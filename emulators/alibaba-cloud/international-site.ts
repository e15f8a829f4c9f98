import type { BookEntry } from '../books.js';
import { Refusal, type Admitted, type ReceivedRequest } from '../vendor-emulator.js';
import type { AlibabaCloudSite } from './emulator.js';
import { findOrder, recordOrders } from './international-books.js';
import { readOrders } from './international-order.js';
import { readParameters, required } from './read-parameters.js';
import { succeeded } from './refusals.js';

/** MarketplaceIntl 2022-12-30: what is pushed under our own id can be read back by it. */
export function internationalSite(site: AlibabaCloudSite): {
  admit(request: ReceivedRequest): Admitted;
} {
  return {
    admit(request) {
      const action = request.headers['x-acs-action'];
      if (action === 'PushMeteringData') return push(site, request);
      if (action === 'DescribePushMeteringData') return describe(site, request);
      throw new Refusal('InvalidAction.NotFound');
    },
  };
}

function push(site: AlibabaCloudSite, request: ReceivedRequest): Admitted {
  const orders = readOrders(request);
  const { subscribers } = site;
  return {
    action: 'PushMeteringData',
    records: orders.map(({ InstanceId }) => ({
      instance: InstanceId,
      customer: subscribers.of({ provider: 'alibaba-cloud', instance: InstanceId })?.[0]?.customer,
    })),
    perform(exceptions) {
      const recording = { ...site, requestId: request.id, now: site.now() };
      recordOrders(orders, recording, exceptions);
      return succeeded(request.id, { Success: exceptions.leftOut.size === 0 });
    },
  };
}

function describe({ books }: AlibabaCloudSite, request: ReceivedRequest): Admitted {
  const id = required(readParameters(request), 'PushOrderBizId');
  const asked = findOrder(books, id);
  return {
    action: 'DescribePushMeteringData',
    records: asked ? [{ instance: asked.instance, customer: asked.customer }] : [],
    perform() {
      const found = findOrder(books, id);
      return succeeded(request.id, { Success: true, Result: found ? resultOf(found) : {} });
    },
  };
}

function resultOf(found: BookEntry): object {
  return {
    PushOrderBizId: found.reference,
    InstanceId: found.instance,
    StartTime: Date.parse(found.from),
    EndTime: Date.parse(found.to),
    MeteringEntity: `{"${found.dimension}":${found.units}}`,
    ...(found.item === undefined ? {} : { MeteringAssist: found.item }),
    IsPushBilling: found.state === 'accepted',
  };
}
