import { accessSync, constants, existsSync, statSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { EnvironmentError, isDiskFull, reasonOf } from './environment-error.js';
import { cachedProgram, cacheFolder, placeInCache } from './program-cache.js';
import { runCommand } from './run-command.js';

export type Log = (line: string) => void;

/** One way of getting a program; it puts it somewhere below workFolder and resolves with its path. */
export interface ProgramSource {
  readonly title: string;
  fetch(workFolder: string, log: Log): Promise<string>;
}

export interface Program {
  readonly name: string;
  /** The environment variable that names the program's path. */
  readonly variable: string;
  /** Tried in this order. */
  readonly sources: readonly ProgramSource[];
  /** What the user can do when nothing works. */
  readonly advice: string;
  /** What is wrong with this version (the output of --version), if anything is. */
  versionProblem?(version: string): string | undefined;
}

const VERSION_TIMEOUT_MS = 30_000;

/** Environment variable → PATH → cache → each source in turn. Says on `log` which one is used. */
export async function findProgram(
  program: Program,
  log: Log,
  environment: NodeJS.ProcessEnv = process.env,
): Promise<string> {
  const named = environment[program.variable];
  if (named !== undefined && named !== '') return checkNamed(program, named);

  for (const place of [
    onPath(program.name, environment),
    cachedProgram(program.name, environment),
  ]) {
    if (place === undefined || !existsSync(place)) continue;
    try {
      await checkVersion(program, place);
      log(`${program.name}: using ${place}`);
      return place;
    } catch (error) {
      log(`${program.name}: ${place} is not used: ${reasonOf(error)}`);
    }
  }
  return fetchProgram(program, log, environment);
}

export function onPath(
  name: string,
  environment: NodeJS.ProcessEnv = process.env,
): string | undefined {
  return (environment['PATH'] ?? '')
    .split(delimiter)
    .filter((folder) => folder !== '')
    .map((folder) => join(folder, name))
    .find(isExecutable);
}

export function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return statSync(path).isFile();
  } catch {
    return false;
  }
}

async function checkNamed(program: Program, path: string): Promise<string> {
  if (!isExecutable(path)) {
    throw new EnvironmentError(
      `${program.name}: ${program.variable}=${path} is not a program; correct or unset ${program.variable}`,
    );
  }
  await checkVersion(program, path).catch((error: unknown) => {
    throw new EnvironmentError(
      `${program.name}: ${program.variable}=${path} does not work: ${reasonOf(error)}; correct or unset ${program.variable}`,
    );
  });
  return path;
}

async function checkVersion(program: Program, path: string): Promise<void> {
  const version = await runCommand({
    program: path,
    args: ['--version'],
    timeoutMs: VERSION_TIMEOUT_MS,
  });
  const problem = program.versionProblem?.(version);
  if (problem !== undefined) throw new Error(problem);
}

async function fetchProgram(
  program: Program,
  log: Log,
  environment: NodeJS.ProcessEnv,
): Promise<string> {
  const refusals: string[] = [];
  for (const source of program.sources) {
    log(`${program.name}: trying ${source.title}`);
    try {
      const place = await placeInCache({
        name: program.name,
        environment,
        make: async (workFolder) => source.fetch(workFolder, log),
        check: async (made) => checkVersion(program, made),
      });
      log(`${program.name}: fetched from ${source.title}, kept as ${place}`);
      return place;
    } catch (error) {
      const reason = reasonOf(error);
      if (isDiskFull(reason)) throw diskFull(program, environment);
      log(`${program.name}: ${source.title}: ${reason}`);
      refusals.push(`${source.title}: ${reason}`);
    }
  }
  throw new EnvironmentError(
    `${program.name}: not found; ${program.advice} [${refusals.join('; ')}]`,
  );
}

function diskFull(program: Program, environment: NodeJS.ProcessEnv): EnvironmentError {
  return new EnvironmentError(
    `${program.name}: the disk of ${cacheFolder(environment)} is full; free 3 GB there or set SETTLE_CACHE to a folder on another disk`,
  );
}
