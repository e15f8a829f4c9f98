import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import { projectRoot } from '../../configuration/project-root.js';
import type { DatabaseOptions } from '../connect.js';
import type { RangeAudit, RangeResult } from './audit-range.js';
import type { Finding, Report } from './difference.js';

export interface ThreadWork extends RangeAudit {
  database: DatabaseOptions;
}

interface Listener {
  report: Report;
  onAudited: (accounts: number) => void;
  /** Ends the thread, whatever it is doing. */
  signal: AbortSignal;
}

/** What a thread says: of each difference, of accounts that it is through with, and at its end. */
export type ThreadSaid = { finding: Finding } | { audited: number } | { result: RangeResult };

/** As built; the tests, which run the sources, start the built one too. */
const program = join(projectRoot(), 'dist', 'ledger', 'audit', 'audit-thread-program.js');

/** `auditRange` in a thread of its own, with a connection of its own. */
export async function auditInThread(
  work: ThreadWork,
  { report, onAudited, signal }: Listener,
): Promise<RangeResult> {
  const thread = new Worker(program, { workerData: work });
  signal.addEventListener('abort', () => void thread.terminate());
  try {
    return await new Promise((resolve, reject) => {
      thread.on('message', (said: ThreadSaid) => {
        if ('finding' in said) report(said.finding);
        else if ('audited' in said) onAudited(said.audited);
        else resolve(said.result);
      });
      thread.once('error', reject);
      thread.once('exit', (code) => {
        reject(new Error(`a thread of the audit ended with ${code} before its work was done`));
      });
    });
  } finally {
    await thread.terminate();
  }
}
