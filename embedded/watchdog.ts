import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { projectRoot } from '../configuration/project-root.js';

/** Ends the watched processes, and removes the folder, when this process dies without having done so. */
export interface Watchdog {
  watch(pid: number): void;
  forget(pid: number): void;
  removeFolder(folder: string): void;
  /** Call it when nothing is left to be ended. */
  close(): void;
}

export function startWatchdog(): Watchdog {
  const child = spawn(process.execPath, [join(projectRoot(), 'embedded', 'watchdog-process.js')], {
    detached: true,
    stdio: ['pipe', 'ignore', 'ignore'],
  });
  child.unref();
  child.once('error', () => undefined);
  child.stdin.on('error', () => undefined);
  const tell = (line: string): void => {
    if (child.stdin.writable) child.stdin.write(`${line}\n`);
  };
  return {
    watch: (pid) => tell(`+ ${pid}`),
    forget: (pid) => tell(`- ${pid}`),
    removeFolder: (folder) => tell(`folder ${folder}`),
    close: () => child.stdin.end(),
  };
}
