import type { Instant } from '../../domain/instant.js';
import type { CloudProduct, CloudUsage } from '../port.js';
import { endOf } from '../usage-hour.js';
import type { Operation } from './client.js';

/** The two marketplaces are two APIs; a product's currency says which one lists it. */
const china = { host: 'market.aliyuncs.com', version: '2015-11-01' };
const international = { host: 'marketplaceintl.aliyuncs.com', version: '2022-12-30' };

export function pushOf(usage: CloudUsage, product: CloudProduct): Operation {
  return product.currency === 'CNY'
    ? chinesePush(usage, product)
    : internationalPush(usage, product);
}

/** The misspelt `meteringAssit` is the vendor's; times are in seconds, every value is a string. */
function chinesePush(usage: CloudUsage, product: CloudProduct): Operation {
  const item = itemOf(product);
  const metering = [
    {
      InstanceId: usage.instance,
      StartTime: String(Date.parse(usage.hour) / 1000),
      EndTime: String(Date.parse(endOf(usage.hour)) / 1000),
      Entities: [
        { Key: 'Unit', Value: usage.units, ...(item === undefined ? {} : { meteringAssit: item }) },
      ],
    },
  ];
  return { ...china, action: 'PushMeteringData', query: { Metering: JSON.stringify(metering) } };
}

/** Times are in milliseconds; the entity is JSON in a string, its value a number. */
function internationalPush(usage: CloudUsage, product: CloudProduct): Operation {
  const item = itemOf(product);
  const end = endOf(usage.hour);
  const data = {
    PushOrderBizId: usage.key,
    InstanceId: usage.instance,
    StartTime: Date.parse(usage.hour),
    EndTime: Date.parse(end),
    MeteringEntity: `{"Unit":${usage.units}}`,
    ...(item === undefined ? {} : { MeteringAssist: item }),
  };
  return {
    ...international,
    action: 'PushMeteringData',
    form: { GmtCreate: dateAndTime(end), MeteringData: [data] },
  };
}

/** Only the international marketplace reads a push back. */
export function lookUpOf({ key }: CloudUsage): Operation {
  return { ...international, action: 'DescribePushMeteringData', query: { PushOrderBizId: key } };
}

/** Products of old have no metering items: their dimension is 'Unit' itself. */
function itemOf({ dimension }: CloudProduct): string | undefined {
  return dimension === 'Unit' ? undefined : dimension;
}

function dateAndTime(instant: Instant): string {
  return instant.slice(0, 19).replace('T', ' ');
}
