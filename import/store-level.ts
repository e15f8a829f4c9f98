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

/** So many batches are checked while the ones before them are written: neither waits for the other. */
const batchesAhead = 2;

/** Stores the records of one level, once those of the lower ones are there. */
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
  const writes: { records: readonly NewRecord[]; done: Promise<void> }[] = [];
  try {
    for await (const batch of spool.batches(`level-${level}`, batchLimits)) {
      const { toStore, unchanged, rejections } = await checkBatch(batch, {
        lookups: store,
        cashLimit,
        beingWritten: writes.flatMap(({ records }) => records),
      });
      const done = writeAfter(writes.at(-1)?.done, async () => {
        if (toStore.length > 0) await store.write(importNumber, toStore);
      });
      writes.push({ records: toStore, done });
      if (writes.length > batchesAhead) await writes.shift()?.done;
      for (const { record } of toStore) counts.records[record.kind]++;
      counts.unchanged += unchanged;
      counts.rejected += rejections.length;
      for (const rejection of rejections) await spool.append(`rejected-${level}`, rejection);
      onBatch(batch.length);
    }
  } finally {
    await Promise.allSettled(writes.map(({ done }) => done));
  }
  for (const { done } of writes) await done;
}

/** One write at a time, in order; after one that failed there is none. */
function writeAfter(before: Promise<void> | undefined, write: () => Promise<void>): Promise<void> {
  const done = before ? before.then(write) : write();
  // Awaited some batches later; until then its failure is not unhandled.
  done.catch(() => undefined);
  return done;
}
