import { on } from 'node:events';
import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import { SettlementError, type ErrorCode } from '../domain/settlement-error.js';
import { projectRoot } from '../configuration/project-root.js';
import type { FilesToRead, ReadBatch } from './read-files.js';

/**
 * What the thread says: a batch as JSON, which takes half of what it takes to copy its objects, or at its
 * end that all is read, or why it cannot be.
 */
export type ReadThreadSaid =
  { batch: string } | { ended: true } | { refused: { code: ErrorCode; message: string } };

/** As built; the tests, which run the sources, start the built one too. */
const program = join(projectRoot(), 'dist', 'import', 'read-thread-program.js');

/** Nearly all that it reads is garbage a batch later: with room for a few batches little is moved about. */
const youngMegabytes = 64;

/** `readFiles` in a thread of its own, some batches ahead; none of the files may be standard input. */
export async function* readInThread(work: FilesToRead): AsyncGenerator<ReadBatch> {
  const thread = new Worker(program, {
    workerData: work,
    resourceLimits: { maxYoungGenerationSizeMb: youngMegabytes },
  });
  try {
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- said by the program
    const messages = on(thread, 'message', { close: ['exit'] }) as AsyncIterable<[ReadThreadSaid]>;
    for await (const [said] of messages) {
      if ('ended' in said) return;
      if ('refused' in said) throw new SettlementError(said.refused.code, said.refused.message);
      // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- said by the program
      yield JSON.parse(said.batch) as ReadBatch;
      // oxlint-disable-next-line unicorn/require-post-message-target-origin -- to a thread, not to a window
      thread.postMessage('taken');
    }
    throw new Error('the thread that reads ended before its files did');
  } finally {
    await thread.terminate();
  }
}
