import type { ClientSession } from 'mongodb';
import type { Instant } from '../domain/instant.js';
import type { AccountDocument } from './documents.js';
import type { Ledger } from './ledger-context.js';
import { ownWorkspaces, storeLocks } from './account-locks.js';
import { storeMessages } from './outbox.js';

/** The fields of an account with which its arrears clock starts (domain rule 10). */
export type ClockStart = Required<Pick<AccountDocument, 'arrearsSince' | 'toFollow'>>;

/** @param entry the number of the ledger entry that leaves something owed */
export function clockStart(at: Instant, entry: number): ClockStart {
  return { arrearsSince: at, toFollow: entry };
}

/** A clock that ran until nothing was owed any more. */
export interface ClearedClock {
  account: AccountDocument;
  owedSince: Instant;
}

/** Clears the clock on the account's document; `storeCleared` opens its lock in the same transaction. */
export function clearClock(account: AccountDocument): ClearedClock | undefined {
  const { arrearsSince: owedSince } = account;
  if (owedSince === undefined) return undefined;
  delete account.arrearsSince;
  delete account.course;
  delete account.followedAt;
  account.toFollow = account.entries + 1;
  return { account, owedSince };
}

/** Opens the lock of arrears with the clock that led to it, and tells of both. */
export async function storeCleared(
  ledger: Ledger,
  { cleared }: { cleared: readonly ClearedClock[] },
  session: ClientSession,
): Promise<void> {
  // Not when the money came, which may be long ago.
  const at = ledger.now();
  for (const { account, owedSince } of cleared) {
    const before = account.locks ?? [];
    const after = before.filter(({ cause }) => cause !== 'arrears');
    const unlocked = after.length < before.length;
    const key = `arrears/${owedSince}/cleared`;
    const { account: id, currency } = account;
    const message = {
      type: 'arrears.cleared',
      account: id,
      currency,
      owedSince,
      unlocked,
    } as const;
    await storeMessages(ledger, { messages: [{ key, message }], at }, session);
    if (!unlocked) continue;
    const workspaces = await ownWorkspaces(ledger, account, session);
    await storeLocks(ledger, { account, before, after, workspaces, key, at }, session);
  }
}
