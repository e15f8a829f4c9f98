import { dayAt, type Day } from '../../domain/billing-cycle.js';
import type { Method } from '../../domain/deduction-order.js';
import { locksOf, type Lock } from '../../domain/workspace-lock.js';
import { termOn, type WorkspaceTerm } from '../../domain/workspace-terms.js';
import { publishedImport } from '../cycles.js';
import type { AccountDocument, WorkspaceDocument } from '../documents.js';
import type { Ledger } from '../ledger-context.js';
import { accountOf } from './account-of.js';
import { oneMore, pageOf, type Page, type PageOf } from './page.js';

/** How a workspace's bills are paid, from a day on. */
export interface WorkspaceTermRow {
  from: Day;
  /** Of the asking account; false where another account pays from that day on, or nobody does. */
  own: boolean;
  method: Method;
  cloudAccount?: string;
  /** Why it changed without anybody asking for it. */
  cause?: NonNullable<WorkspaceTerm['cause']>;
}

export interface WorkspaceRow {
  workspace: string;
  site: string;
  /** The terms of today; absent where none holds yet. */
  now?: WorkspaceTermRow;
  /** Those that take the place of today's on a later day. */
  pending: WorkspaceTermRow[];
  /** Why it is locked; it is open where this is empty. */
  locks: Lock[];
}

export interface WorkspacesOf extends PageOf {
  /** Only this one. */
  workspace?: string | undefined;
}

/** Every workspace that an account has, had or will have, in id order, with its terms and locks. */
export async function listWorkspaces(
  ledger: Ledger,
  { account, after = '', limit, workspace: only }: WorkspacesOf,
): Promise<Page<WorkspaceRow>> {
  const owner = await accountOf(ledger, account);
  const found = await ledger.collections.workspaces
    .find({
      'terms.account': account,
      _id: { $gt: after, ...(only === undefined ? {} : { $eq: only }) },
      import: { $lte: await publishedImport(ledger) },
    })
    // Not by the terms as well: those of other accounts would make the server sort.
    .sort({ _id: 1 })
    .limit(oneMore(limit))
    .hint({ 'terms.account': 1, _id: 1 })
    .toArray();
  const today = dayAt(ledger.now(), ledger.zones[owner.currency]);
  return pageOf(found, limit, {
    row: (workspace) => workspaceRow(workspace, owner, today),
    cursor: ({ _id }) => _id,
  });
}

function workspaceRow(
  { _id, site, terms }: WorkspaceDocument,
  owner: AccountDocument,
  today: Day,
): WorkspaceRow {
  const now = termOn(terms, today);
  return {
    workspace: _id,
    site,
    ...(now === undefined ? {} : { now: termRow(now, owner.account) }),
    pending: terms
      .filter((term) => term.from > today && termOn(terms, term.from) === term)
      .map((term) => termRow(term, owner.account)),
    locks: locksOf(owner.locks ?? [], _id),
  };
}

function termRow(term: WorkspaceTerm, account: string): WorkspaceTermRow {
  const { from, method, cloudAccount, cause } = term;
  return {
    from,
    own: term.account === account,
    method,
    ...(cloudAccount === undefined ? {} : { cloudAccount }),
    ...(cause === undefined ? {} : { cause }),
  };
}
