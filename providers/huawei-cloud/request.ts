import { createHash, createHmac, randomUUID } from 'node:crypto';
import type { Currency } from '../../domain/billing-cycle.js';
import type { Instant } from '../../domain/instant.js';
import type { CloudUsage } from '../port.js';
import { endOf } from '../usage-hour.js';
import type { SignedPush } from './client.js';

/** The Chinese and the international KooGallery, by what their products are priced in. */
const hosts: Readonly<Record<Currency, string>> = {
  CNY: 'https://mkt.myhuaweicloud.com',
  USD: 'https://mkt-intl.myhuaweicloud.com',
};

const path = '/api/mkp-openapi-public/global/v1/isv/usage-data';

interface Sender {
  currency: Currency;
  endpoint: string | undefined;
  secret: string;
  now: Instant;
}

/** The body is made once: what is signed is what is sent, byte for byte. */
export function pushOf(
  usages: readonly CloudUsage[],
  { currency, endpoint, secret, now }: Sender,
): SignedPush {
  const body = sortedJson({ usage_records: usages.map(recordOf) });
  const ts = String(Date.parse(now));
  const nonce = randomUUID();
  return {
    url: new URL(path, endpoint ?? hosts[currency]),
    headers: {
      'content-type': 'application/json',
      ts,
      nonce,
      signature: createHmac('sha256', secret)
        .update(`ts=${ts}&nonce=${nonce}&body=${body}`)
        .digest('base64'),
    },
    body,
  };
}

/**
 * The same bytes at every try: Huawei takes the first record of an instance, begin and end, and drops
 * the others. `usage_value` is in minor units, because the product's price is 0.01 a unit.
 */
function recordOf(usage: CloudUsage): Record<string, string> {
  const end = compact(endOf(usage.hour));
  return {
    instance_id: usage.instance,
    record_time: end,
    begin_time: compact(usage.hour),
    end_time: end,
    usage_value: usage.units,
    metering_sn: meteringSn(usage.key),
  };
}

/** Huawei's name of a charge: our key is up to 200 characters, theirs 64. */
export function meteringSn(key: string): string {
  return createHash('sha256').update(key).digest('hex');
}

/** '2026-11-22T08:00:00.000Z' as '20261122T080000Z'. */
function compact(instant: Instant): string {
  return `${instant.slice(0, 19).replace(/[-:]/g, '')}Z`;
}

/** JSON with the keys of every object in order, as Huawei sorts a body before it checks it. */
export function sortedJson(value: unknown): string {
  return JSON.stringify(value, (_, each: unknown) =>
    typeof each === 'object' && each !== null && !Array.isArray(each)
      ? Object.fromEntries(Object.entries(each).toSorted(([a], [b]) => (a < b ? -1 : 1)))
      : each,
  );
}
