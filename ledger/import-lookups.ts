import type { Collection } from 'mongodb';
import { compare } from '../domain/money.js';
import type { Collections } from './collections.js';
import { fromDecimal128 } from './decimal128.js';
import type { ImportLookups } from './import-store.js';

/**
 * Reads for the import that has its turn. They need no limit on the import's number: whatever
 * stands above `published` is its own, because `begin` removed the rest and the fence keeps it out.
 */
export function createLookups(collections: Collections): ImportLookups {
  return {
    async identities(ids) {
      const found = await byId(collections.identities, ids, { hash: 1 });
      return new Map(found.map(({ _id, hash }) => [_id, hash]));
    },
    async accounts(ids) {
      const found = await byId(collections.accounts, ids, { currency: 1, cash: 1, opening: 1 });
      return new Map(
        found.map(({ _id, currency, cash, opening }) => {
          // Until the import that brings it is posted, the opening balance is not cash yet.
          const [now, then] = [fromDecimal128(cash), fromDecimal128(opening)];
          return [_id, { currency, cash: compare(now, then) < 0 ? then : now }];
        }),
      );
    },
    async cloudAccounts(ids) {
      const found = await byId(collections.cloudAccounts, ids, {
        account: 1,
        subscribedUntil: 1,
      });
      return new Map(found.map(({ _id, ...rest }) => [_id, rest]));
    },
    async workspaces(ids) {
      const found = await byId(collections.workspaces, ids, { site: 1, terms: 1 });
      return new Map(found.map(({ _id, site, terms }) => [_id, { site, terms }]));
    },
  };
}

async function byId<D extends { _id: string }, K extends keyof D & string>(
  collection: Collection<D>,
  ids: string[],
  projection: Record<K, 1>,
): Promise<Pick<D, K | '_id'>[]> {
  if (ids.length === 0) return [];
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the driver's filter type does not see through D
  const ofIds = { _id: { $in: ids } } as unknown as Parameters<typeof collection.find>[0];
  return collection
    .find(ofIds, { readConcern: 'majority', batchSize: ids.length + 1 })
    .project<Pick<D, K | '_id'>>(projection)
    .toArray();
}
