import { connectLedger } from '../ledger/connect.js';
import type { Ledger } from '../ledger/ledger-context.js';

/** Works on a copy of a database, with the same indexes, and drops it afterwards. */
export async function withCopy<T>(
  from: Ledger,
  { uri, database }: { uri: string; database: string },
  work: (copy: Ledger) => Promise<T>,
): Promise<T> {
  const copy = await connectLedger({ uri, database });
  const db = copy.client.db(database);
  try {
    // $out keeps the indexes of the collection that it fills.
    for (const coll of Object.keys(from.collections)) {
      await from.client
        .db(from.collections.accounts.dbName)
        .collection(coll)
        .aggregate([{ $match: {} }, { $out: { db: database, coll } }])
        .toArray();
    }
    // What was just written is not to be paid for by the arm that comes next.
    await db.admin().command({ fsync: 1 });
    return await work(copy);
  } finally {
    await db.dropDatabase();
    await copy.close();
  }
}
