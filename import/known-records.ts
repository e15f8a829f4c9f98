import type { ImportRecord } from '../domain/records.js';
import { importedTerms } from '../domain/workspace-terms.js';
import type { ImportLookups, NewRecord } from '../ledger/import-store.js';
import type { IdentifiedRecord } from './record-identity.js';

/** What the records of a batch may collide with or refer to, by id. */
export interface Known {
  hashes: Awaited<ReturnType<ImportLookups['identities']>>;
  accounts: Awaited<ReturnType<ImportLookups['accounts']>>;
  cloudAccounts: Awaited<ReturnType<ImportLookups['cloudAccounts']>>;
  workspaces: Awaited<ReturnType<ImportLookups['workspaces']>>;
}

type Found<Kind extends keyof Known> =
  Known[Kind] extends Map<string, infer Value> ? Value | undefined : never;

/** What the database shows of what a batch names. */
export async function lookUp(
  batch: readonly IdentifiedRecord[],
  lookups: ImportLookups,
): Promise<Known> {
  const ids = batch.flatMap(({ identities }) => identities.map(({ id }) => id));
  const [hashes, references] = await Promise.all([
    lookups.identities(ids),
    lookUpReferences(
      batch.map(({ record }) => record),
      lookups,
    ),
  ]);
  return { hashes, ...references };
}

async function lookUpReferences(
  records: readonly ImportRecord[],
  lookups: ImportLookups,
): Promise<Omit<Known, 'hashes'>> {
  const accountIds = new Set<string>();
  const cloudAccountIds = new Set<string>();
  const workspaceIds = new Set<string>();
  for (const record of records) {
    if ('account' in record) accountIds.add(record.account);
    if ('workspace' in record) workspaceIds.add(record.workspace);
    if (record.kind === 'workspace' && record.settlement.method === 'cloud')
      cloudAccountIds.add(record.settlement.cloudAccount);
  }
  const [workspaces, cloudAccounts] = await Promise.all([
    lookups.workspaces([...workspaceIds]),
    lookups.cloudAccounts([...cloudAccountIds]),
  ]);
  for (const { terms } of workspaces.values())
    for (const { account } of terms) accountIds.add(account);
  return { accounts: await lookups.accounts([...accountIds]), cloudAccounts, workspaces };
}

/**
 * What there is for the records of one batch after the other: what the database showed when it was
 * asked, and what the last batches brought, which it may not have shown yet.
 */
export class KnownRecords {
  private shown: Known = nothingKnown();
  private readonly brought: Known[] = [];
  private readonly batchesAhead: number;

  /** @param batchesAhead so many batches before it may not have been written when a batch is looked up */
  constructor(batchesAhead: number) {
    this.batchesAhead = batchesAhead;
  }

  turnTo(shown: Known): void {
    this.shown = shown;
    this.brought.unshift(nothingKnown());
    this.brought.splice(this.batchesAhead + 1);
  }

  hashOf(id: string): Found<'hashes'> {
    return this.find('hashes', id);
  }

  account(id: string): Found<'accounts'> {
    return this.find('accounts', id);
  }

  cloudAccount(id: string): Found<'cloudAccounts'> {
    return this.find('cloudAccounts', id);
  }

  workspace(id: string): Found<'workspaces'> {
    return this.find('workspaces', id);
  }

  add({ record, identities }: NewRecord): void {
    const [newest] = this.brought;
    if (!newest) return;
    for (const { id, hash } of identities) newest.hashes.set(id, hash);
    if (record.kind === 'account') newest.accounts.set(record.id, record);
    if (record.kind === 'cloudAccount') newest.cloudAccounts.set(record.id, record);
    if (record.kind === 'workspace') {
      const { id, account, site } = record;
      newest.workspaces.set(id, { site, terms: importedTerms(record) });
      // Nobody looks up whose account it is, as long as the database does not show it.
      const owner = this.account(account);
      if (owner) newest.accounts.set(account, owner);
    }
  }

  private find<Kind extends keyof Known>(kind: Kind, id: string): Found<Kind>;
  private find(kind: keyof Known, id: string): unknown {
    for (const batch of this.brought) {
      const found = batch[kind].get(id);
      if (found !== undefined) return found;
    }
    return this.shown[kind].get(id);
  }
}

export function nothingKnown(): Known {
  return {
    hashes: new Map(),
    accounts: new Map(),
    cloudAccounts: new Map(),
    workspaces: new Map(),
  };
}
