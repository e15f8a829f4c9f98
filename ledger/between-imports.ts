import type { ClientSession } from 'mongodb';
import { SettlementError } from '../domain/settlement-error.js';
import { createTurns } from './import-turn.js';
import type { Ledger } from './ledger-context.js';

/**
 * Does `work` while no import looks anything up or writes: it takes an import's turn for itself and
 * gives it back without anything published. For what an import would stamp its bills with.
 * @param work must call `isOurs` in its transaction, which then never commits after the turn is over
 * @throws SettlementError `server-away` where another import keeps its turn too long
 */
export async function betweenImports<T>(
  { collections }: Ledger,
  onWaiting: (() => void) | undefined,
  work: (isOurs: (session: ClientSession) => Promise<void>) => Promise<T>,
  waitSeconds = 600,
): Promise<T> {
  const turns = createTurns({ collections, staleAfterSeconds: 30, waitSeconds });
  const number = await turns.begin({ onWaiting });
  try {
    return await work(async (session) => {
      const renewed = await collections.imports.updateOne(
        { _id: 'imports', 'writing.number': number },
        [{ $set: { 'writing.seenAt': '$$NOW' } }],
        { session },
      );
      if (renewed.matchedCount !== 1)
        throw new SettlementError('server-away', 'an import took over meanwhile: try again');
    });
  } finally {
    // Where even this fails, the next import takes the turn that gives no sign.
    await turns.abort(number).catch(() => undefined);
  }
}
