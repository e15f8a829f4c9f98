import type { Collection, Db } from 'mongodb';
import type {
  AccountDocument,
  BillDocument,
  CloudAccountDocument,
  CommandDocument,
  HuaweiOrderDocument,
  IdentityDocument,
  ImportLaneDocument,
  ImportsDocument,
  ManifestDocument,
  RechargeDocument,
  RechargeOrderDocument,
  StoredValueCardDocument,
  UnsettledDayDocument,
  VoucherDocument,
  WorkspaceDocument,
} from './documents.js';
import type {
  BalanceMarkDocument,
  CloudChargeDocument,
  CycleDocument,
  EntryDocument,
  SettlementDocument,
  SettlementPartDocument,
} from './settlement-documents.js';
import type { OutboxDocument } from './outbox-document.js';
import type { TokenDocument } from './token-document.js';
import { noteOlderDays } from './unsettled-days.js';
import type { CodeTriesDocument, VoucherCodeDocument } from './voucher-code-documents.js';

export interface Collections {
  accounts: Collection<AccountDocument>;
  workspaces: Collection<WorkspaceDocument>;
  cloudAccounts: Collection<CloudAccountDocument>;
  vouchers: Collection<VoucherDocument>;
  storedValueCards: Collection<StoredValueCardDocument>;
  recharges: Collection<RechargeDocument>;
  rechargeOrders: Collection<RechargeOrderDocument>;
  huaweiOrders: Collection<HuaweiOrderDocument>;
  bills: Collection<BillDocument>;
  unsettledDays: Collection<UnsettledDayDocument>;
  manifests: Collection<ManifestDocument>;
  identities: Collection<IdentityDocument>;
  imports: Collection<ImportsDocument>;
  importLanes: Collection<ImportLaneDocument>;
  settlements: Collection<SettlementDocument>;
  settlementParts: Collection<SettlementPartDocument>;
  entries: Collection<EntryDocument>;
  cloudCharges: Collection<CloudChargeDocument>;
  cycles: Collection<CycleDocument>;
  commands: Collection<CommandDocument>;
  voucherCodes: Collection<VoucherCodeDocument>;
  codeTries: Collection<CodeTriesDocument>;
  tokens: Collection<TokenDocument>;
  balanceMarks: Collection<BalanceMarkDocument>;
  outbox: Collection<OutboxDocument>;
}

const dayOfUnsettled = { currency: 1, day: 1 } as const;

/**
 * Every index, in one place. Each unique one begins with the shard key, `account`. In a transaction
 * the server looks every index of a collection up for each document whose indexed fields change, so
 * what a settlement changes of every bill, voucher, card and of itself is in none.
 */
const indexes: Record<
  keyof Collections,
  { key: Record<string, 1 | -1>; unique?: true; partialFilterExpression?: object }[]
