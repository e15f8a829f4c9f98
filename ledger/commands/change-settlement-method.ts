import type { SettlementMethod } from '../../domain/records.js';
import { SettlementError } from '../../domain/settlement-error.js';
import { checkOneChangeAMonth, comingTerm, hasSettlement } from '../../domain/workspace-changes.js';
import type { Ledger } from '../ledger-context.js';
import { checkJoining, checkLeaving } from './check-settlement-method.js';
import type { Command } from './run-command.js';
import {
  ownWorkspace,
  runWorkspaceCommand,
  type ChangedWorkspace,
} from './run-workspace-command.js';
import { storeTerm } from './store-terms.js';

/**
 * Changes how a workspace's bills are paid from tomorrow on, at most once in a calendar month (domain
 * rule 12).
 * @throws SettlementError `not-found`, or `refused` with the reason in clear words
 */
export async function changeSettlementMethod(
  ledger: Ledger,
  command: Command,
  { workspace: id, settlement }: { workspace: string; settlement: SettlementMethod },
): Promise<ChangedWorkspace> {
  const content = { workspace: id, ...settlement };
  const said = { name: 'changeSettlementMethod', change: 'method', content } as const;
  return runWorkspaceCommand(ledger, command, said, async (transaction) => {
    const { account, asked } = transaction;
    const workspace = await ownWorkspace(ledger, id, transaction);
    const coming = comingTerm(workspace.terms, asked.on);
    if (coming && hasSettlement(coming, settlement))
      throw new SettlementError('refused', `workspace ${id} settles that way already`);
    checkOneChangeAMonth(workspace.terms, asked.on);
    await checkLeaving(ledger, { workspace, settlement }, transaction);
    await checkJoining(ledger, { account, settlement }, transaction);
    const wanted = { account: account._id, settlement };
    return storeTerm(ledger, { workspace, wanted }, transaction);
  });
}
