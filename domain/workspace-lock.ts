import type { Instant } from './instant.js';

/**
 * Why workspaces are locked; each lock keeps its cause, and a workspace is open when no cause is left
 * (domain rule 10). One of arrears holds for every workspace of its account, the other for one whose
 * cloud account was unsubscribed (rule 13).
 */
export type Lock = ArrearsLock | SubscriptionLock;

export interface ArrearsLock {
  cause: 'arrears';
  since: Instant;
  /** The clock that came to its end. */
  owedSince: Instant;
}

export interface SubscriptionLock {
  cause: 'cloud-account-unsubscribed';
  workspace: string;
  cloudAccount: string;
  since: Instant;
}

export type LockCause = Lock['cause'];

/** Those that hold for a workspace of the account that has these locks. */
export function locksOf(locks: readonly Lock[], workspace: string): Lock[] {
  return locks.filter((lock) => lock.cause === 'arrears' || lock.workspace === workspace);
}

/** The causes that lock a workspace; it is open where there is none. */
export function causesOf(locks: readonly Lock[], workspace: string): LockCause[] {
  return [...new Set(locksOf(locks, workspace).map(({ cause }) => cause))].toSorted();
}
