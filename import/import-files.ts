import type { Readable } from 'node:stream';
import type { ImportStore } from '../ledger/import-store.js';
import { CashLimit } from './cash-limit.js';
import { readFiles, totalBytesOf, type ReadRecord } from './read-files.js';
import { readInThread } from './read-in-thread.js';
import { levels, type ImportSpool, type Level } from './reference-levels.js';
import { inFileOrder, RejectsFile } from './rejects.js';
import { Spool } from './spool.js';
import {
  nothingStored,
  storeBatches,
  type RecordCounts,
  type StoredCounts,
} from './store-batches.js';
import { UnknownNames } from './unknown-names.js';

export interface ImportProgress {
  /** Records are stored as they are read; then those that refer to what came after them. */
  phase: 'reading' | 'storing';
  /** Of the files, as far as they are read. */
  bytes: number;
  /** Absent where it is not known, as for standard input. */
  totalBytes?: number;
  /** Good ones, so far in this phase. */
  records: number;
  /** How many there are to store then; absent while reading. */
  totalRecords?: number;
}

export interface ImportOptions {
  /** `-` is standard input. */
  files: readonly string[];
  /** Where bad records go; without it one bad record refuses the whole import. */
  skipInvalid?: string;
  store: ImportStore;
  /** Makes published money into ledger entries; called by every import that is not refused. */
  post: () => Promise<void>;
  onProgress?: (progress: ImportProgress) => void;
  /** `FILE:LINE: FIELD: reason`, in the order of the files. */
  onProblem: (line: string) => void;
  /** Another import is running, and this one waits for it. */
  onWaiting?: () => void;
  standardInput?: Readable;
}

export interface ImportResult {
  /** New records by kind; all 0 where the import was refused. */
  records: RecordCounts;
  unchanged: number;
  /** How many records were bad, and how much was wrong with them. */
  rejected: number;
  problems: number;
  /** Absent where nothing new was stored. */
  importNumber?: number;
  unknownItems: string[];
  unknownSites: string[];
}

/**
 * Imports files whole or not at all; with `skipInvalid`, all that is good in them.
 * Records may come in any order, and the memory it takes does not grow with the files.
 * @throws SettlementError bad-input where a file cannot be read or the rejects cannot be written.
 */
export async function importFiles(options: ImportOptions): Promise<ImportResult> {
  const { files, skipInvalid } = options;
  const totalBytes = await totalBytesOf(files);
  const rejects =
    skipInvalid === undefined ? undefined : await RejectsFile.create(skipInvalid, files);
  const spool: ImportSpool = await Spool.create();
  try {
    const result = await importThrough({ ...options, spool, rejects, totalBytes });
    if (rejects || result.problems === 0) await options.post();
    return result;
  } finally {
    await spool.remove();
    await rejects?.discard();
  }
}

/** What was read so far, beside the good records. */
interface ReadTally {
  bytes: number;
  rejected: number;
  unknown: UnknownNames;
}

interface Import extends ImportOptions {
  spool: ImportSpool;
  rejects: RejectsFile | undefined;
  totalBytes: number | undefined;
}

async function importThrough(run: Import): Promise<ImportResult> {
  const { store, rejects, onWaiting } = run;
  const tally: ReadTally = { bytes: 0, rejected: 0, unknown: new UnknownNames() };
  const counts = nothingStored();
  let turn: Promise<number> | undefined;
  const begin = (): Promise<number> => (turn ??= store.begin({ onWaiting }));
  let problems: number;
  try {
    await storeGood(run, { tally, counts, begin });
    problems = await reportProblems(run);
  } catch (error) {
    // Where even this fails the next import removes what is left.
    await turn?.then((number) => store.abort(number)).catch(() => undefined);
    throw error;
  }
  const importNumber = await turn;
  const refused = problems > 0 && !rejects;
  const isNew = !refused && Object.values(counts.records).some((count) => count > 0);
  if (importNumber !== undefined) {
    // What is published is never taken back: a publication that fails may yet have happened.
    if (isNew) await store.publish(importNumber);
    else await store.abort(importNumber);
  }
  return {
    records: refused ? nothingStored().records : counts.records,
    unchanged: counts.unchanged,
    rejected: tally.rejected + counts.rejected,
    problems,
    ...(isNew && importNumber !== undefined ? { importNumber } : {}),
    ...tally.unknown.sorted(),
  };
}

/** Stores the good records: at once where all is there that they refer to, else after the files' end. */
async function storeGood(
  run: Import,
  {
    tally,
    counts,
    begin,
  }: { tally: ReadTally; counts: StoredCounts; begin: () => Promise<number> },
): Promise<void> {
  const { store, spool, totalBytes, onProgress } = run;
  const storing = { store, spool, begin, counts, cashLimit: new CashLimit() };
  const size = totalBytes === undefined ? {} : { totalBytes };
  let records = 0;
  // What is piped in may come slowly: no turn is taken, and nothing stored, before it has ended.
  const waiting = new Map<Level, number>(
    totalBytes === undefined ? levels.map((level) => [level, 0]) : [],
  );
  await storeBatches(goodRecords(run, tally), {
    ...storing,
    waiting,
    onBatch: (more) => {
      records += more;
      onProgress?.({ phase: 'reading', bytes: tally.bytes, ...size, records });
    },
  });
  const totalRecords = [...waiting.values()].reduce((total, count) => total + count, 0);
  records = 0;
  for (const level of levels)
    await storeBatches(spool.batches(`level-${level}`), {
      ...storing,
      onBatch: (more) => {
        records += more;
        onProgress?.({ phase: 'storing', bytes: tally.bytes, ...size, records, totalRecords });
      },
    });
}

/** Of fewer bytes than these, another thread would take longer to start than it helps. */
const bytesForThread = 4_000_000;

/** Good records in batches; bad ones go to the spool. */
async function* goodRecords(
  { files, spool, rejects, totalBytes = 0, standardInput = process.stdin }: Import,
  tally: ReadTally,
): AsyncGenerator<ReadRecord[]> {
  const toRead = { files, keepText: rejects !== undefined };
  const read =
    totalBytes < bytesForThread ? readFiles(toRead, standardInput) : readInThread(toRead);
  for await (const { lines, bytes } of read) {
    const good: ReadRecord[] = [];
    for (const each of lines) {
      if ('problems' in each) {
        tally.rejected++;
        await spool.append('rejected-0', each);
      } else {
        tally.unknown.note(each.record);
        good.push(each);
      }
    }
    tally.bytes = bytes;
    yield good;
  }
}

/** @returns how many problems there are. */
async function reportProblems({ files, spool, rejects, onProblem }: Import): Promise<number> {
  let count = 0;
  const spooled = ([0, ...levels] as const).map((found) => spool.entries(`rejected-${found}`));
  for await (const rejection of inFileOrder(spooled)) {
    const file = files[rejection.file] ?? '-';
    for (const { field, reason } of rejection.problems)
      onProblem(`${file}:${rejection.line}: ${field}: ${reason}`);
    count += rejection.problems.length;
    await rejects?.write(file, rejection);
  }
  await rejects?.finish();
  return count;
}
