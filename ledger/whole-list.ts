import type { ClientSession } from 'mongodb';

/** Reads a list in one answer, not in the 101 documents that a first answer has by default. */
export function wholeList(session?: ClientSession): { batchSize: number; session?: ClientSession } {
  return session ? { batchSize, session } : { batchSize };
}

const batchSize = 50_000;
