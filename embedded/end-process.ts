import { errorCode } from './environment-error.js';
import { isRunning, type ProcessIdentity } from './process-identity.js';
import { waitUntil } from './wait-until.js';

const KILL_TIMEOUT_MS = 5_000;

/** Asks a process to end and, after graceMs, makes it. Does nothing where it has ended already. */
export async function endProcess(
  identity: ProcessIdentity,
  { graceMs }: { graceMs: number },
): Promise<void> {
  const hasEnded = () => !isRunning(identity);
  if (hasEnded()) return;
  signal(identity.pid, 'SIGTERM');
  if (await waitUntil(hasEnded, { timeoutMs: graceMs })) return;
  signal(identity.pid, 'SIGKILL');
  await waitUntil(hasEnded, { timeoutMs: KILL_TIMEOUT_MS });
}

function signal(pid: number, name: NodeJS.Signals): void {
  try {
    process.kill(pid, name);
  } catch (error) {
    if (errorCode(error) !== 'ESRCH') throw error;
  }
}
