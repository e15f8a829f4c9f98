import type { Currency } from '../domain/billing-cycle.js';
import { zero } from '../domain/money.js';
import type { BillRecord, ImportRecord, WorkspaceRecord } from '../domain/records.js';
import { termOn } from '../domain/workspace-terms.js';
import type { BillStamp, NewRecord } from '../ledger/import-store.js';
import type { CashLimit } from './cash-limit.js';
import type { KnownRecords } from './known-records.js';
import type { Problem } from './problem.js';
import { conflictOf, type IdentifiedRecord } from './record-identity.js';

export type Verdict =
  | { store: NewRecord }
  /** The same record is stored already. */
  | 'unchanged'
  | {
      problems: Problem[];
      /** It refers to what is not there, or not yet. */
      isEarly: boolean;
    };

/** What a record refers to: either a stamp for a bill, or what is wrong. */
interface Referred {
  missing: Problem[];
  problems: Problem[];
  /** Of the account that the record belongs to, where that account is known. */
  currency?: Currency;
  stamp?: BillStamp;
}

/** Judges a record that is right in itself by what is stored already and by what it refers to. */
export function checkRecord(
  identified: IdentifiedRecord,
  { known, cashLimit }: { known: KnownRecords; cashLimit: CashLimit },
): Verdict {
  const { record, identities } = identified;
  const { missing, problems: wrong, currency, stamp } = referred(record, known);
  const currencyProblems = wrongCurrency(record, currency);
  const [own] = identities;
  if (known.hashOf(own.id) === own.hash)
    return currencyProblems.length === 0
      ? 'unchanged'
      : { problems: currencyProblems, isEarly: false };
  const problems = [...conflicts(identified, known), ...missing, ...wrong, ...currencyProblems];
  if (record.kind === 'recharge' && missing.length === 0) {
    const { cash = zero } = known.account(record.account) ?? {};
    problems.push(...cashLimit.problemsOf(record, cash));
  }
  if (problems.length > 0) return { problems, isEarly: missing.length > 0 };
  return { store: { record, identities, ...(stamp ? { stamp } : {}) } };
}

function conflicts({ record, identities }: IdentifiedRecord, known: KnownRecords): Problem[] {
  return identities.flatMap(({ id, hash }, place) =>
    (known.hashOf(id) ?? hash) === hash ? [] : [conflictOf(record, place)],
  );
}

function referred(record: ImportRecord, known: KnownRecords): Referred {
  if (record.kind === 'bill') return stampOf(record, known);
  if (!('account' in record)) return { missing: [], problems: [] };
  const account = known.account(record.account);
  const missing = account ? [] : [absent('account', 'account', record.account)];
  const ofWorkspace = record.kind === 'workspace' ? cloudAccountOf(record, known) : undefined;
  return {
    missing: [...missing, ...(ofWorkspace?.missing ?? [])],
    problems: ofWorkspace?.problems ?? [],
    ...account,
  };
}

function cloudAccountOf(
  { account, settlement }: WorkspaceRecord,
  known: KnownRecords,
): Pick<Referred, 'missing' | 'problems'> {
  if (settlement.method === 'enterprise') return { missing: [], problems: [] };
  const field = 'settlement.cloudAccount';
  const found = known.cloudAccount(settlement.cloudAccount);
  if (!found)
    return { missing: [absent(field, 'cloud account', settlement.cloudAccount)], problems: [] };
  const { subscribedUntil } = found;
  if (found.account !== account)
    return { missing: [], problems: [{ field, reason: 'belongs to another account' }] };
  // What becomes of its workspaces was decided when it was unsubscribed (domain rule 13).
  return {
    missing: [],
    problems:
      subscribedUntil === undefined
        ? []
        : [{ field, reason: `was unsubscribed at ${subscribedUntil}` }],
  };
}

/** A bill goes by the last term whose first day is not after its own day. */
function stampOf({ workspace, day }: BillRecord, known: KnownRecords): Referred {
  const found = known.workspace(workspace);
  if (!found) return { missing: [absent('workspace', 'workspace', workspace)], problems: [] };
  const term = termOn(found.terms, day);
  const account = term && known.account(term.account);
  if (!term || !account) {
    const reason = 'its workspace has no account on this day';
    return { missing: [], problems: [{ field: 'day', reason }] };
  }
  const { method, cloudAccount } = term;
  const { currency } = account;
  const payer = { account: term.account, method, ...(cloudAccount ? { cloudAccount } : {}) };
  const stamp = { ...payer, site: found.site, currency };
  return { missing: [], problems: [], currency, stamp };
}

function wrongCurrency(record: ImportRecord, ofAccount: Currency | undefined): Problem[] {
  if (record.kind === 'account' || !('currency' in record)) return [];
  if (ofAccount === undefined || record.currency === ofAccount) return [];
  return [{ field: 'currency', reason: `must be its account's, ${ofAccount}` }];
}

function absent(field: string, kind: string, id: string): Problem {
  return { field, reason: `no ${kind} "${id}" in the file or in the database` };
}
