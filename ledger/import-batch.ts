import {
  MongoServerError,
  type ClientSession,
  type Collection,
  type Document,
  type MongoClient,
} from 'mongodb';
import { SettlementError } from '../domain/settlement-error.js';
import type { Collections } from './collections.js';
import { documentsOf } from './import-documents.js';
import type { NewRecord } from './import-store.js';
import { inTransaction } from './transaction.js';
import { insertEach } from './write-commands.js';

/** So many batches are written side by side: MongoDB works on one while the next is made into documents. */
export const importLanes = 2;

/**
 * Writes a batch in one transaction whose first write is its lane's document. Whoever takes the turn over
 * writes the same documents, so a batch of an import that was given up never commits.
 */
export async function writeBatch({
  client,
  collections,
  importNumber,
  lane,
  records,
}: {
  client: MongoClient;
  collections: Collections;
  importNumber: number;
  /** From 0. */
  lane: number;
  records: readonly NewRecord[];
}): Promise<void> {
  const documents = documentsOf(records, importNumber);
  const identities = records.flatMap((each) =>
    each.identities.map(({ id, hash }) => ({ _id: id, hash, import: importNumber })),
  );
  await inTransaction(client, async (session) => {
    await enterLane(collections, { importNumber, lane }, session);
    const insert = async <D extends Document>(
      collection: Collection<D>,
      inserted: readonly D[],
    ): Promise<void> => insertEach({ client }, collection, { documents: inserted, session });
    await insert(collections.identities, identities).catch(takenMeanwhile);
    await insert(collections.accounts, documents.accounts);
    await insert(collections.cloudAccounts, documents.cloudAccounts);
    await insert(collections.workspaces, documents.workspaces);
    await insert(collections.vouchers, documents.vouchers);
    await insert(collections.storedValueCards, documents.storedValueCards);
    await insert(collections.recharges, documents.recharges);
    await insert(collections.bills, documents.bills);
    await insert(collections.huaweiOrders, documents.huaweiOrders);
    await insert(collections.manifests, documents.manifests);
  });
}

async function enterLane(
  { importLanes: lanes }: Collections,
  { importNumber, lane }: { importNumber: number; lane: number },
  session: ClientSession,
): Promise<void> {
  const entered = await lanes.updateOne(
    { _id: lane, import: importNumber },
    { $inc: { batches: 1 } },
    { session },
  );
  if (entered.matchedCount !== 1) throw turnIsOver(importNumber);
}

/** Gives the lanes to an import that took the turn: what is not committed then never is. */
export async function takeLanes(
  { importLanes: lanes }: Collections,
  importNumber: number,
): Promise<void> {
  for (let lane = 0; lane < importLanes; lane++)
    // Never back to one that was slow to take what another has taken since.
    await lanes.updateOne(
      { _id: lane },
      { $max: { import: importNumber }, $set: { batches: 0 } },
      { upsert: true, writeConcern: { w: 'majority', journal: true } },
    );
}

export function turnIsOver(importNumber: number): SettlementError {
  return new SettlementError(
    'server-away',
    `import ${importNumber} gave no sign for too long and was taken over: nothing of it is stored; import the file again`,
  );
}

const duplicateKey = 11_000;

/** Beside the import whose turn it is only commands take identities: those of what they make. */
function takenMeanwhile(error: unknown): never {
  if (!(error instanceof MongoServerError) || error.code !== duplicateKey) throw error;
  throw new SettlementError(
    'server-away',
    'a record of the same id was made by a command meanwhile: import the file again',
  );
}
