import type { ClientSession, ReadConcernLike } from 'mongodb';
import type { Ledger } from '../ledger-context.js';

/** Options of a read that sees what all reads of its snapshot see. */
export interface SnapshotOptions {
  session: ClientSession;
  readConcern: ReadConcernLike;
}

export type Snapshot = () => SnapshotOptions;

/**
 * Reads that see one moment of the whole database. The server keeps it for some minutes only
 * (`minSnapshotHistoryWindowInSeconds`), so `read` must come to its end well before.
 * Its first read fixes the moment and must have been answered before the second is sent.
 */
export async function withSnapshot<T>(
  ledger: Pick<Ledger, 'client'>,
  read: (snapshot: Snapshot) => Promise<T>,
): Promise<T> {
  const session = ledger.client.startSession({ snapshot: true });
  try {
    // The driver would send the client's own read concern along with the session's time.
    return await read(() => ({ session, readConcern: { level: 'snapshot' } }));
  } finally {
    await session.endSession();
  }
}
