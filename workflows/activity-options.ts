import type { ActivityOptions } from '@temporalio/workflow';

/**
 * Retry policies by meaning, all of them here.
 *
 * A killed worker is noticed by its missing heartbeat, so a step goes on elsewhere after
 * `heartbeatTimeout`, once MongoDB has given up the transaction that was left open.
 */
const waits = {
  initialInterval: '1 second',
  backoffCoefficient: 2,
  maximumInterval: '10 seconds',
} as const;

/**
 * A step over a list of accounts: five tries over more than twice the lifetime of a transaction.
 * Then the workflow decides what the trouble means (settle-list.ts): a server that is away is tried
 * on without limit, anything else has the list halved.
 */
export const stepOptions: ActivityOptions = {
  startToCloseTimeout: '20 seconds',
  heartbeatTimeout: '5 seconds',
  retry: { ...waits, maximumAttempts: 5 },
};

/** Half of a list that failed whole: the trouble has lasted, so it need not be waited for again. */
export const halvedStepOptions: ActivityOptions = {
  ...stepOptions,
  retry: { ...waits, maximumAttempts: 2 },
};

/** Bookkeeping that must happen: tried until it does. */
export const bookkeepingOptions: ActivityOptions = {
  startToCloseTimeout: '20 seconds',
  heartbeatTimeout: '5 seconds',
  retry: waits,
};

/** A pass over charges: calls to a vendor, each of which has its own time limit, and what came of them. */
export const chargeOptions: ActivityOptions = {
  startToCloseTimeout: '3 minutes',
  heartbeatTimeout: '8 seconds',
  retry: waits,
};

/** Reads over a whole cycle, and posting what imports brought: longer, and kept alive by heartbeats. */
export const cycleOptions: ActivityOptions = {
  startToCloseTimeout: '30 minutes',
  heartbeatTimeout: '8 seconds',
  retry: waits,
};
