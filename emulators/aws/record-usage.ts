import type { Books, Delivery } from '../books.js';
import { sha256Hex } from '../hmac.js';
import type { Exceptions } from '../vendor-emulator.js';
import type { JudgedRecord } from './check-request.js';
import type { UsageRecord } from './read-request.js';

const hourMs = 3_600_000;

export interface UsageResult {
  UsageRecord: UsageRecord;
  Status: string;
  MeteringRecordId?: string;
}

export interface BatchResult {
  Results: UsageResult[];
  UnprocessedRecords: UsageRecord[];
}

export interface Recording {
  books: Books;
  region: string;
  requestId: string;
  now: Date;
  repeatedRecord: 'Success' | 'DuplicateRecord';
}

/** First write wins, for each region, agreement, dimension and UTC hour. */
export function recordUsage(
  judged: readonly JudgedRecord[],
  recording: Recording,
  { leftOut, status }: Exceptions,
): BatchResult {
  const result: BatchResult = { Results: [], UnprocessedRecords: [] };
  recording.books.record((take) => {
    for (const [index, each] of judged.entries()) {
      const { record } = each;
      if (!leftOut.has(index)) result.Results.push(recordOne(each, recording, take));
      else if (status === undefined) result.UnprocessedRecords.push(record);
      else result.Results.push({ UsageRecord: record, Status: status });
    }
  });
  return result;
}

function recordOne(
  judged: JudgedRecord,
  recording: Recording,
  take: (delivery: Delivery) => void,
): UsageResult {
  const { record } = judged;
  if (!judged.isSubscribed) return { UsageRecord: record, Status: 'CustomerNotSubscribed' };
  const delivery = deliveryOf(judged, recording);
  const before = recording.books.find(delivery.key);
  if (!before) {
    take(delivery);
    return {
      UsageRecord: record,
      MeteringRecordId: delivery.recordId,
      Status: 'Success',
    };
  }
  const isSame = before.units === delivery.units;
  take({ ...delivery, effect: isSame ? 'repeat' : 'conflict' });
  return {
    UsageRecord: record,
    MeteringRecordId: before.recordId,
    Status: isSame ? recording.repeatedRecord : 'DuplicateRecord',
  };
}

function deliveryOf(
  { record, account, instance }: JudgedRecord,
  { region, requestId, now }: Recording,
): Delivery {
  const hour = Math.floor((record.Timestamp * 1_000) / hourMs) * hourMs;
  const from = new Date(hour).toISOString();
  const key = [region, account, instance, record.Dimension, from].join(' ');
  return {
    effect: 'first',
    key,
    recordId: uuidOf(key),
    instance,
    customer: account,
    dimension: record.Dimension,
    region,
    from,
    to: new Date(hour + hourMs).toISOString(),
    units: String(record.Quantity),
    state: 'accepted',
    requestId,
    at: now.toISOString(),
  };
}

/** The same record has the same id, also after a restart. */
function uuidOf(key: string): string {
  return sha256Hex(key).replace(/^(.{8})(.{4})(.{4})(.{4})(.{12}).*$/, '$1-$2-$3-$4-$5');
}
