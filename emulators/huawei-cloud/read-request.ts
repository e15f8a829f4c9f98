import { z } from 'zod';
import { Refusal, type ReceivedRequest } from '../vendor-emulator.js';
import { hasSortedKeys } from './sorted-keys.js';

export const usagePath = '/api/mkp-openapi-public/global/v1/isv/usage-data';
const mostRecords = 1_000;

const time = z.string().regex(/^\d{8}T\d{6}Z$/);
const usageRecord = z.strictObject({
  instance_id: z.string().min(1).max(64),
  record_time: time,
  begin_time: time,
  end_time: time,
  /** Judged in the background, where numbers are. */
  usage_value: z.union([z.string().max(20), z.number()]),
  metering_sn: z.string().min(1).max(64),
  relate_pkg_instance: z.string().max(64).exactOptional(),
});
const usageData = z.strictObject({ usage_records: z.array(usageRecord).min(1) });

export type UsageRecord = z.output<typeof usageRecord>;

/** @throws Refusal */
export function readRequest({ body }: ReceivedRequest): UsageRecord[] {
  let json: unknown;
  try {
    json = JSON.parse(body.toString('utf8'));
  } catch {
    throw new Refusal('MKT.0101', 'Invalid parameter: not JSON');
  }
  if (!hasSortedKeys(json)) {
    throw new Refusal('MKT.0102', 'Invalid body sign: the body is not sorted');
  }
  const read = usageData.safeParse(json);
  if (!read.success) {
    const [issue] = read.error.issues;
    throw new Refusal('MKT.0101', `Invalid parameter: ${issue?.path.join('.')}: ${issue?.message}`);
  }
  if (read.data.usage_records.length > mostRecords) throw new Refusal('MKT.9003');
  return read.data.usage_records;
}
