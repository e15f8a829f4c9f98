import type { Collection } from 'mongodb';
import type { Ledger } from '../ledger-context.js';
import { AccountCursor } from './account-cursor.js';
import {
  bookNames,
  booksOf,
  type AccountBooks,
  type AccountDocuments,
  type BookName,
  type StoredBooks,
} from './account-books.js';
import type { Report } from './difference.js';
import { withSnapshot, type Snapshot } from './snapshot.js';

/** The index that gives each collection in the order of accounts. */
export const accountIndexes: Record<BookName, Record<string, 1>> = {
  accounts: { account: 1 },
  workspaces: { account: 1, _id: 1 },
  cloudAccounts: { account: 1, _id: 1 },
  vouchers: { account: 1, type: 1, usedUp: 1 },
  storedValueCards: { account: 1, usedUp: 1 },
  recharges: { account: 1, at: 1, _id: 1 },
  bills: { account: 1, day: 1, workspace: 1 },
  settlements: { account: 1, cycle: 1, n: 1 },
  settlementParts: { account: 1, settlement: 1, part: 1 },
  entries: { account: 1, number: 1 },
  cloudCharges: { account: 1, key: 1 },
  huaweiOrders: { account: 1 },
  rechargeOrders: { account: 1, requestedAt: 1, _id: 1 },
  voucherCodes: { account: 1 },
  commands: { account: 1, key: 1 },
};

/** Far below the minutes that the server keeps a snapshot. */
const snapshotSeconds = 20;
const documentsAtOnce = 500;

/** Accounts after the one and up to the other; without it, to the end. */
export interface AccountRange {
  after: string;
  upTo?: string;
}

/**
 * Every account of the range that any document names, in id order, each as of one moment. Snapshots
 * follow one another between two accounts; never more than one account and a batch of each collection
 * is held.
 */
export async function forEachAccountBooks(
  ledger: Ledger,
  range: AccountRange,
  report: Report,
  visit: (books: AccountBooks) => void,
): Promise<void> {
  let after: string | undefined = range.after;
  while (after !== undefined) {
    const rest: AccountRange = { ...range, after };
    after = await withSnapshot(ledger, (snapshot) =>
      visitRange(ledger, { range: rest, snapshot, report, visit }),
    );
  }
}

interface Visit {
  range: AccountRange;
  snapshot: Snapshot;
  report: Report;
  visit: (books: AccountBooks) => void;
}

/** @returns the account after which the next snapshot goes on; undefined at the end. */
async function visitRange(
  ledger: Ledger,
  { range, snapshot, report, visit }: Visit,
): Promise<string | undefined> {
  const until = performance.now() + snapshotSeconds * 1000;
  const state = await ledger.collections.imports.findOne({ _id: 'imports' }, snapshot());
  const imports = { published: state?.published ?? 0, posted: state?.posted ?? 0 };
  const cursors = openCursors(ledger, range, snapshot);
  try {
    for (;;) {
      const id = await leastAccount(cursors);
      if (id === undefined) return undefined;
      const stored = await takeAll(cursors, id);
      const otherWorkspaces = await workspacesOfOthers(ledger, stored, snapshot);
      visit(booksOf(stored, { id, imports, otherWorkspaces }, report));
      if (performance.now() > until) return id;
    }
  } finally {
    await Promise.all(Object.values(cursors).map((cursor) => cursor.close()));
  }
}

type Cursors = { [Name in BookName]: AccountCursor<AccountDocuments[Name]> };

function openCursors(
  { client, collections }: Ledger,
  range: AccountRange,
  snapshot: Snapshot,
): Cursors {
  const open = <T extends { account: string }>(
    name: BookName,
    collection: Collection<T>,
  ): AccountCursor<T> =>
    new AccountCursor(collection, {
      range,
      index: accountIndexes[name],
      batchSize: documentsAtOnce,
      snapshot,
    });
  return {
    accounts: open('accounts', collections.accounts),
    workspaces: open('workspaces', collections.workspaces),
    cloudAccounts: open('cloudAccounts', collections.cloudAccounts),
    vouchers: open('vouchers', collections.vouchers),
    storedValueCards: open('storedValueCards', collections.storedValueCards),
    recharges: open('recharges', collections.recharges),
    bills: open('bills', collections.bills),
    settlements: open('settlements', collections.settlements),
    settlementParts: open('settlementParts', collections.settlementParts),
    entries: open('entries', collections.entries),
    cloudCharges: open('cloudCharges', collections.cloudCharges),
    // The cursor leaves out those without an account.
    huaweiOrders: open(
      'huaweiOrders',
      client.db(collections.huaweiOrders.dbName).collection('huaweiOrders'),
    ),
    rechargeOrders: open('rechargeOrders', collections.rechargeOrders),
    voucherCodes: open(
      'voucherCodes',
      client.db(collections.voucherCodes.dbName).collection('voucherCodes'),
    ),
    commands: open('commands', collections.commands),
  };
}

async function leastAccount(cursors: Cursors): Promise<string | undefined> {
  let least: string | undefined;
  for (const name of bookNames) {
    const account = await cursors[name].account();
    if (account !== undefined && (least === undefined || account < least)) least = account;
  }
  return least;
}

async function takeAll(cursors: Cursors, id: string): Promise<StoredBooks> {
  return {
    accounts: await cursors.accounts.take(id),
    workspaces: await cursors.workspaces.take(id),
    cloudAccounts: await cursors.cloudAccounts.take(id),
    vouchers: await cursors.vouchers.take(id),
    storedValueCards: await cursors.storedValueCards.take(id),
    recharges: await cursors.recharges.take(id),
    bills: await cursors.bills.take(id),
    settlements: await cursors.settlements.take(id),
    settlementParts: await cursors.settlementParts.take(id),
    entries: await cursors.entries.take(id),
    cloudCharges: await cursors.cloudCharges.take(id),
    huaweiOrders: await cursors.huaweiOrders.take(id),
    rechargeOrders: await cursors.rechargeOrders.take(id),
    voucherCodes: await cursors.voucherCodes.take(id),
    commands: await cursors.commands.take(id),
  };
}

/** Workspaces that a bill or a command of the account names and that belong to another one now. */
async function workspacesOfOthers(
  { collections }: Ledger,
  { bills, commands, workspaces }: StoredBooks,
  snapshot: Snapshot,
): Promise<AccountDocuments['workspaces'][]> {
  const own = new Set(workspaces.map(({ _id }) => _id));
  const named = [
    ...bills.map(({ workspace }) => workspace),
    ...commands.map(({ content }) => content['workspace']),
  ];
  const others = new Set(
    named.filter((id): id is string => typeof id === 'string' && !own.has(id)),
  );
  if (others.size === 0) return [];
  return collections.workspaces.find({ _id: { $in: [...others] } }, snapshot()).toArray();
}
