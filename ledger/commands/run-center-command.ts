import type { ClientSession } from 'mongodb';
import type { Instant } from '../../domain/instant.js';
import { databaseNow } from '../database-clock.js';
import type { Ledger } from '../ledger-context.js';
import { inTransaction } from '../transaction.js';
import {
  center,
  checkKey,
  earlierCommand,
  recordCommand,
  type Command,
  type Said,
} from './run-command.js';

/**
 * Does `work` once for the key of a command that belongs to no account, and keeps it in the trail.
 * @throws SettlementError `bad-input` for a key that is none, or `other-content`
 */
export async function runCenterCommand<R extends object>(
  ledger: Ledger,
  asked: Omit<Command, 'account'>,
  said: Said,
  work: (transaction: { session: ClientSession; at: Instant }) => Promise<R>,
): Promise<R> {
  const command = { ...asked, account: center };
  checkKey(command);
  const at = await databaseNow(ledger);
  return inTransaction(ledger.client, async (session) => {
    const known = await earlierCommand(ledger, { command, said }, session);
    // Written by this function for a command of this name.
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion
    if (known) return known.result as R;
    const result = await work({ session, at });
    await recordCommand(ledger, { command, said, result, at }, session);
    return result;
  });
}
