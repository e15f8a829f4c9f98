import { unsubscriptionPolicies } from '../../domain/unsubscription.js';
import type { WorkspaceTerm } from '../../domain/workspace-terms.js';
import type { Ledger } from '../ledger-context.js';
import type { WorkspaceTransaction } from './run-workspace-command.js';

const cause = 'cloud-account-unsubscribed';

/**
 * A workspace that is to leave its unsubscribed cloud account opens at once, and one that is to stay
 * with it after all is locked again (domain rule 13).
 */
export async function followTerms(
  { collections }: Ledger,
  { workspace, term }: { workspace: string; term: WorkspaceTerm },
  { account, at, session }: WorkspaceTransaction,
): Promise<void> {
  const { cloudAccount } = term;
  const left =
    cloudAccount === undefined
      ? null
      : await collections.cloudAccounts.findOne({ _id: cloudAccount }, { session });
  const locks =
    left?.subscribedUntil !== undefined && unsubscriptionPolicies[left.provider] === 'lock';
  const filter = { _id: account._id };
  await collections.accounts.updateOne(
    filter,
    { $pull: { locks: { cause, workspace } } },
    { session },
  );
  if (!locks || cloudAccount === undefined) return;
  const lock = { cause, workspace, cloudAccount, since: at } as const;
  await collections.accounts.updateOne(filter, { $push: { locks: lock } }, { session });
}
