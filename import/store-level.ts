import type { ImportRecord } from '../domain/records.js';
import type { ImportStore, NewRecord } from '../ledger/import-store.js';
import { CashLimit } from './cash-limit.js';
import { checkBatch } from './check-batch.js';
import type { ImportSpool, Level } from './reference-levels.js';

export type RecordCounts = Record<ImportRecord['kind'], number>;

/** What became of the good records so far. */
export interface StoredCounts {
  records: RecordCounts;
  unchanged: number;
  rejected: number;
}

export function nothingStored(): StoredCounts {
  return {
    records: {
      account: 0,
      workspace: 0,
      cloudAccount: 0,
      voucher: 0,
      storedValueCard: 0,
      recharge: 0,
      bill: 0,
      huaweiOrder: 0,
      manifest: 0,
    },
    unchanged: 0,
    rejected: 0,
  };
}

/** A transaction's worth: far from its lifetime limit, and few enough round trips. */
const batchLimits = { records: 1000, length: 4 * 1024 * 1024 };

/**
 * Stores the records of one level, once those of the lower ones are there. A batch is checked while
 * the one before it is written.
 */
export async function storeLevel({
  level,
  spool,
  store,
  importNumber,
  counts,
  onBatch,
}: {
  level: Level;
  spool: ImportSpool;
  store: ImportStore;
  importNumber: number;
  counts: StoredCounts;
  onBatch: (records: number) => void;
}): Promise<void> {
  const cashLimit = new CashLimit();
  let beingWritten: readonly NewRecord[] = [];
  let writing = Promise.resolve();
  try {
    for await (const batch of spool.batches(`level-${level}`, batchLimits)) {
      const { toStore, unchanged, rejections } = await checkBatch(batch, {
        lookups: store,
        cashLimit,
        beingWritten,
      });
      await writing;
      beingWritten = toStore;
      writing = toStore.length > 0 ? store.write(importNumber, toStore) : Promise.resolve();
      // Awaited in the next round; until then its failure is not unhandled.
      writing.catch(() => undefined);
      for (const { record } of toStore) counts.records[record.kind]++;
      counts.unchanged += unchanged;
      counts.rejected += rejections.length;
      for (const rejection of rejections) await spool.append(`rejected-${level}`, rejection);
      onBatch(batch.length);
    }
  } finally {
    await Promise.allSettled([writing]);
  }
  await writing;
}
