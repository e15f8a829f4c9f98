import { WorkflowNotFoundError } from '@temporalio/client';
import { cycleId } from '../../domain/billing-cycle.js';
import { parkedOwners } from '../../ledger/where.js';
import type { Currency } from '../../domain/billing-cycle.js';
import { exitStatus } from '../exit-status.js';
import { print, say } from '../say.js';
import { withLedger, withTemporal, type Located } from '../session.js';

/** Says `retryNow` to the workflows of parked accounts: all of the day, or one account's. */
export async function retryCommand(
  located: Located,
  { cycle: day, account }: { cycle: string; account?: string },
): Promise<number> {
  const parked = await withLedger(located, (ledger) => parkedOwners(ledger, { day, account }));
  if (parked.length === 0) {
    say(
      `nothing of ${day}${account === undefined ? '' : ` is parked for ${account}`}: nothing to retry`,
    );
    return exitStatus.done;
  }
  const ended = await withTemporal(located, async (client) => {
    const gone: { account: string; currency: Currency }[] = [];
    for (const each of parked) {
      try {
        await client.workflow.getHandle(each.owner).executeUpdate('retryNow');
        await print(`${each.account}: tried again (${each.owner})`);
      } catch (error) {
        if (!(error instanceof WorkflowNotFoundError)) throw error;
        gone.push(each);
      }
    }
    return gone;
  });
  for (const { account: left, currency } of ended) {
    say(
      `${left}: its workflow has ended; npx settle run --cycle ${day} --currency ${currency} takes it up (${cycleId({ currency, day })})`,
    );
  }
  return ended.length > 0 ? exitStatus.needsAttention : exitStatus.done;
}
