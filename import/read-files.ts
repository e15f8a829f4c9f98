import { stat } from 'node:fs/promises';
import type { Readable } from 'node:stream';
import { isDirectory, unreadable } from './file-errors.js';
import { readLines } from './read-lines.js';
import { readRecord } from './read-record.js';
import { levelOf, type ImportSpool } from './reference-levels.js';
import { UnknownNames } from './unknown-names.js';

/** What was read: how much of it can be stored, how much is refused. */
export interface ReadFiles {
  good: number;
  rejected: number;
  unknownItems: string[];
  unknownSites: string[];
}

/** The size of all files, where each has one. @throws SettlementError bad-input for one that cannot be read. */
export async function totalBytesOf(files: readonly string[]): Promise<number | undefined> {
  let total: number | undefined = 0;
  for (const file of files) {
    if (file === '-') {
      total = undefined;
      continue;
    }
    const found = await stat(file).catch((error: unknown) => {
      throw unreadable(file, error);
    });
    if (found.isDirectory()) throw isDirectory(file);
    if (total !== undefined) total = found.isFile() ? total + found.size : undefined;
  }
  return total;
}

/** Reads and judges every line on its own; what refers to what is judged at storing. */
export async function readFiles({
  files,
  standardInput,
  spool,
  keepText,
  onRecord,
}: {
  files: readonly string[];
  standardInput: Readable;
  spool: ImportSpool;
  keepText: boolean;
  onRecord: (progress: { bytes: number; records: number }) => void;
}): Promise<ReadFiles> {
  const unknown = new UnknownNames();
  const counts = { good: 0, rejected: 0 };
  let bytes = 0;
  for (const [file, path] of files.entries()) {
    const lines = readLines(path === '-' ? standardInput : path, {
      onBytes: (more) => {
        bytes += more;
      },
    });
    for await (const line of lines) {
      const read = line.problem
        ? [{ field: 'record', reason: line.problem }]
        : readRecord(line.text);
      const source = { file, line: line.number, ...(keepText ? { text: line.text } : {}) };
      if (Array.isArray(read)) {
        counts.rejected++;
        await spool.append('rejected-0', { ...source, problems: read });
      } else {
        counts.good++;
        unknown.note(read);
        await spool.append(`level-${levelOf(read)}`, { ...source, record: read });
      }
      onRecord({ bytes, records: counts.good + counts.rejected });
    }
  }
  return { ...counts, ...unknown.sorted() };
}
