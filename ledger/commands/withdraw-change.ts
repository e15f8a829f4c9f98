import type { SettlementMethod } from '../../domain/records.js';
import { SettlementError } from '../../domain/settlement-error.js';
import { unsubscriptionPolicies } from '../../domain/unsubscription.js';
import { formerTerm } from '../../domain/workspace-changes.js';
import type { WorkspaceTerm } from '../../domain/workspace-terms.js';
import type { Ledger } from '../ledger-context.js';
import type { Command } from './run-command.js';
import {
  ownWorkspace,
  runWorkspaceCommand,
  type ChangedWorkspace,
  type WorkspaceTransaction,
} from './run-workspace-command.js';
import { storeTerm } from './store-terms.js';

/**
 * Takes back a change of settlement method that was asked for today; it counts for the month all the same
 * (domain rule 12).
 * @throws SettlementError `not-found`, or `refused` where no change is pending
 */
export async function withdrawChange(
  ledger: Ledger,
  command: Command,
  { workspace: id }: { workspace: string },
): Promise<ChangedWorkspace> {
  const said = { name: 'withdrawChange', change: 'withdraw', content: { workspace: id } } as const;
  return runWorkspaceCommand(ledger, command, said, async (transaction) => {
    const workspace = await ownWorkspace(ledger, id, transaction);
    const former = formerTerm(workspace.terms, transaction.asked.on);
    await checkGoingBack(ledger, former, transaction);
    const wanted = { account: former.account, settlement: settlementOf(former) };
    return storeTerm(ledger, { workspace, wanted }, transaction);
  });
}

/** Nobody goes back to a cloud account whose workspaces have switched when it was unsubscribed. */
async function checkGoingBack(
  { collections }: Ledger,
  { cloudAccount: _id }: WorkspaceTerm,
  { session }: WorkspaceTransaction,
): Promise<void> {
  if (_id === undefined) return;
  const found = await collections.cloudAccounts.findOne({ _id }, { session });
  if (found?.subscribedUntil !== undefined && unsubscriptionPolicies[found.provider] === 'switch')
    throw new SettlementError('refused', `cloud account ${_id} is not subscribed any more`);
}

function settlementOf({ method, cloudAccount }: WorkspaceTerm): SettlementMethod {
  return method === 'cloud' && cloudAccount !== undefined
    ? { method, cloudAccount }
    : { method: 'enterprise' };
}
