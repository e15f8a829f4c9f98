import { SettlementError } from '../../domain/settlement-error.js';
import { causesOf, locksOf, type Lock, type LockCause } from '../../domain/workspace-lock.js';
import { nobody } from '../../domain/workspace-terms.js';
import { publishedImport } from '../cycles.js';
import type { Ledger } from '../ledger-context.js';
import type { PageOfAll } from './operations.js';
import { oneMore, pageOf, type Page } from './page.js';

/** Whether a workspace is locked, for whoever lets it consume (domain rules 10 and 13). */
export interface WorkspaceLocks {
  workspace: string;
  site: string;
  /** Who pays from today or tomorrow on; absent where nobody does. */
  account?: string;
  locked: boolean;
  locks: Lock[];
}

/** @throws SettlementError `not-found` */
export async function readWorkspaceLocks(
  ledger: Ledger,
  { workspace: id }: { workspace: string },
): Promise<WorkspaceLocks> {
  const { accounts, workspaces } = ledger.collections;
  const workspace = await workspaces.findOne({
    _id: id,
    import: { $lte: await publishedImport(ledger) },
  });
  if (!workspace) throw new SettlementError('not-found', `no workspace ${id}`);
  const { site, terms } = workspace;
  const account = terms.at(-1)?.account ?? nobody;
  if (account === nobody) return { workspace: id, site, locked: false, locks: [] };
  const payer = await accounts.findOne({ _id: account });
  const locks = locksOf(payer?.locks ?? [], id);
  return { workspace: id, site, account, locked: locks.length > 0, locks };
}

/** An account with workspaces that are locked, and why each is. */
export interface LockedWorkspaces {
  account: string;
  workspaces: { workspace: string; site: string; causes: LockCause[] }[];
}

/** Every workspace that is locked, by accounts in id order: what to compare one's own list with. */
export async function listLockedWorkspaces(
  { collections: { accounts, workspaces } }: Ledger,
  { after = '', limit }: PageOfAll,
): Promise<Page<LockedWorkspaces>> {
  const found = await accounts
    .find({ 'locks.cause': { $gt: '' }, _id: { $gt: after } })
    .sort({ _id: 1 })
    .limit(oneMore(limit))
    .hint({ _id: 1, 'locks.cause': 1 })
    .toArray();
  const ids = found.map(({ _id }) => _id);
  const theirs = await workspaces
    .find({ account: { $in: ids } })
    .sort({ account: 1, _id: 1 })
    .toArray();
  return pageOf(found, limit, {
    row: ({ _id: account, locks = [] }) => ({
      account,
      workspaces: theirs
        .filter(({ terms }) => terms.at(-1)?.account === account)
        .map(({ _id: workspace, site }) => ({
          workspace,
          site,
          causes: causesOf(locks, workspace),
        }))
        .filter(({ causes }) => causes.length > 0),
    }),
    cursor: ({ _id }) => _id,
  });
}
