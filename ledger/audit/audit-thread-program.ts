import { parentPort, workerData } from 'node:worker_threads';
import { connectLedger } from '../connect.js';
import { auditRange } from './audit-range.js';
import type { ThreadSaid, ThreadWork } from './audit-thread.js';

/** One range of the audit, in a thread that was started for it: a failure ends the thread, and is heard. */
async function main({ database, ...work }: ThreadWork): Promise<void> {
  const ledger = await connectLedger(database);
  try {
    const result = await auditRange(ledger, work, {
      report: (finding) => say({ finding }),
      onAudited: (audited) => say({ audited }),
    });
    say({ result });
  } finally {
    await ledger.close();
  }
}

function say(said: ThreadSaid): void {
  // oxlint-disable-next-line unicorn/require-post-message-target-origin -- to a thread, not to a window
  parentPort?.postMessage(said);
}

// oxlint-disable-next-line typescript/no-unsafe-type-assertion -- given by auditInThread
void main(workerData as ThreadWork);
