import type { Outlets } from '../activities/follow-up-ports.js';

/** Nobody is told. */
export function createOutlets(): Outlets {
  return {
    addresseesOf: () => [],
    deliver: async () => ({ outcome: 'failed', reason: 'no outlet is configured' }),
    retryAfterSeconds: () => undefined,
  };
}
