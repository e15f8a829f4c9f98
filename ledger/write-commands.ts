import {
  MongoServerError,
  type AnyBulkWriteOperation,
  type ClientSession,
  type Collection,
  type Db,
  type Document,
} from 'mongodb';
import type { Ledger } from './ledger-context.js';

/**
 * What is written in bulk goes to the server as the commands it is. The driver's bulk operations look
 * at every document twice more, which costs as much as the settling does. All of it has to fit one
 * message (16 MiB), and does: callers bound what they write at once.
 */

/** Some of the updates that a bulk write knows: of one document each, by a filter. */
export type UpdateOne<T extends Document> = Extract<
  AnyBulkWriteOperation<T>,
  { updateOne: unknown }
>;

/** @returns how many of the updates found their document */
export async function updateEach<T extends Document>(
  { client }: Pick<Ledger, 'client'>,
  collection: Collection<T>,
  { updates, session }: { updates: readonly UpdateOne<T>[]; session: ClientSession },
): Promise<number> {
  if (updates.length === 0) return 0;
  const statements = updates.map(({ updateOne: { filter: q, update: u } }) => ({ q, u }));
  const db = client.db(collection.dbName);
  return write(db, { update: collection.collectionName, updates: statements }, session);
}

export async function insertEach<T extends Document>(
  { client }: Pick<Ledger, 'client'>,
  collection: Collection<T>,
  { documents, session }: { documents: readonly T[]; session: ClientSession },
): Promise<void> {
  if (documents.length === 0) return;
  const db = client.db(collection.dbName);
  await write(db, { insert: collection.collectionName, documents }, session);
}

interface WriteAnswer {
  n?: number;
  writeErrors?: Document[];
}

async function write(db: Db, command: Document, session: ClientSession): Promise<number> {
  const answer = await db.command({ ...command, ordered: false }, { session });
  const { n, writeErrors: [error] = [] }: WriteAnswer = answer;
  if (error) throw new MongoServerError(error);
  return n ?? 0;
}
