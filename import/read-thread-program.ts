import { on } from 'node:events';
import { parentPort, workerData } from 'node:worker_threads';
import { SettlementError } from '../domain/settlement-error.js';
import { readFiles, type FilesToRead } from './read-files.js';
import type { ReadThreadSaid } from './read-in-thread.js';

/** So many batches are read before the first of them has to be taken. */
const batchesAhead = 2;

/** Reads the files of `readInThread`; what it does not expect ends the thread, and is heard. */
async function main(work: FilesToRead): Promise<void> {
  if (!parentPort) return;
  const taken = on(parentPort, 'message');
  let said = 0;
  try {
    for await (const batch of readFiles(work, process.stdin)) {
      if (said++ >= batchesAhead) await taken.next();
      say({ batch: JSON.stringify(batch) });
    }
    say({ ended: true });
  } catch (error) {
    if (!(error instanceof SettlementError)) throw error;
    say({ refused: { code: error.code, message: error.message } });
  } finally {
    await taken.return?.();
  }
}

function say(said: ReadThreadSaid): void {
  // oxlint-disable-next-line unicorn/require-post-message-target-origin -- to a thread, not to a window
  parentPort?.postMessage(said);
}

// oxlint-disable-next-line typescript/no-unsafe-type-assertion -- given by readInThread
void main(workerData as FilesToRead);
