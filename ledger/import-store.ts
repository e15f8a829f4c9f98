import type { Db } from 'mongodb';
import { cycleId, type Currency } from '../domain/billing-cycle.js';
import type { Amount } from '../domain/money.js';
import type { Instant } from '../domain/instant.js';
import type { ImportRecord } from '../domain/records.js';
import type { WorkspaceTerm } from '../domain/workspace-terms.js';
import { collectionsOf, createIndexes, type Collections } from './collections.js';
import type { BillDocument } from './documents.js';
import { importLanes, writeBatch } from './import-batch.js';
import { createLookups } from './import-lookups.js';
import { createTurns } from './import-turn.js';
import { noteUnsettled } from './unsettled-days.js';

/** What a bill takes from its workspace and account on its day. */
export type BillStamp = Pick<
  BillDocument,
  'account' | 'site' | 'currency' | 'method' | 'cloudAccount'
>;

export interface NewIdentity {
  id: string;
  hash: string;
}

/** A record whose identities are free and whose references exist. */
export interface NewRecord {
  record: ImportRecord;
  identities: NewIdentity[];
  /** For a bill, and only for a bill. */
  stamp?: BillStamp;
}

/** What the import that has its turn may refer to: what is published, and what it wrote itself. */
export interface ImportLookups {
  /** The hash of each identity that is taken. */
  identities(ids: string[]): Promise<Map<string, string>>;
  accounts(ids: string[]): Promise<Map<string, { currency: Currency; cash: Amount }>>;
  cloudAccounts(
    ids: string[],
  ): Promise<Map<string, { account: string; subscribedUntil?: Instant }>>;
  workspaces(ids: string[]): Promise<Map<string, { site: string; terms: WorkspaceTerm[] }>>;
}

/** One import at a time has its turn: from `begin` until `publish` or `abort`. */
export interface ImportStore extends ImportLookups {
  /** So many batches may be written at once. */
  readonly lanes: number;
  /**
   * Waits for its turn, and removes what a dead import left.
   * @returns the number that the records of this import carry.
   * @throws SettlementError server-away when another import keeps its turn too long.
   */
  begin(options?: { onWaiting?: (() => void) | undefined }): Promise<number>;
  /**
   * All of the records or, when it throws, none of them.
   * @param lane from 0, below `lanes`; a write in another may go on meanwhile
   * @throws SettlementError server-away when another import took the turn over.
   */
  write(importNumber: number, records: readonly NewRecord[], lane?: number): Promise<void>;
  /** Makes all that the import wrote readable, at once. */
  publish(importNumber: number): Promise<void>;
  /** Removes all that the import wrote; does nothing where its turn is over. */
  abort(importNumber: number): Promise<void>;
}

export interface ImportStoreOptions {
  db: Db;
  /** After how long without a sign an import counts as dead. */
  staleAfterSeconds?: number;
  /** How long `begin` waits for another import. */
  waitSeconds?: number;
}

/** The store on MongoDB; creates the collections and indexes that are not there. */
export async function createImportStore({
  db,
  staleAfterSeconds = 30,
  waitSeconds = 600,
}: ImportStoreOptions): Promise<ImportStore> {
  await createIndexes(db);
  const collections = collectionsOf(db);
  const noteDays = createDayNotes(collections);
  return {
    ...createLookups(collections),
    ...createTurns({ collections, staleAfterSeconds, waitSeconds }),
    lanes: importLanes,
    async write(importNumber, records, lane = 0) {
      await noteDays(importNumber, records);
      await writeBatch({ client: db.client, collections, importNumber, lane, records });
    },
  };
}

/** Notes each day that an import brings bills of, once. */
function createDayNotes(
  collections: Collections,
): (importNumber: number, records: readonly NewRecord[]) => Promise<void> {
  const noted = new Set<string>();
  return async (importNumber, records) => {
    for (const { record, stamp } of records) {
      if (record.kind !== 'bill' || !stamp) continue;
      const { currency } = stamp;
      const { day } = record;
      const note = `${importNumber}/${cycleId({ currency, day })}`;
      if (noted.has(note)) continue;
      await noteUnsettled(collections, { currency, day }, importNumber);
      noted.add(note);
    }
  };
}