> = {
  accounts: [
    { key: { account: 1 } },
    { key: { currency: 1, account: 1 } },
    { key: { import: 1, account: 1 } },
    { key: { arrearsSince: 1, _id: 1 }, partialFilterExpression: { arrearsSince: { $gt: '' } } },
    { key: { _id: 1, 'locks.cause': 1 }, partialFilterExpression: { 'locks.cause': { $gt: '' } } },
    { key: { toFollow: 1, _id: 1 }, partialFilterExpression: { toFollow: { $gt: 0 } } },
  ],
  workspaces: [
    { key: { account: 1, _id: 1 } },
    // Also those that an account had, or will have.
    { key: { 'terms.account': 1, _id: 1 } },
    { key: { import: 1 } },
  ],
  cloudAccounts: [{ key: { account: 1, _id: 1 } }, { key: { import: 1 } }],
  vouchers: [
    // Not the balance: an index on it would be rewritten by everything that is taken.
    { key: { account: 1, type: 1, usedUp: 1 } },
    { key: { account: 1, _id: 1 } },
    { key: { import: 1, account: 1 } },
  ],
  storedValueCards: [
    { key: { account: 1, usedUp: 1 } },
    { key: { account: 1, _id: 1 } },
    { key: { import: 1, account: 1 } },
  ],
  recharges: [{ key: { account: 1, at: 1, _id: 1 } }, { key: { import: 1, account: 1 } }],
  rechargeOrders: [
    { key: { account: 1, requestedAt: 1, _id: 1 } },
    {
      key: { state: 1, requestedAt: 1, _id: 1 },
      partialFilterExpression: { state: 'pending' },
    },
  ],
  huaweiOrders: [{ key: { account: 1 } }, { key: { import: 1 } }],
  bills: [
    { key: { account: 1, day: 1, workspace: 1 }, unique: true },
    // Not which settlement took it: that is looked for among the bills of unsettled days only.
    { key: { currency: 1, day: 1, account: 1, import: 1 } },
  ],
  unsettledDays: [{ key: dayOfUnsettled }],
  manifests: [{ key: { currency: 1, day: 1, site: 1 } }, { key: { import: 1 } }],
  identities: [{ key: { import: 1 } }],
  imports: [],
  importLanes: [],
  settlements: [
    { key: { account: 1, cycle: 1, n: 1 }, unique: true },
    // Not the step or the state: an index on them would be rewritten by every settlement.
    { key: { owner: 1, account: 1 } },
    { key: { account: 1, owes: 1 }, partialFilterExpression: { owes: true } },
    { key: { currency: 1, cycle: 1, account: 1 } },
    {
      key: { currency: 1, delayed: 1, cycle: 1, account: 1 },
      partialFilterExpression: { delayed: true },
    },
  ],
  settlementParts: [{ key: { account: 1, settlement: 1, part: 1 }, unique: true }],
  entries: [
    { key: { account: 1, number: 1 }, unique: true },
    { key: { account: 1, key: 1 }, unique: true },
    { key: { currency: 1, cycle: 1 } },
  ],
  cloudCharges: [
    { key: { account: 1, key: 1 }, unique: true },
    { key: { currency: 1, cycle: 1, state: 1, _id: 1 } },
    // A slot is given away once (the unique index begins with the shard key, as all do).
    {
      key: {
        account: 1,
        provider: 1,
        'slot.region': 1,
        cloudAccount: 1,
        'slot.dimension': 1,
        'slot.hour': 1,
      },
      unique: true,
      partialFilterExpression: { 'slot.hour': { $exists: true } },
    },
    // What a submitter has to do, oldest first; the decided ones, which are nearly all, are not in it.
    {
      key: { provider: 1, currency: 1, state: 1, createdAt: 1, _id: 1 },
      partialFilterExpression: { state: { $in: ['stored', 'sending', 'undecided', 'parked'] } },
    },
  ],
  cycles: [{ key: { currency: 1, state: 1, day: 1 } }, { key: { day: -1, currency: 1 } }],
  commands: [{ key: { account: 1, key: 1 }, unique: true }, { key: { account: 1, at: 1, _id: 1 } }],
  voucherCodes: [{ key: { batch: 1, _id: 1 } }, { key: { account: 1 } }],
  codeTries: [],
  tokens: [{ key: { hash: 1 } }, { key: { account: 1, createdAt: 1 } }],
  balanceMarks: [{ key: { account: 1, number: 1 }, unique: true }],
  outbox: [
    { key: { account: 1, at: 1, _id: 1 } },
    { key: { at: 1, _id: 1 } },
    { key: { state: 1, at: 1, _id: 1 } },
    { key: { nextAt: 1, _id: 1 }, partialFilterExpression: { state: 'waiting' } },
  ],
};

/** The collections, typed; reads are majority reads of the primary unless a session says otherwise. */
export function collectionsOf(db: Db): Collections {
  return {
    accounts: db.collection('accounts'),
    workspaces: db.collection('workspaces'),
    cloudAccounts: db.collection('cloudAccounts'),
    vouchers: db.collection('vouchers'),
    storedValueCards: db.collection('storedValueCards'),
    recharges: db.collection('recharges'),
    rechargeOrders: db.collection('rechargeOrders'),
    huaweiOrders: db.collection('huaweiOrders'),
    bills: db.collection('bills'),
    unsettledDays: db.collection('unsettledDays'),
    manifests: db.collection('manifests'),
    identities: db.collection('identities'),
    imports: db.collection('imports'),
    importLanes: db.collection('importLanes'),
    settlements: db.collection('settlements'),
    settlementParts: db.collection('settlementParts'),
    entries: db.collection('entries'),
    cloudCharges: db.collection('cloudCharges'),
    cycles: db.collection('cycles'),
    commands: db.collection('commands'),
    voucherCodes: db.collection('voucherCodes'),
    codeTries: db.collection('codeTries'),
    tokens: db.collection('tokens'),
    balanceMarks: db.collection('balanceMarks'),
    outbox: db.collection('outbox'),
  };
}

/** Creates every collection and index that is not there: before the first transaction, never within one. */
export async function createIndexes(db: Db): Promise<void> {
  const existing = new Set(
    (await db.listCollections({}, { nameOnly: true }).toArray()).map((each) => each.name),
  );
  // Its index is created last, and says that the older days are noted.
  const isOlder =
    existing.has('bills') &&
    !(
      existing.has('unsettledDays') &&
      (await db.collection('unsettledDays').indexExists(nameOf(dayOfUnsettled)))
    );
  if (isOlder) await noteOlderDays(collectionsOf(db));
  for (const [name, wanted] of Object.entries(indexes)) {
    if (!existing.has(name)) {
      await db.createCollection(name).catch((error: unknown) => {
        // Another process was quicker.
        if (!(
          error instanceof Error &&
          'codeName' in error &&
          error.codeName === 'NamespaceExists'
        ))
          throw error;
      });
    }
    if (wanted.length > 0)
      await db.collection(name).createIndexes(wanted.map((each) => ({ ...each })));
  }
}

/** As the server names it. */
function nameOf(key: Record<string, 1 | -1>): string {
  return Object.entries(key).flat().join('_');
}
