import type { Ledger } from '../ledger/ledger-context.js';
import { hasFollowUp } from '../ledger/outbox-queue.js';
import { connectTemporal } from './connect-temporal.js';
import { say } from './say.js';
import type { LocatedDatabase } from './session.js';
import { wakeFollowUp } from './wake-follow-up.js';

/**
 * Has messages sent that a command has left, where a Temporal server is known. Nothing is lost where
 * none answers: the next one who wakes it, or the next cycle, has them sent.
 */
export async function ringFollowUp({ temporal }: LocatedDatabase, ledger: Ledger): Promise<void> {
  const { address } = temporal;
  if (!(await hasFollowUp(ledger))) return;
  if (address === undefined) return say('messages wait: TEMPORAL_ADDRESS is not set');
  try {
    const { client, close } = await connectTemporal({ ...temporal, address });
    try {
      await wakeFollowUp(client);
    } finally {
      await close();
    }
  } catch {
    say('messages wait: Temporal does not answer');
  }
}
