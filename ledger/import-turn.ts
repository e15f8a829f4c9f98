import { setTimeout as wait } from 'node:timers/promises';
import { SettlementError } from '../domain/settlement-error.js';
import type { Collections } from './collections.js';
import { takeLanes, turnIsOver } from './import-batch.js';
import type { ImportStore } from './import-store.js';

interface TurnOptions {
  collections: Collections;
  staleAfterSeconds: number;
  waitSeconds: number;
}

const pollMilliseconds = 200;
const durable = { writeConcern: { w: 'majority', journal: true } } as const;

/** Whose turn it is stands in the document `imports`, and its times are the database's. */
export function createTurns({
  collections,
  staleAfterSeconds,
  waitSeconds,
}: TurnOptions): Pick<ImportStore, 'begin' | 'publish' | 'abort'> {
  const { imports } = collections;
  const renewals = new Map<number, NodeJS.Timeout>();

  /** Keeps the turn while nothing is written; a renewal that fails is the next write's to notice. */
  function keepRenewing(importNumber: number): void {
    const timer = setInterval(
      () => void renew(collections, importNumber).catch(() => undefined),
      (staleAfterSeconds * 1000) / 3,
    );
    renewals.set(importNumber, timer.unref());
  }

  function stopRenewing(importNumber: number): void {
    clearInterval(renewals.get(importNumber));
    renewals.delete(importNumber);
  }

  return {
    async begin({ onWaiting } = {}) {
      await imports.updateOne(
        { _id: 'imports' },
        { $setOnInsert: { last: 0, published: 0, posted: 0 } },
        { upsert: true, ...durable },
      );
      const turn = await takeTurn({ collections, staleAfterSeconds, waitSeconds, onWaiting });
      keepRenewing(turn.number);
      try {
        await takeLanes(collections, turn.number);
        await removeRecords(collections, { $gt: turn.published, $lt: turn.number });
      } catch (error) {
        stopRenewing(turn.number);
        throw error;
      }
      return turn.number;
    },

    async publish(importNumber) {
      stopRenewing(importNumber);
      const published = await imports.updateOne(
        { _id: 'imports', 'writing.number': importNumber },
        { $set: { published: importNumber }, $unset: { writing: '' } },
        durable,
      );
      if (published.matchedCount !== 1) throw turnIsOver(importNumber);
    },

    async abort(importNumber) {
      try {
        // A published import, or one that was taken over, has nothing left to remove.
        if (!(await renew(collections, importNumber))) return;
        await removeRecords(collections, { $eq: importNumber });
      } finally {
        stopRenewing(importNumber);
      }
      await imports.updateOne(
        { _id: 'imports', 'writing.number': importNumber },
        { $unset: { writing: '' } },
        durable,
      );
    },
  };
}

async function takeTurn({
  collections: { imports },
  staleAfterSeconds,
  waitSeconds,
  onWaiting,
}: TurnOptions & { onWaiting: (() => void) | undefined }): Promise<{
  number: number;
  published: number;
}> {
  const staleBefore = { $subtract: ['$$NOW', staleAfterSeconds * 1000] };
  const number = { $add: ['$last', 1] };
  for (let waited = 0; waited <= waitSeconds * 1000; waited += pollMilliseconds) {
    const taken = await imports.findOneAndUpdate(
      {
        _id: 'imports',
        $or: [
          { writing: { $exists: false } },
          { $expr: { $lt: ['$writing.seenAt', staleBefore] } },
        ],
      },
      [{ $set: { last: number, writing: { number, seenAt: '$$NOW' } } }],
      { returnDocument: 'after', ...durable },
    );
    if (taken) return { number: taken.last, published: taken.published };
    if (waited === 0) onWaiting?.();
    await wait(pollMilliseconds);
  }
  throw new SettlementError(
    'server-away',
    `another import has been running for ${waitSeconds} seconds: try again when it is done`,
  );
}

/** @returns whether the turn is still this import's. */
async function renew({ imports }: Collections, importNumber: number): Promise<boolean> {
  const renewed = await imports.updateOne(
    { _id: 'imports', 'writing.number': importNumber },
    [{ $set: { 'writing.seenAt': '$$NOW' } }],
    durable,
  );
  return renewed.matchedCount === 1;
}

/**
 * Removes what dead imports wrote, or what one's own did; by number, so that it never touches what
 * a later import writes meanwhile.
 */
async function removeRecords(
  collections: Collections,
  numbers: { $eq: number } | { $gt: number; $lt: number },
): Promise<void> {
  const unpublished = { import: numbers };
  await removeBills(collections, unpublished);
  await Promise.all([
    collections.identities.deleteMany(unpublished, durable),
    collections.accounts.deleteMany(unpublished, durable),
    collections.cloudAccounts.deleteMany(unpublished, durable),
    collections.workspaces.deleteMany(unpublished, durable),
    collections.vouchers.deleteMany(unpublished, durable),
    collections.storedValueCards.deleteMany(unpublished, durable),
    collections.recharges.deleteMany(unpublished, durable),
    collections.huaweiOrders.deleteMany(unpublished, durable),
    collections.manifests.deleteMany(unpublished, durable),
  ]);
}

/** Bills have no index by import, which each of their writes would pay for: their identities name them. */
async function removeBills(
  { identities, bills }: Collections,
  unpublished: { import: { $eq: number } | { $gt: number; $lt: number } },
): Promise<void> {
  const remove = (ids: string[]): Promise<unknown> =>
    bills.deleteMany({ _id: { $in: ids }, ...unpublished }, durable);
  let ids: string[] = [];
  for await (const { _id } of identities.find(unpublished, { projection: { _id: 1 } })) {
    if (!_id.startsWith(billIdentity)) continue;
    ids.push(_id.slice(billIdentity.length));
    if (ids.length < removedAtOnce) continue;
    await remove(ids);
    ids = [];
  }
  if (ids.length > 0) await remove(ids);
}

const billIdentity = 'bill/';
const removedAtOnce = 1_000;
