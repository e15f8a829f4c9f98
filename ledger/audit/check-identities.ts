import type { Ledger } from '../ledger-context.js';
import type { Report } from './difference.js';
import { withSnapshot, type Snapshot } from './snapshot.js';

/** Which collections hold the records of an identity's kind; the rest of the identity is the record's id. */
const kinds = {
  account: ['accounts'],
  workspace: ['workspaces'],
  cloudAccount: ['cloudAccounts'],
  voucher: ['vouchers'],
  storedValueCard: ['storedValueCards'],
  recharge: ['recharges', 'rechargeOrders'],
  bill: ['bills'],
  huaweiOrder: ['huaweiOrders'],
  manifest: ['manifests'],
} as const;

/** Every published record has its identity, and every identity its record (invariant 6). */
export async function checkIdentities(ledger: Ledger, report: Report): Promise<void> {
  await withSnapshot(ledger, async (snapshot) => {
    const state = await ledger.collections.imports.findOne({ _id: 'imports' }, snapshot());
    const published = state?.published ?? 0;
    for (const [kind, collections] of Object.entries(kinds))
      await checkKind(ledger, { kind, collections, published, snapshot, report });
  });
}

interface KindCheck {
  kind: string;
  collections: readonly string[];
  published: number;
  snapshot: Snapshot;
  report: Report;
}

/** Counts, which is quick; only where the counts differ are the ids compared. */
async function checkKind(ledger: Ledger, of: KindCheck): Promise<void> {
  const { kind, collections, published, snapshot, report } = of;
  const { identities } = ledger.collections;
  const isPublished = { import: { $lte: published } };
  // '0' is the character after '/'.
  const ofKind = { _id: { $gte: `${kind}/`, $lt: `${kind}0` }, ...isPublished };
  const all = collections.map((name) => ({
    name,
    records: ledger.client.db(identities.dbName).collection<{ _id: string; import: number }>(name),
  }));
  let recordCount = 0;
  for (const { records } of all)
    recordCount += await records.countDocuments(isPublished, snapshot());
  const identityCount = await identities.countDocuments(ofKind, snapshot());
  if (recordCount === identityCount) return;
  const projection = { _id: 1 } as const;
  const known = new Set<string>();
  for await (const { _id } of identities.find(ofKind, { ...snapshot(), projection }))
    known.add(_id.slice(kind.length + 1));
  for (const { name, records } of all)
    for await (const { _id } of records.find(isPublished, { ...snapshot(), projection })) {
      if (known.delete(_id)) continue;
      report({
        check: 'identity',
        id: `${name} ${_id}`,
        expected: `identities ${kind}/${_id}`,
        found: 'none',
      });
    }
  for (const id of known)
    report({
      check: 'identity',
      id: `identities ${kind}/${id}`,
      expected: `${collections.join(' or ')} ${id}`,
      found: 'none',
    });
}
