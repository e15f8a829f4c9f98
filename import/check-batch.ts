import type { Currency } from '../domain/billing-cycle.js';
import { zero } from '../domain/money.js';
import type { BillRecord, ImportRecord, WorkspaceRecord } from '../domain/records.js';
import { termOn } from '../domain/workspace-terms.js';
import type { BillStamp, ImportLookups, NewRecord } from '../ledger/import-store.js';
import type { CashLimit } from './cash-limit.js';
import type { Problem, Rejection } from './problem.js';
import { identitiesOf, type RecordIdentity } from './record-identity.js';

/** A record that is right in itself, and where it came from. */
export interface ReadRecord {
  file: number;
  line: number;
  record: ImportRecord;
  /** The line as it stood in the file; only where rejects are written. */
  text?: string;
}

export interface CheckedBatch {
  toStore: NewRecord[];
  unchanged: number;
  rejections: Rejection[];
}

interface References {
  accounts: Awaited<ReturnType<ImportLookups['accounts']>>;
  cloudAccounts: Awaited<ReturnType<ImportLookups['cloudAccounts']>>;
  workspaces: Awaited<ReturnType<ImportLookups['workspaces']>>;
}

/** What a record refers to: either a stamp for a bill, or what is wrong. */
interface Referred {
  problems: Problem[];
  /** Of the account that the record belongs to, where that account is known. */
  currency?: Currency;
  stamp?: BillStamp;
}

/**
 * Sorts records out by what is stored already and by what they refer to. Of two records with one
 * identity the first counts, within the batch as before it.
 * @param beingWritten records that the lookups may not show yet.
 */
export async function checkBatch(
  batch: readonly ReadRecord[],
  {
    lookups,
    cashLimit,
    beingWritten,
  }: { lookups: ImportLookups; cashLimit: CashLimit; beingWritten: readonly NewRecord[] },
): Promise<CheckedBatch> {
  const identified = batch.map((read) => ({ read, identities: identitiesOf(read.record) }));
  const [taken, references] = await Promise.all([
    lookups.identities(identified.flatMap((each) => each.identities.map(({ id }) => id))),
    findReferences(
      lookups,
      batch.map((read) => read.record),
    ),
  ]);
  for (const { identities } of beingWritten)
    for (const { id, hash } of identities) taken.set(id, hash);
  const checked: CheckedBatch = { toStore: [], unchanged: 0, rejections: [] };
  for (const { read, identities } of identified) {
    const { file, line, record, text } = read;
    const { problems: referenceProblems, currency, stamp } = referred(record, references);
    const currencyProblems = wrongCurrency(record, currency);
    const [own] = identities;
    const stored = taken.get(own.id) === own.hash;
    const problems = stored
      ? currencyProblems
      : [...conflicts(identities, taken), ...referenceProblems, ...currencyProblems];
    if (!stored && record.kind === 'recharge') {
      const { cash = zero } = references.accounts.get(record.account) ?? {};
      problems.push(...cashLimit.problemsOf(record, cash));
    }
    if (problems.length > 0)
      checked.rejections.push({ file, line, problems, ...(text === undefined ? {} : { text }) });
    else if (stored) checked.unchanged++;
    else {
      checked.toStore.push({ record, identities, ...(stamp ? { stamp } : {}) });
      for (const { id, hash } of identities) taken.set(id, hash);
    }
  }
  return checked;
}

function conflicts(
  identities: readonly RecordIdentity[],
  taken: ReadonlyMap<string, string>,
): Problem[] {
  return identities
    .filter(({ id, hash }) => (taken.get(id) ?? hash) !== hash)
    .map(({ field, conflict }) => ({ field, reason: conflict }));
}

async function findReferences(
  lookups: ImportLookups,
  records: readonly ImportRecord[],
): Promise<References> {
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

function referred(record: ImportRecord, references: References): Referred {
  if (record.kind === 'bill') return stampOf(record, references);
  if (!('account' in record)) return { problems: [] };
  const account = references.accounts.get(record.account);
  const problems = account ? [] : [missing('account', 'account', record.account)];
  if (record.kind === 'workspace') problems.push(...cloudAccountProblems(record, references));
  return { problems, ...account };
}

function cloudAccountProblems(
  { account, settlement }: WorkspaceRecord,
  { cloudAccounts }: References,
): Problem[] {
  if (settlement.method === 'enterprise') return [];
  const field = 'settlement.cloudAccount';
  const found = cloudAccounts.get(settlement.cloudAccount);
  if (!found) return [missing(field, 'cloud account', settlement.cloudAccount)];
  if (found.account !== account) return [{ field, reason: 'belongs to another account' }];
  const { subscribedUntil } = found;
  // What becomes of its workspaces was decided when it was unsubscribed (domain rule 13).
  return subscribedUntil === undefined
    ? []
    : [{ field, reason: `was unsubscribed at ${subscribedUntil}` }];
}

/** A bill goes by the last term whose first day is not after its own day. */
function stampOf({ workspace, day }: BillRecord, references: References): Referred {
  const found = references.workspaces.get(workspace);
  if (!found) return { problems: [missing('workspace', 'workspace', workspace)] };
  const term = termOn(found.terms, day);
  const account = term && references.accounts.get(term.account);
  if (!term || !account)
    return { problems: [{ field: 'day', reason: 'its workspace has no account on this day' }] };
  const { method, cloudAccount } = term;
  const { currency } = account;
  const payer = { account: term.account, method, ...(cloudAccount ? { cloudAccount } : {}) };
  return { problems: [], currency, stamp: { ...payer, site: found.site, currency } };
}

function wrongCurrency(record: ImportRecord, ofAccount: Currency | undefined): Problem[] {
  if (record.kind === 'account' || !('currency' in record)) return [];
  if (ofAccount === undefined || record.currency === ofAccount) return [];
  return [{ field: 'currency', reason: `must be its account's, ${ofAccount}` }];
}

function missing(field: string, kind: string, id: string): Problem {
  return { field, reason: `no ${kind} "${id}" in the file or in the database` };
}
