import { dayAt, nextDay, type Day } from '../../domain/billing-cycle.js';
import type { AskedChange, WorkspaceTerm } from '../../domain/workspace-terms.js';
import { SettlementError } from '../../domain/settlement-error.js';
import { betweenImports } from '../between-imports.js';
import type { WorkspaceDocument } from '../documents.js';
import type { Ledger } from '../ledger-context.js';
import { runCommand, type Command, type CommandTransaction } from './run-command.js';

/** A command on a workspace, under the lock of its account, while no import stamps bills. */
export interface WorkspaceTransaction extends CommandTransaction {
  /** The day of the request, in the center's zone, with the command: what a new term carries. */
  asked: AskedChange;
}

/** How a workspace settles from a day on. */
export interface ChangedWorkspace {
  workspace: string;
  /** The first day; those before are settled as they were. */
  from: Day;
  method: WorkspaceTerm['method'];
  cloudAccount?: string;
}

/** A customer waits for the answer. */
const waitSeconds = 30;

/**
 * Runs a command that changes the terms of workspaces: beside no import, whose bills carry them.
 * @throws SettlementError `server-away` while an import runs for longer than somebody waits
 */
export async function runWorkspaceCommand<R extends object>(
  ledger: Ledger,
  command: Command,
  said: { name: string; change: AskedChange['change']; content: Record<string, unknown> },
  work: (transaction: WorkspaceTransaction) => Promise<R>,
): Promise<R> {
  const { change, name, content } = said;
  return betweenImports(
    ledger,
    undefined,
    (isOurs) =>
      runCommand(ledger, command, { name, content }, async (transaction) => {
        await isOurs(transaction.session);
        const on = dayAt(transaction.at, ledger.zones[transaction.account.currency]);
        const asked = { change, on, command: `${command.account}/${command.key}` };
        return work({ ...transaction, asked });
      }),
    waitSeconds,
  );
}

/** @throws SettlementError `not-found` where the account has no such workspace from tomorrow on */
export async function ownWorkspace(
  { collections }: Ledger,
  id: string,
  { account, published, session }: CommandTransaction,
): Promise<WorkspaceDocument> {
  const found = await collections.workspaces.findOne(
    { _id: id, import: { $lte: published } },
    { session },
  );
  if (!found || found.terms.at(-1)?.account !== account._id)
    throw new SettlementError('not-found', `account ${account._id} has no workspace ${id}`);
  return found;
}

export function changedWorkspace(
  workspace: string,
  { from, method, cloudAccount }: Pick<WorkspaceTerm, 'from' | 'method' | 'cloudAccount'>,
): ChangedWorkspace {
  return { workspace, from, method, ...(cloudAccount === undefined ? {} : { cloudAccount }) };
}

export function firstDay({ asked }: WorkspaceTransaction): Day {
  return nextDay(asked.on);
}
