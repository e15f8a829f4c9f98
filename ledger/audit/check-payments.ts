import type { FindCursor } from 'mongodb';
import type { Ledger } from '../ledger-context.js';
import type { Report } from './difference.js';
import { withSnapshot, type Snapshot } from './snapshot.js';

const prefix = 'payment/';
// '0' is the character after '/'.
const ofPayments = { _id: { $gte: prefix, $lt: 'payment0' } };
const atOnce = 1_000;

interface Pass {
  ledger: Ledger;
  snapshot: Snapshot;
  wrong: (id: string, expected: string, found: string) => void;
}

/** Every payment has confirmed one recharge, over all accounts, and each confirmed one has its payment. */
export async function checkPayments(ledger: Ledger, report: Report): Promise<void> {
  const wrong: Pass['wrong'] = (id, expected, found) =>
    report({ check: 'payment', id, expected, found });
  await withSnapshot(ledger, async (snapshot) => {
    const pass = { ledger, snapshot, wrong };
    const paid = await checkOrders(pass);
    const payments = await ledger.collections.identities.countDocuments(ofPayments, snapshot());
    if (payments !== paid) await checkIdentities(pass);
  });
}

/** @returns how many of them have a payment of their own */
async function checkOrders({ ledger, snapshot, wrong }: Pass): Promise<number> {
  const { identities, rechargeOrders } = ledger.collections;
  let paid = 0;
  for await (const orders of inBatches(rechargeOrders.find({ state: 'confirmed' }, snapshot()))) {
    const ids = orders.map(({ reference }) => `${prefix}${reference}`);
    const found = await identities.find({ _id: { $in: ids } }, snapshot()).toArray();
    const confirms = new Map(found.map(({ _id, hash }) => [_id, hash]));
    for (const { _id, reference } of orders) {
      // Without a reference it is named by its own check.
      if (typeof reference !== 'string') continue;
      const hash = confirms.get(`${prefix}${reference}`);
      if (hash === `recharge/${_id}`) paid++;
      else wrong(`rechargeOrders ${_id}`, `a payment ${reference} of its own`, hash ?? 'none');
    }
  }
  return paid;
}

async function checkIdentities({ ledger, snapshot, wrong }: Pass): Promise<void> {
  const { identities, rechargeOrders } = ledger.collections;
  for await (const payments of inBatches(identities.find(ofPayments, snapshot()))) {
    const ids = payments.map(({ hash }) => hash.slice('recharge/'.length));
    const confirmed = { _id: { $in: ids }, state: 'confirmed' } as const;
    const found = await rechargeOrders.find(confirmed, snapshot()).toArray();
    const known = new Set(found.map(({ _id, reference }) => `${prefix}${reference} ${_id}`));
    for (const { _id, hash } of payments)
      if (!known.has(`${_id} ${hash.slice('recharge/'.length)}`))
        wrong(`identities ${_id}`, `${hash}, confirmed by it`, 'none');
  }
}

async function* inBatches<T>(cursor: FindCursor<T>): AsyncGenerator<T[]> {
  let batch: T[] = [];
  for await (const each of cursor) {
    batch.push(each);
    if (batch.length < atOnce) continue;
    yield batch;
    batch = [];
  }
  if (batch.length > 0) yield batch;
}
