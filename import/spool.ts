import { mkdtemp, open, rm, type FileHandle } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Batches } from './batches.js';
import { diskFull } from './file-errors.js';
import { readLines } from './read-lines.js';

interface SpoolFile {
  handle: FileHandle;
  path: string;
  waiting: string[];
  waitingLength: number;
}

const flushAtLength = 1 << 18;

/** Files in a temporary folder of their own: what is too much for memory, in the order it came. */
export class Spool<Entries extends Record<string, object>> {
  readonly folder: string;
  private readonly files = new Map<string, SpoolFile>();

  private constructor(folder: string) {
    this.folder = folder;
  }

  static async create<E extends Record<string, object>>(): Promise<Spool<E>> {
    return new Spool(await mkdtemp(join(tmpdir(), `settle-import-${process.pid}-`)));
  }

  async append<N extends keyof Entries & string>(name: N, entry: Entries[N]): Promise<void> {
    const file = this.files.get(name) ?? (await this.createFile(name));
    const text = `${JSON.stringify(entry)}\n`;
    file.waiting.push(text);
    file.waitingLength += text.length;
    if (file.waitingLength >= flushAtLength) await this.flush(file);
  }

  /** What was appended, in the batches that are stored at once. */
  async *batches<N extends keyof Entries & string>(name: N): AsyncGenerator<Entries[N][]> {
    const batches = new Batches<Entries[N]>();
    for await (const { entry, size } of this.sizedEntries(name)) {
      const full = batches.add(entry, size);
      if (full) yield full;
    }
    const rest = batches.rest();
    if (rest.length > 0) yield rest;
  }

  async *entries<N extends keyof Entries & string>(name: N): AsyncGenerator<Entries[N]> {
    for await (const { entry } of this.sizedEntries(name)) yield entry;
  }

  async remove(): Promise<void> {
    await Promise.all(Array.from(this.files.values(), (file) => file.handle.close()));
    await rm(this.folder, { recursive: true, force: true });
  }

  private async *sizedEntries<N extends keyof Entries & string>(
    name: N,
  ): AsyncGenerator<{ entry: Entries[N]; size: number }> {
    const file = this.files.get(name);
    if (!file) return;
    await this.flush(file);
    for await (const line of readLines(file.path, { maxBytes: Infinity }))
      // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- `append` wrote it
      yield { entry: JSON.parse(line.text) as Entries[N], size: line.text.length };
  }

  private async createFile(name: string): Promise<SpoolFile> {
    const path = join(this.folder, `${name}.ndjson`);
    const file = { handle: await open(path, 'a'), path, waiting: [], waitingLength: 0 };
    this.files.set(name, file);
    return file;
  }

  private async flush(file: SpoolFile): Promise<void> {
    const text = file.waiting.join('');
    file.waiting = [];
    file.waitingLength = 0;
    try {
      await file.handle.appendFile(text);
    } catch (error) {
      throw diskFull(this.folder, error);
    }
  }
}
