import { stat } from 'node:fs/promises';
import type { Readable } from 'node:stream';
import { Batches } from './batches.js';
import { isDirectory, unreadable } from './file-errors.js';
import type { Rejection } from './problem.js';
import { readLinesByChunk } from './read-lines.js';
import { readRecord } from './read-record.js';
import { identitiesOf, type IdentifiedRecord } from './record-identity.js';

/** A record that is right in itself, and where it came from. */
export interface ReadRecord extends IdentifiedRecord {
  file: number;
  line: number;
  /** The line as it stood in the file; only where rejects are written. */
  text?: string;
}

export interface ReadBatch {
  lines: (ReadRecord | Rejection)[];
  /** Read so far, of all files. */
  bytes: number;
}

export interface FilesToRead {
  files: readonly string[];
  /** Whether the lines are wanted as they stood in the files. */
  keepText: boolean;
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

/** Reads and judges every line on its own. */
export async function* readFiles(
  { files, keepText }: FilesToRead,
  standardInput: Readable,
): AsyncGenerator<ReadBatch> {
  const batches = new Batches<ReadRecord | Rejection>();
  let bytes = 0;
  const onBytes = (more: number): void => {
    bytes += more;
  };
  for (const [file, path] of files.entries()) {
    const source = path === '-' ? standardInput : path;
    for await (const lines of readLinesByChunk(source, { onBytes })) {
      for (const { number: line, text, problem } of lines) {
        const read = problem ? [{ field: 'record', reason: problem }] : readRecord(text);
        const from = { file, line, ...(keepText ? { text } : {}) };
        const judged = Array.isArray(read)
          ? { ...from, problems: read }
          : { ...from, record: read, identities: identitiesOf(read) };
        const full = batches.add(judged, text.length);
        if (full) yield { lines: full, bytes };
      }
    }
  }
  yield { lines: batches.rest(), bytes };
}
