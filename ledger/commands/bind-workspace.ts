import type { SettlementMethod } from '../../domain/records.js';
import { SettlementError } from '../../domain/settlement-error.js';
import { idForm, slugForm } from '../../domain/text-forms.js';
import { changesMethod, checkOneChangeAMonth } from '../../domain/workspace-changes.js';
import { nobody } from '../../domain/workspace-terms.js';
import type { WorkspaceDocument } from '../documents.js';
import type { Ledger } from '../ledger-context.js';
import { checkJoining } from './check-settlement-method.js';
import { takeIdentity } from './new-instruments.js';
import type { Command } from './run-command.js';
import {
  runWorkspaceCommand,
  type ChangedWorkspace,
  type WorkspaceTransaction,
} from './run-workspace-command.js';
import { storeTerm } from './store-terms.js';

export interface WorkspaceBinding {
  workspace: string;
  /** Where it is; needed for one that the center does not know yet. */
  site?: string | undefined;
  /** Enterprise settlement without it. */
  settlement?: SettlementMethod | undefined;
}

/**
 * Binds a workspace that belongs to no account to this one, from tomorrow on (domain rule 12).
 * @throws SettlementError `bad-input`, `not-found`, or `refused` with the reason in clear words
 */
export async function bindWorkspace(
  ledger: Ledger,
  command: Command,
  { workspace: id, site, settlement = { method: 'enterprise' } }: WorkspaceBinding,
): Promise<ChangedWorkspace> {
  if (!idForm.form.test(id)) throw new SettlementError('bad-input', `workspace ${idForm.reason}`);
  if (site !== undefined && !slugForm.form.test(site))
    throw new SettlementError('bad-input', `site ${slugForm.reason}`);
  const content = { workspace: id, site, ...settlement };
  const said = { name: 'bindWorkspace', change: 'bind', content } as const;
  return runWorkspaceCommand(ledger, command, said, async (transaction) => {
    const { account, asked, session } = transaction;
    const known = await ledger.collections.workspaces.findOne({ _id: id }, { session });
    const workspace = known ?? (await newWorkspace(ledger, { id, site }, transaction));
    await checkBinding(ledger, { workspace, site }, transaction);
    const term = { account: account._id, ...settlement };
    if (changesMethod(workspace.terms, term)) checkOneChangeAMonth(workspace.terms, asked.on);
    await checkJoining(ledger, { account, settlement }, transaction);
    const wanted = { account: account._id, settlement };
    return storeTerm(ledger, { workspace, wanted }, transaction);
  });
}

async function newWorkspace(
  ledger: Ledger,
  { id, site }: { id: string; site: string | undefined },
  transaction: WorkspaceTransaction,
): Promise<WorkspaceDocument> {
  if (site === undefined)
    throw new SettlementError('bad-input', `workspace ${id} is new: its site is needed`);
  await takeIdentity(ledger, { kind: 'workspace', id }, transaction);
  const { account, session } = transaction;
  const workspace = { _id: id, account: account._id, site, import: 0, terms: [] };
  await ledger.collections.workspaces.insertOne(workspace, { session });
  return workspace;
}

async function checkBinding(
  { collections }: Ledger,
  { workspace, site }: { workspace: WorkspaceDocument; site: string | undefined },
  { account, session }: WorkspaceTransaction,
): Promise<void> {
  const { _id, terms } = workspace;
  const refuse = (reason: string): never => {
    throw new SettlementError('refused', `workspace ${_id} ${reason}`);
  };
  const last = terms.at(-1)?.account ?? nobody;
  if (last === account._id) refuse('is bound to this account already');
  if (last !== nobody) refuse('is bound to another account: it has to be unbound there first');
  if (site !== undefined && site !== workspace.site) refuse(`is at ${workspace.site}`);
  const former = terms.findLast((term) => term.account !== nobody)?.account;
  if (former === undefined || former === account._id) return;
  const before = await collections.accounts.findOne({ _id: former }, { session });
  if (before && before.currency !== account.currency)
    refuse(`is billed in ${before.currency}, but account ${account._id} is in ${account.currency}`);
}
