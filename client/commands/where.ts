import { readSettlementsOf } from '../../ledger/where.js';
import { CommandError, exitStatus } from '../exit-status.js';
import { print } from '../say.js';
import { withLedger, type LocatedDatabase } from '../session.js';

/** The settlements of an account, newest first, and the workflow of each: as the database has it. */
export async function whereCommand(located: LocatedDatabase, account: string): Promise<number> {
  const found = await withLedger(located, (ledger) => readSettlementsOf(ledger, account));
  if (!found) throw new CommandError(`no account ${account}`);
  for (const { cycle, n, state, reason, owner } of found) {
    const supplement = n > 1 ? ` (supplement ${n})` : '';
    await print(`${cycle}${supplement}  ${state}${reason ? `: ${reason}` : ''}  ${owner}`);
  }
  if (found.length === 0) await print(`${account} has no settlement yet`);
  return exitStatus.done;
}
