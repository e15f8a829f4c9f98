import type { Subscriber, Subscribers } from '../subscribers.js';
import { Refusal } from '../vendor-emulator.js';
import type { UsageRecord } from './read-request.js';

const oldestMs = 21 * 24 * 3_600_000;
/** 12 digits, 4 of them decimals. */
const valueForm = /^\d{1,8}(\.\d{1,4})?$/;

export interface JudgedRecord {
  record: UsageRecord;
  customer: string | undefined;
  beginMs: number;
  endMs: number;
  units: string;
  /** What the background job finds, after the call was answered with success. */
  rejected: string | undefined;
}

/**
 * Few things are refused at the interface, and then the whole call.
 * @throws Refusal
 */
export function checkRequest(
  records: readonly UsageRecord[],
  { subscribers, now }: { subscribers: Subscribers; now: Date },
): JudgedRecord[] {
  return records.map((record) => {
    const known = subscribers.of({ provider: 'huawei-cloud', instance: record.instance_id });
    if (known?.length === 0) throw new Refusal('MKT.9001');
    const [beginMs, endMs] = [parseTime(record.begin_time), parseTime(record.end_time)];
    if (Number.isNaN(beginMs + endMs)) throw new Refusal('MKT.0101');
    if (beginMs < now.getTime() - oldestMs) throw new Refusal('MKT.9004');
    const units = String(record.usage_value);
    const rejected = judge({ beginMs, endMs, units, subscriber: known?.[0], now });
    return { record, customer: known?.[0]?.customer, beginMs, endMs, units, rejected };
  });
}

function judge(of: {
  beginMs: number;
  endMs: number;
  units: string;
  subscriber: Subscriber | undefined;
  now: Date;
}): string | undefined {
  if (!valueForm.test(of.units)) return 'usage_value is not a number (12,4)';
  if (/^[0.]*$/.test(of.units)) return 'usage_value must be above 0';
  if (of.beginMs > of.endMs) return 'begin_time is after end_time';
  if (of.endMs > of.now.getTime()) return 'end_time is in the future';
  if (of.subscriber?.subscribed === false) return 'the resource was released';
  return undefined;
}

/** '20261122T090000Z', always UTC. */
function parseTime(text: string): number {
  return Date.parse(
    text.replace(/^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z$/, '$1-$2-$3T$4:$5:$6Z'),
  );
}
