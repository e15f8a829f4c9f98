import type { Instant } from '../../domain/instant.js';
import { SettlementError } from '../../domain/settlement-error.js';
import { betweenImports } from '../between-imports.js';
import type { Ledger } from '../ledger-context.js';
import { unsubscribedBy, unsubscribeLocked, type Unsubscribed } from '../unsubscribe.js';
import { runCommand, type Command } from './run-command.js';

/** A customer waits for the answer. */
const waitSeconds = 30;

/**
 * Notes that a cloud account was unsubscribed, now or at an earlier instant: its workspaces switch or lock
 * by its vendor's policy (domain rule 13).
 * @throws SettlementError `not-found`, `refused` with the reason in clear words, or `server-away` while an
 * import runs for longer than somebody waits
 */
export async function unsubscribeCloudAccount(
  ledger: Ledger,
  command: Command,
  { cloudAccount, at }: { cloudAccount: string; at?: Instant | undefined },
): Promise<Unsubscribed> {
  const said = { name: 'unsubscribeCloudAccount', content: { cloudAccount, at } };
  return betweenImports(
    ledger,
    undefined,
    (isOurs) =>
      runCommand(ledger, command, said, async ({ account, published, session, at: now }) => {
        await isOurs(session);
        const found = await ledger.collections.cloudAccounts.findOne(
          { _id: cloudAccount, account: account._id, import: { $lte: published } },
          { session },
        );
        if (!found)
          throw new SettlementError(
            'not-found',
            `account ${account._id} has no cloud account ${cloudAccount}`,
          );
        const wanted = { cloudAccount, ...(at === undefined ? {} : { at }) };
        await unsubscribeLocked(ledger, { wanted, account, now }, session);
        return unsubscribedBy(ledger, cloudAccount, session);
      }),
    waitSeconds,
  );
}
