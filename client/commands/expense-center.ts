import { exitStatus } from '../exit-status.js';
import { serveExpenseCenter } from '../expense-center.js';
import { print, say } from '../say.js';
import type { LocatedDatabase } from '../session.js';

/** The expense center on its own, until Ctrl-C. */
export async function expenseCenterCommand(located: LocatedDatabase): Promise<number> {
  const interrupted = new Promise<void>((resolve) => {
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const)
      process.once(signal, () => resolve());
  });
  const served = await serveExpenseCenter(located);
  try {
    await print(served.address);
    say('Ctrl-C ends it; `settle token create` makes a token');
    await interrupted;
  } finally {
    await served.stop();
  }
  return exitStatus.done;
}
