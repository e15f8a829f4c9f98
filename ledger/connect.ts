import * as os from 'node:os';
import { MongoClient, type Db } from 'mongodb';
import { createIndexes } from './collections.js';
import { createLedger, type Ledger } from './ledger-context.js';
import type { ArrearsCourse } from '../domain/arrears-course.js';
import type { Currency } from '../domain/billing-cycle.js';
import type { GiftTiers } from '../domain/card-purchase.js';

export class DatabaseError extends Error {
  override readonly name = 'DatabaseError';
}

export interface DatabaseOptions {
  uri: string;
  database: string;
  poolSize?: number;
  zones?: Readonly<Record<Currency, string>>;
  giftTiers?: GiftTiers;
  arrearsCourse?: ArrearsCourse;
}

const selectionTimeoutMs = 5_000;

/**
 * Connects to a MongoDB that can keep money: a replica set or a sharded cluster. Creates what indexes
 * are missing.
 * @throws DatabaseError in one line that says what to do
 */
export async function connectLedger(
  options: DatabaseOptions,
): Promise<Ledger & { close(): Promise<void> }> {
  const client = newClient(options);
  try {
    await client.connect();
    const db = client.db(options.database);
    await checkTransactions(db);
    await createIndexes(db);
    const { zones, giftTiers, arrearsCourse } = options;
    const ledger = createLedger({
      client,
      db,
      ...(zones ? { zones } : {}),
      ...(giftTiers ? { giftTiers } : {}),
      ...(arrearsCourse ? { arrearsCourse } : {}),
    });
    return { ...ledger, close: () => client.close() };
  } catch (error) {
    await client.close();
    if (error instanceof DatabaseError) throw error;
    throw new DatabaseError(
      `MongoDB does not answer at ${withoutPassword(options.uri)}: ${reasonOf(error)}; check MONGODB_URI`,
    );
  }
}

function newClient({ uri, poolSize = 20 }: DatabaseOptions): MongoClient {
  try {
    return new MongoClient(uri, {
      maxPoolSize: poolSize,
      serverSelectionTimeoutMS: selectionTimeoutMs,
      readConcern: { level: 'majority' },
      readPreference: 'primary',
      writeConcern: { w: 'majority', journal: true },
      retryReads: true,
      retryWrites: true,
      // Given, because the driver would load it by a dynamic import, which not every runtime has.
      runtimeAdapters: { os },
    });
  } catch (error) {
    throw new DatabaseError(`MONGODB_URI is not a MongoDB address: ${reasonOf(error)}`);
  }
}

async function checkTransactions(db: Db): Promise<void> {
  const hello = await db.admin().command({ hello: 1 });
  const isReplicaSet = typeof hello['setName'] === 'string';
  const isSharded = hello['msg'] === 'isdbgrid';
  if (isReplicaSet || isSharded) return;
  throw new DatabaseError(
    'the MongoDB at MONGODB_URI is a single server without a replica set, which has no transactions; start it with --replSet',
  );
}

/** Seconds after which the server gives up a transaction left open; undefined where it may not be read. */
export async function transactionLifetimeSeconds(ledger: Ledger): Promise<number | undefined> {
  try {
    const answer = await ledger.client
      .db('admin')
      .command({ getParameter: 1, transactionLifetimeLimitSeconds: 1 });
    const seconds: unknown = answer['transactionLifetimeLimitSeconds'];
    return typeof seconds === 'number' ? seconds : undefined;
  } catch {
    return undefined;
  }
}

function reasonOf(error: unknown): string {
  const message = error instanceof Error ? error.message : String(error);
  return message.split('\n')[0] ?? message;
}

function withoutPassword(uri: string): string {
  return uri.replace(/\/\/[^@/]*@/, '//…@');
}
