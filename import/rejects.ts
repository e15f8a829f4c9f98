import { open, realpath, rename, rm, stat, type FileHandle } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { SettlementError } from '../domain/settlement-error.js';
import { diskFull, isDirectory, unwritable } from './file-errors.js';
import type { Rejection } from './problem.js';

/** The rejections of several spools, each in file order, as one in file order. */
export async function* inFileOrder(
  sources: readonly AsyncGenerator<Rejection>[],
): AsyncGenerator<Rejection> {
  const heads = await Promise.all(sources.map(async (source) => await source.next()));
  for (;;) {
    let first: number | undefined;
    for (const [at, head] of heads.entries()) {
      const best = first === undefined ? undefined : heads[first];
      if (!head.done && (!best || best.done || isBefore(head.value, best.value))) first = at;
    }
    const head = first === undefined ? undefined : heads[first];
    const source = first === undefined ? undefined : sources[first];
    if (first === undefined || !source || !head || head.done) return;
    yield head.value;
    heads[first] = await source.next();
  }
}

function isBefore(a: Rejection, b: Rejection): boolean {
  return a.file < b.file || (a.file === b.file && a.line < b.line);
}

/** The rejects as NDJSON, whole or not at all: written beside their place, then renamed. */
export class RejectsFile {
  private readonly path: string;
  private readonly writtenAs: string;
  private readonly handle: FileHandle;
  private finished = false;

  private constructor(path: string, writtenAs: string, handle: FileHandle) {
    this.path = path;
    this.writtenAs = writtenAs;
    this.handle = handle;
  }

  /** @throws SettlementError bad-input where it cannot be written or would replace an input. */
  static async create(given: string, inputs: readonly string[]): Promise<RejectsFile> {
    const path = await realpath(given).catch(() => given);
    for (const input of inputs)
      if ((await realpath(input).catch(() => input)) === path)
        throw new SettlementError('bad-input', `${given}: is one of the files to import`);
    const there = await stat(path).catch(() => undefined);
    // A device or a pipe is written to, not replaced.
    const inPlace = there !== undefined && !there.isFile() && !there.isDirectory();
    const writtenAs = inPlace ? path : join(dirname(path), `.${basename(path)}.${process.pid}`);
    if (there?.isDirectory()) throw isDirectory(given);
    const handle = await open(writtenAs, 'w').catch((error: unknown) => {
      throw unwritable(given, error);
    });
    return new RejectsFile(path, writtenAs, handle);
  }

  async write(file: string, { line, problems, text = '' }: Rejection): Promise<void> {
    const head = JSON.stringify({ file, line, problems }).slice(0, -1);
    try {
      await this.handle.write(`${head},"record":${asJson(text)}}\n`);
    } catch (error) {
      throw diskFull(this.path, error);
    }
  }

  async finish(): Promise<void> {
    if (this.writtenAs !== this.path) await this.handle.sync();
    await this.handle.close();
    if (this.writtenAs !== this.path) await rename(this.writtenAs, this.path);
    this.finished = true;
  }

  /** Leaves nothing behind of a file that was not finished. */
  async discard(): Promise<void> {
    if (this.finished) return;
    await this.handle.close();
    if (this.writtenAs !== this.path) await rm(this.writtenAs, { force: true });
  }
}

/** A record as it was written, digit by digit; what is not JSON as a string. */
function asJson(text: string): string {
  try {
    JSON.parse(text);
  } catch {
    return JSON.stringify(text);
  }
  // Between JSON's tokens only: within a string a CR is written as an escape.
  return text.replaceAll('\r', ' ').trim();
}
