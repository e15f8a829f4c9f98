import { randomUUID } from 'node:crypto';
import { chmodSync, mkdirSync, readdirSync, renameSync, rmSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { identifyProcess } from './process-identity.js';

/** Where fetched programs are kept, for every checkout of this project on the machine. */
export function cacheFolder(environment: NodeJS.ProcessEnv = process.env): string {
  const { SETTLE_CACHE, XDG_CACHE_HOME } = environment;
  if (SETTLE_CACHE !== undefined && SETTLE_CACHE !== '') return SETTLE_CACHE;
  if (XDG_CACHE_HOME !== undefined && XDG_CACHE_HOME !== '') return join(XDG_CACHE_HOME, 'settle');
  return join(homedir(), '.cache', 'settle');
}

export function cachedProgram(name: string, environment?: NodeJS.ProcessEnv): string {
  return join(cacheFolder(environment), name);
}

/**
 * Gives `make` an empty folder on the cache's own disk; the program it makes there comes to its place by a rename
 * after `check`, so that an interrupted fetch leaves nothing that looks whole.
 */
export async function placeInCache(options: {
  name: string;
  environment?: NodeJS.ProcessEnv;
  make: (workFolder: string) => Promise<string>;
  check: (program: string) => Promise<unknown>;
}): Promise<string> {
  const place = cachedProgram(options.name, options.environment);
  const workFolder = `${place}.${process.pid}.${randomUUID().slice(0, 8)}.part`;
  mkdirSync(workFolder, { recursive: true });
  removeInterrupted(cacheFolder(options.environment));
  try {
    const made = await options.make(workFolder);
    chmodSync(made, 0o755);
    await options.check(made);
    renameSync(made, place);
    return place;
  } finally {
    rmSync(workFolder, { recursive: true, force: true });
  }
}

/** What fetches that were killed left behind. */
function removeInterrupted(cache: string): void {
  for (const name of readdirSync(cache)) {
    const pid = Number(/\.(\d+)\.\w+\.part$/.exec(name)?.[1] ?? NaN);
    if (Number.isNaN(pid) || identifyProcess(pid) !== undefined) continue;
    rmSync(join(cache, name), { recursive: true, force: true });
  }
}
