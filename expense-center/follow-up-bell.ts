import type { FastifyInstance } from 'fastify';
import type { Ledger } from '../ledger/ledger-context.js';
import { hasFollowUp } from '../ledger/outbox-queue.js';

/** Has done what commands have left to be told, through Temporal. */
export type WakeFollowUp = () => Promise<void>;

/**
 * Rings after each write that left something to be told: a repayment opens workspaces, and those that
 * listen hear of it at once. One ring that fails loses nothing: the next one, or the next cycle, does it.
 */
export function ringAfterWrites(
  app: FastifyInstance,
  { ledger, wakeFollowUp }: { ledger: Ledger; wakeFollowUp: WakeFollowUp },
): void {
  let rings: Promise<void> | undefined;
  let again = false;
  const ring = async (): Promise<void> => {
    do {
      again = false;
      if (await hasFollowUp(ledger)) await wakeFollowUp();
    } while (again);
  };
  app.addHook('onResponse', async ({ method, log }, { statusCode }) => {
    if (method === 'GET' || method === 'HEAD' || statusCode >= 400) return;
    again = true;
    rings ??= ring()
      .catch((error: unknown) => log.warn({ err: error }, 'nobody was woken to send messages'))
      .finally(() => {
        rings = undefined;
      });
  });
  app.addHook('onClose', async () => {
    await rings;
  });
}
