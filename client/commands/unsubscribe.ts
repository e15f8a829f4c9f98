import { unsubscribe, type Unsubscription } from '../../ledger/unsubscribe.js';
import { exitStatus } from '../exit-status.js';
import { ringFollowUp } from '../ring-follow-up.js';
import { print, say } from '../say.js';
import { withLedger, type LocatedDatabase } from '../session.js';

/** Prints until when it was subscribed and what became of each of its workspaces, a line each. */
export async function unsubscribeCommand(
  located: LocatedDatabase,
  wanted: Unsubscription,
): Promise<number> {
  const { until, switched, locked } = await withLedger(located, async (ledger) => {
    const done = await unsubscribe(ledger, wanted, () =>
      say('an import is running; this waits for it'),
    );
    await ringFollowUp(located, ledger);
    return done;
  });
  await print(`${wanted.cloudAccount}: subscribed until ${until}`);
  for (const { workspace, from } of switched)
    await print(`${workspace}: enterprise settlement from ${from} on`);
  for (const workspace of locked)
    await print(`${workspace}: locked until it is moved to enterprise or another cloud account`);
  return exitStatus.done;
}
