import type { Readable } from 'node:stream';
import type { ImportStore } from '../ledger/import-store.js';
import { readFiles, totalBytesOf } from './read-files.js';
import { levels, type ImportSpool } from './reference-levels.js';
import { inFileOrder, RejectsFile } from './rejects.js';
import { Spool } from './spool.js';
import { nothingStored, storeLevel, type RecordCounts, type StoredCounts } from './store-level.js';

export interface ImportProgress {
  /** First every file is read, then what was good in them is stored. */
  phase: 'reading' | 'storing';
  /** Of the files, as far as they are read. */
  bytes: number;
  /** Absent where it is not known, as for standard input. */
  totalBytes?: number;
  /** Read or stored so far. */
  records: number;
  /** How many there are to store; absent while reading. */
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

interface Import extends ImportOptions {
  spool: ImportSpool;
  rejects: RejectsFile | undefined;
  totalBytes: number | undefined;
}

async function importThrough(run: Import): Promise<ImportResult> {
  const { files, spool, rejects, totalBytes, onProgress } = run;
  const size = totalBytes === undefined ? {} : { totalBytes };
  let bytes = 0;
  const read = await readFiles({
    files,
    standardInput: run.standardInput ?? process.stdin,
    spool,
    keepText: rejects !== undefined,
    onRecord: (progress) => {
      ({ bytes } = progress);
      onProgress?.({ phase: 'reading', ...progress, ...size });
    },
  });
  const { unknownItems, unknownSites } = read;
  const stored = await storeGood(run, read, (records) =>
    onProgress?.({ phase: 'storing', bytes, ...size, records, totalRecords: read.good }),
  );
  return {
    ...stored,
    rejected: read.rejected + stored.rejected,
    unknownItems,
    unknownSites,
  };
}

/** Stores and publishes the good records, unless there are bad ones and they are not to be skipped. */
async function storeGood(
  run: Import,
  read: { good: number; rejected: number },
  onStored: (records: number) => void,
): Promise<StoredCounts & { problems: number; importNumber?: number }> {
  const { store, onWaiting } = run;
  const counts = nothingStored();
  if (read.good === 0) return { ...counts, problems: await reportProblems(run) };
  const importNumber = await store.begin({ onWaiting });
  let problems: number;
  try {
    let records = 0;
    const onBatch = (more: number): void => onStored((records += more));
    for (const level of levels)
      await storeLevel({ level, spool: run.spool, store, importNumber, counts, onBatch });
    problems = await reportProblems(run);
    const refused = problems > 0 && !run.rejects;
    if (refused || Object.values(counts.records).every((count) => count === 0)) {
      await store.abort(importNumber);
      return { ...counts, records: nothingStored().records, problems };
    }
  } catch (error) {
    // Where even this fails the next import removes what is left.
    await store.abort(importNumber).catch(() => undefined);
    throw error;
  }
  // From here on nothing is taken back: a publication that fails may yet have happened.
  await store.publish(importNumber);
  return { ...counts, problems, importNumber };
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
