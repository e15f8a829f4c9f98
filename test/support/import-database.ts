import { randomUUID } from 'node:crypto';
import os from 'node:os';
import { MongoClient, type Db } from 'mongodb';

/** A database of its own on the server that the test run started. */
export async function importDatabase(): Promise<{
  uri: string;
  db: Db;
  drop(): Promise<void>;
}> {
  const uri = process.env['TEST_MONGODB_URI'];
  if (uri === undefined) throw new Error('TEST_MONGODB_URI is not set: no server was started');
  // The driver would load it by a dynamic import(), which jest's modules do not have.
  const client = await MongoClient.connect(uri, { runtimeAdapters: { os } });
  const db = client.db(`import-${randomUUID()}`);
  return {
    uri,
    db,
    async drop() {
      await db.dropDatabase();
      await client.close();
    },
  };
}
