import { invariant, SettlementError } from '../../domain/settlement-error.js';
import type { Ledger } from '../ledger-context.js';
import { runCommand, type Command } from './run-command.js';

/**
 * Has a message sent once more, to everybody who is to be told by then; those that have it already know
 * it by its id. One that a later one has overtaken stays unsent.
 * @throws SettlementError `not-found`
 */
export async function replayMessage(
  ledger: Ledger,
  asked: Omit<Command, 'account'>,
  { message: id }: { message: string },
): Promise<{ message: string; account: string; state: 'waiting' }> {
  const { outbox } = ledger.collections;
  const found = await outbox.findOne({ _id: id });
  if (!found) throw new SettlementError('not-found', `no message ${id}`);
  const command = { ...asked, account: found.account };
  const said = { name: 'replayMessage', content: { message: id } };
  return runCommand(ledger, command, said, async ({ at, session }) => {
    const replayed = await outbox.updateOne(
      { _id: id },
      { $set: { state: 'waiting', nextAt: at, deliveries: [] } },
      { session },
    );
    invariant(replayed.matchedCount === 1, `message ${id} went away`);
    return { message: id, account: found.account, state: 'waiting' };
  });
}
