import { spawn, type ChildProcess } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { LocatedDatabase, LocatedTemporal } from '../../client/session.js';
import { projectRoot } from '../../configuration/project-root.js';

/** The built command as a process of its own, as operators and their scripts run it. */

export interface CommandRun {
  status: number | null;
  stdout: string;
  stderr: string;
}

export interface CommandOptions {
  /** The addresses; nothing of the test's own environment reaches the command. */
  environment?: Record<string, string>;
  input?: string;
  /** It is killed, and the test fails, when it takes longer. */
  seconds?: number;
  /** The project's folder; the tests' own when nothing is said. */
  root?: string;
  /** Ctrl-C, once it has said this on standard error. */
  interruptAt?: string;
}

export async function runSettle(
  args: readonly string[],
  options: CommandOptions = {},
): Promise<CommandRun> {
  const { input = '', seconds = 60, interruptAt } = options;
  const child = spawnSettle(args, options);
  let [stdout, stderr] = ['', ''];
  child.stdout?.setEncoding('utf8').on('data', (text: string) => (stdout += text));
  child.stderr?.setEncoding('utf8').on('data', (text: string) => {
    const wasSaid = interruptAt !== undefined && stderr.includes(interruptAt);
    stderr += text;
    if (!wasSaid && interruptAt !== undefined && stderr.includes(interruptAt)) child.kill('SIGINT');
  });
  child.stdin?.on('error', () => undefined);
  child.stdin?.end(input);
  const status = await statusWithin(child, seconds);
  if (status === 'late')
    throw new Error(`settle ${args.join(' ')}: not done in ${seconds} s\n${stderr}`);
  return { status, stdout, stderr };
}

/** Reads the beginning of what the command prints and closes the pipe, like `head`. */
export async function runSettleIntoHead(args: readonly string[]): Promise<CommandRun> {
  const child = spawnSettle(args, {});
  let stderr = '';
  child.stderr?.setEncoding('utf8').on('data', (text: string) => (stderr += text));
  const { stdout: pipe } = child;
  if (!pipe) throw new Error('the command has no standard output');
  const stdout = await new Promise<string>((resolve) => {
    pipe.setEncoding('utf8').once('data', resolve);
  });
  pipe.destroy();
  const status = await statusWithin(child, 30);
  if (status === 'late') throw new Error('it does not notice that nobody reads');
  return { status, stdout, stderr };
}

export function addressesOf({
  mongodbUri,
  mongodbDatabase,
  temporal,
}: LocatedDatabase & LocatedTemporal): Record<string, string> {
  return {
    MONGODB_URI: mongodbUri,
    MONGODB_DATABASE: mongodbDatabase,
    TEMPORAL_ADDRESS: temporal.address,
  };
}

/** Lends a new folder, which is gone afterwards. */
export async function withFolder<T>(work: (folder: string) => Promise<T>): Promise<T> {
  const folder = await mkdtemp(join(tmpdir(), 'settle-command-'));
  try {
    return await work(folder);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

export async function writeNdjson(path: string, records: readonly object[]): Promise<string> {
  await writeFile(path, records.map((record) => `${JSON.stringify(record)}\n`).join(''));
  return path;
}

export function linesOf(text: string): string[] {
  return text.split('\n').filter((line) => line !== '');
}

const kept = ['PATH', 'HOME', 'TMPDIR', 'SETTLE_CACHE', 'SETTLE_MONGOD', 'SETTLE_TEMPORAL'];

function spawnSettle(
  args: readonly string[],
  { environment = {}, root = projectRoot() }: CommandOptions,
): ChildProcess {
  const own = Object.entries(process.env).filter(([name]) => kept.includes(name));
  return spawn(process.execPath, [join(root, 'bin', 'settle.js'), ...args], {
    env: { ...Object.fromEntries(own), ...environment },
    stdio: ['pipe', 'pipe', 'pipe'],
  });
}

async function statusWithin(child: ChildProcess, seconds: number): Promise<number | null | 'late'> {
  let late = false;
  const timer = setTimeout(() => {
    late = true;
    child.kill('SIGKILL');
  }, seconds * 1000);
  const status = await new Promise<number | null>((resolve) => child.once('close', resolve));
  clearTimeout(timer);
  return late ? 'late' : status;
}
