import type { ImportRecord } from '../domain/records.js';
import type { ImportStore, NewRecord } from '../ledger/import-store.js';
import type { CashLimit } from './cash-limit.js';
import { checkRecord } from './check-record.js';
import { KnownRecords, lookUp, nothingKnown, type Known } from './known-records.js';
import type { ReadRecord } from './read-files.js';
import { levelOf, levels, type ImportSpool, type Level } from './reference-levels.js';

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

/** So many batches wait for their lane while the next is checked, and so many are looked up. */
const ahead = { waiting: 1, lookups: 1 };

interface Storing {
  spool: ImportSpool;
  store: ImportStore;
  /** Takes the import's turn, at the first batch that needs it. @returns its number */
  begin: () => Promise<number>;
  cashLimit: CashLimit;
  counts: StoredCounts;
  /**
   * How many records of which levels wait for the end of the files. A level waits from its first record
   * on that refers to what has not come yet: its records keep their order. Absent where the end has come.
   */
  waiting?: Map<Level, number>;
  onBatch: (records: number) => void;
}

/** Stores what is good in the batches; what has to wait goes to the spool. */
export async function storeBatches(
  batches: AsyncIterable<ReadRecord[]>,
  storing: Storing,
): Promise<void> {
  const { store, begin, onBatch } = storing;
  const { lanes } = store;
  const unwritten = lanes + ahead.waiting;
  const known = new KnownRecords(unwritten + ahead.lookups);
  const writes: Promise<void>[] = [];
  let lane = 0;
  try {
    for await (const { batch, shown } of lookedUp(batches, storing)) {
      known.turnTo(await shown);
      const records = await checkBatch(batch, known, storing);
      const inLane = lane++ % lanes;
      // A batch with nothing to write takes its place, too: only the last ones are known beside the database.
      writes.push(
        writeAfter(writes.at(-lanes), async () => {
          if (records.length > 0) await store.write(await begin(), records, inLane);
        }),
      );
      if (writes.length > unwritten) await writes.shift();
      onBatch(batch.length);
    }
  } finally {
    await Promise.allSettled(writes);
  }
  for (const done of writes) await done;
}

interface LookedUp {
  batch: ReadRecord[];
  shown: Promise<Known>;
}

async function* lookedUp(
  batches: AsyncIterable<ReadRecord[]>,
  { store, begin, waiting }: Storing,
): AsyncGenerator<LookedUp> {
  const begun: LookedUp[] = [];
  for await (const batch of batches) {
    const ready = batch.filter(({ record }) => !waiting?.has(levelOf(record)));
    // Its own turn comes first: what it is shown then is published, or its own.
    const shown =
      ready.length === 0
        ? Promise.resolve(nothingKnown())
        : begin().then(() => lookUp(ready, store));
    // Awaited a batch later; until then its failure is not unhandled.
    shown.catch(() => undefined);
    begun.push({ batch, shown });
    if (begun.length > ahead.lookups) yield* begun.splice(0, 1);
  }
  yield* begun;
}

/** @returns what is to be stored, lower levels first. */
async function checkBatch(
  batch: ReadRecord[],
  known: KnownRecords,
  { spool, cashLimit, counts, waiting }: Storing,
): Promise<NewRecord[]> {
  const records: NewRecord[] = [];
  for (const level of levels) {
    for (const each of batch) {
      if (levelOf(each.record) !== level) continue;
      const verdict = waiting?.has(level) ? 'early' : checkRecord(each, { known, cashLimit });
      if (verdict === 'unchanged') counts.unchanged++;
      else if (verdict === 'early' || (waiting && 'problems' in verdict && verdict.isEarly)) {
        waiting?.set(level, (waiting.get(level) ?? 0) + 1);
        await spool.append(`level-${level}`, each);
      } else if ('problems' in verdict) {
        counts.rejected++;
        const { file, line, text } = each;
        const source = { file, line, ...(text === undefined ? {} : { text }) };
        await spool.append(`rejected-${level}`, { ...source, problems: verdict.problems });
      } else {
        known.add(verdict.store);
        records.push(verdict.store);
        counts.records[each.record.kind]++;
      }
    }
  }
  return records;
}

/** In a lane one write at a time; after one that failed there is none. */
function writeAfter(before: Promise<void> | undefined, write: () => Promise<void>): Promise<void> {
  const done = before ? before.then(write) : write();
  // Awaited some batches later; until then its failure is not unhandled.
  done.catch(() => undefined);
  return done;
}
