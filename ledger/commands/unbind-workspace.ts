import { nobody } from '../../domain/workspace-terms.js';
import type { Ledger } from '../ledger-context.js';
import { checkLeaving } from './check-settlement-method.js';
import type { Command } from './run-command.js';
import { firstDay, ownWorkspace, runWorkspaceCommand } from './run-workspace-command.js';
import { storeTerm } from './store-terms.js';

/**
 * From tomorrow on the workspace belongs to no account, and bills of such days are refused; older bills,
 * charges and arrears stay with the account (domain rule 12).
 * @throws SettlementError `not-found`, or `refused` with the reason in clear words
 */
export async function unbindWorkspace(
  ledger: Ledger,
  command: Command,
  { workspace: id }: { workspace: string },
): Promise<{ workspace: string; from: string }> {
  const said = { name: 'unbindWorkspace', change: 'unbind', content: { workspace: id } } as const;
  return runWorkspaceCommand(ledger, command, said, async (transaction) => {
    const workspace = await ownWorkspace(ledger, id, transaction);
    await checkLeaving(ledger, { workspace }, transaction);
    const wanted = { account: nobody, settlement: { method: 'enterprise' } } as const;
    await storeTerm(ledger, { workspace, wanted }, transaction);
    return { workspace: id, from: firstDay(transaction) };
  });
}
