import { MongoError, MongoErrorLabel, type ClientSession, type MongoClient } from 'mongodb';

/** A transaction that meets others is tried again for so long, then its caller hears of it. */
const tryForMs = 8_000;

export const transactionOptions = {
  readConcern: { level: 'snapshot' },
  writeConcern: { w: 'majority', journal: true },
  readPreference: 'primary',
} as const;

/**
 * Runs `work` in one transaction and commits it durably (majority, journal). Conflicts with other
 * transactions are tried again with growing, jittered waits.
 * `work` must do nothing but database calls on `session`: it may run several times.
 * @param untilFree waits for those whom the last try has met, in place of a growing wait
 */
export async function inTransaction<T>(
  client: MongoClient,
  work: (session: ClientSession) => Promise<T>,
  untilFree?: () => Promise<unknown>,
): Promise<T> {
  const until = performance.now() + tryForMs;
  return client.withSession(async (session) => {
    for (let attempt = 0; ; attempt++) {
      session.startTransaction(transactionOptions);
      try {
        const result = await work(session);
        await commit(session, until);
        return result;
      } catch (error) {
        if (session.inTransaction()) await session.abortTransaction().catch(() => undefined);
        if (!isTransient(error) || performance.now() > until) throw error;
        if (untilFree) await untilFree();
        else await pause(Math.min(10 * 2 ** attempt, 500) * (0.5 + Math.random()));
      }
    }
  });
}

/** A commit whose outcome is unknown is asked for again: the server answers for the first one. */
async function commit(session: ClientSession, until: number): Promise<void> {
  for (;;) {
    try {
      await session.commitTransaction();
      return;
    } catch (error) {
      const unknown =
        error instanceof MongoError &&
        error.hasErrorLabel(MongoErrorLabel.UnknownTransactionCommitResult);
      if (!unknown || isTransient(error) || performance.now() > until) throw error;
      await pause(50);
    }
  }
}

function isTransient(error: unknown): boolean {
  return (
    error instanceof MongoError && error.hasErrorLabel(MongoErrorLabel.TransientTransactionError)
  );
}

function pause(milliseconds: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, milliseconds));
}
