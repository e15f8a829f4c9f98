import { exitStatus } from '../exit-status.js';
import { say } from '../say.js';
import type { Located } from '../session.js';
import { startWorkerProcess } from '../worker-process.js';

/** A worker against the servers of the environment, until Ctrl-C; it ends its steps first. */
export async function workerCommand(located: Located): Promise<number> {
  const worker = await startWorkerProcess(located);
  say(`a worker takes work from ${located.temporal.address}; Ctrl-C ends it`);
  const interrupted = new Promise<void>((resolve) => {
    for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => resolve());
  });
  const status = await Promise.race([worker.exited, interrupted]);
  await worker.stop();
  return status === undefined || status === 0 ? exitStatus.done : exitStatus.failed;
}
