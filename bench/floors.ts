import { fork } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import type { AnyBulkWriteOperation } from 'mongodb';
import { withTemporal } from '../client/session.js';
import { settlingFlags } from '../client/worker-process.js';
import type { Ledger } from '../ledger/ledger-context.js';
import { inTransaction } from '../ledger/transaction.js';
import { measure, type Arm, type Measured } from './arms.js';
import type { floorCycle } from './floor-workflows.js';

/** What Temporal takes for cohorts whose activities do nothing. */
export async function measureFloorOfTemporal(
  arm: Arm,
  work: Parameters<typeof floorCycle>[0],
): Promise<Measured> {
  const { address } = arm.located.temporal;
  const taskQueue = `floor-${Date.now()}`;
  const child = fork(join(__dirname, 'floor-worker.js'), [address, taskQueue], {
    execArgv: settlingFlags,
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
  });
  try {
    await once(child, 'message');
    return await withTemporal(arm.located, async (client) => {
      const measured = await measure(arm, child.pid ?? 0, () =>
        client.workflow.execute<typeof floorCycle>('floorCycle', {
          taskQueue,
          workflowId: taskQueue,
          args: [work],
        }),
      );
      return { ...measured, events: 0, historyBytes: 0 };
    });
  } finally {
    const exited = once(child, 'exit');
    child.kill('SIGTERM');
    await exited;
  }
}

/** A document of any collection; every one has its `_id`. */
interface Document {
  _id: string;
}

/** What a settled database has more than before, as plain documents. */
export interface Settled {
  settlements: Document[];
  entries: Document[];
  /** Whole documents as they are after the cycle. */
  changed: Record<'accounts' | 'vouchers' | 'storedValueCards', Document[]>;
  bills: string[][];
}

const accountsAtOnce = 500;
const lanes = 4;

export async function readSettled({ collections }: Ledger, day: string): Promise<Settled> {
  const settlements = await collections.settlements.find({ cycle: day }).toArray();
  const entries = await collections.entries.find({ cycle: day }).toArray();
  const accounts = await collections.accounts.find({ entries: { $gt: 0 } }).toArray();
  const vouchers = await collections.vouchers.find().toArray();
  const storedValueCards = await collections.storedValueCards.find().toArray();
  const paid = new Set(
    settlements.flatMap(({ deductions }) => deductions.map(({ kind, id }) => `${kind}/${id}`)),
  );
  const changed = {
    accounts,
    vouchers: vouchers.filter(({ _id, type }) => paid.has(`${type}-voucher/${_id}`)),
    storedValueCards: storedValueCards.filter(({ _id }) => paid.has(`stored-value-card/${_id}`)),
  };
  const bills = await collections.bills
    .find({ day, settlement: { $ne: null } }, { projection: { _id: 1 } })
    .map(({ _id }) => _id)
    .toArray();
  return { settlements, entries, changed, bills: chunksOf(bills, accountsAtOnce) };
}

/** mongod's own rate for the same documents: bulk writes in transactions of 500 accounts. */
export async function measureFloorOfMongod(arm: Arm, settled: Settled): Promise<Measured> {
  const { client, collections } = arm.ledger;
  const database = client.db(collections.accounts.dbName);
  const replace = (name: string, documents: Document[]): (() => Promise<void>)[] =>
    chunksOf(documents, accountsAtOnce).map((chunk) => () => {
      const operations: AnyBulkWriteOperation<Document>[] = chunk.map(({ _id, ...rest }) => ({
        updateOne: { filter: { _id }, update: { $set: rest } },
      }));
      return inTransaction(client, async (session) => {
        await database
          .collection<Document>(name)
          .bulkWrite(operations, { session, ordered: false });
      });
    });
  const inserts = (name: string, documents: Document[]): (() => Promise<void>)[] =>
    chunksOf(documents, accountsAtOnce).map(
      (chunk) => () =>
        inTransaction(client, async (session) => {
          await database.collection<Document>(name).insertMany(chunk, { session, ordered: false });
        }),
    );
  const claims = settled.bills.map(
    (ids) => () =>
      inTransaction(client, async (session) => {
        await collections.bills.updateMany(
          { _id: { $in: ids } },
          { $set: { settlement: 1 } },
          { session },
        );
      }),
  );
  const work = [
    ...inserts('settlements', settled.settlements),
    ...claims,
    ...Object.entries(settled.changed).flatMap(([name, documents]) => replace(name, documents)),
    ...inserts('entries', settled.entries),
  ];
  const lane = async (): Promise<void> => {
    for (let next = work.shift(); next; next = work.shift()) await next();
  };
  const measured = await measure(arm, process.pid, async () => {
    await Promise.all(Array.from({ length: lanes }, lane));
  });
  return { ...measured, events: 0, historyBytes: 0 };
}

function chunksOf<T>(all: readonly T[], size: number): T[][] {
  return Array.from({ length: Math.ceil(all.length / size) }, (_, index) =>
    all.slice(index * size, (index + 1) * size),
  );
}
