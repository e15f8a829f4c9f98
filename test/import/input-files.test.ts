import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { importFiles, type ImportProgress } from '../../import/import-files.js';
import { readLines, type Line } from '../../import/read-lines.js';
import { createImportStore } from '../../ledger/import-store.js';
import { importDatabase } from '../support/import-database.js';
import { asText, lateStore, runImport, storedDocuments } from '../support/import-run.js';

const account = { kind: 'account', id: 'acct-1', name: 'Example Ltd', currency: 'CNY' };

function billOf(day: string, lines: number): object {
  return {
    kind: 'bill',
    workspace: 'w',
    day,
    lines: Array.from({ length: lines }, () => ({ item: 'x', amount: '1' })),
  };
}

async function linesOf(chunks: Buffer[], maxBytes?: number): Promise<Line[]> {
  const lines: Line[] = [];
  const options = maxBytes === undefined ? {} : { maxBytes };
  for await (const line of readLines(Readable.from(chunks), options)) lines.push(line);
  return lines;
}

describe('readLines', () => {
  it('finds the same lines however the bytes are cut', async () => {
    const bytes = Buffer.from('\ufeffé1\r\n\n  \n二\r\n😀 3');
    const expected = [
      { number: 1, text: 'é1' },
      { number: 4, text: '二' },
      { number: 5, text: '😀 3' },
    ];
    for (const size of [1, 2, 3, 5, 100]) {
      const chunks: Buffer[] = [];
      for (let at = 0; at < bytes.length; at += size) chunks.push(bytes.subarray(at, at + size));
      expect(await linesOf(chunks)).toEqual(expected);
    }
  });

  it('names a line that is not UTF-8 and goes on after it', async () => {
    const bytes = Buffer.concat([
      Buffer.from('a\n'),
      Buffer.from([0x62, 0xff, 0x0a]),
      Buffer.from('c'),
    ]);
    expect(await linesOf([bytes])).toEqual([
      { number: 1, text: 'a' },
      { number: 2, text: 'b\ufffd', problem: 'is not UTF-8' },
      { number: 3, text: 'c' },
    ]);
  });

  it('takes lines up to the limit, and names longer ones', async () => {
    const chunks = ['\ufeff12345\r\n123456\n', '1234', '5\n12', '3456', '789\nx'];
    const tooLong = 'is longer than 5 bytes';
    expect(
      await linesOf(
        chunks.map((each) => Buffer.from(each)),
        5,
      ),
    ).toEqual([
      { number: 1, text: '12345' },
      { number: 2, text: '123456', problem: tooLong },
      { number: 3, text: '12345' },
      { number: 4, text: '123456789', problem: tooLong },
      { number: 5, text: 'x' },
    ]);
  });

  it('keeps little of an endless line', async () => {
    const chunk = Buffer.alloc(1 << 20, 'x');
    const endless = Readable.from(
      (function* () {
        for (let count = 0; count < 100; count++) yield chunk;
      })(),
    );
    const before = process.memoryUsage().arrayBuffers;
    let most = 0;
    const lines: Line[] = [];
    const onBytes = (): void => {
      most = Math.max(most, process.memoryUsage().arrayBuffers - before);
    };
    for await (const line of readLines(endless, { onBytes })) lines.push(line);
    expect(lines).toEqual([
      { number: 1, text: 'x'.repeat(1000), problem: 'is longer than 8388608 bytes' },
    ]);
    expect(most).toBeLessThan(50_000_000);
  });
});

describe('importFiles', () => {
  let database: Awaited<ReturnType<typeof importDatabase>>;
  let folder: string;

  beforeEach(async () => {
    database = await importDatabase();
    folder = await mkdtemp(join(tmpdir(), 'input-files-'));
  });

  afterEach(async () => {
    await database.drop();
    await rm(folder, { recursive: true });
  });

  async function importPaths(files: string[], skipInvalid?: string): Promise<unknown> {
    return importFiles({
      files,
      store: await createImportStore({ db: database.db }),
      post: async () => Promise.resolve(),
      onProblem: () => undefined,
      standardInput: Readable.from([asText([account])]),
      ...(skipInvalid === undefined ? {} : { skipInvalid }),
    });
  }

  it('takes an empty file for what it is', async () => {
    const { result, posts } = await runImport(database.db, '');
    expect(result).toMatchObject({ unchanged: 0, rejected: 0, problems: 0 });
    expect(posts).toBe(1);
  });

  it('refuses a folder and a file that is not there in one line', async () => {
    await expect(importPaths([folder])).rejects.toThrow(`${folder}: is a directory`);
    const missing = join(folder, 'missing.ndjson');
    await expect(importPaths([missing])).rejects.toThrow(`${missing}: no such file`);
    await expect(importPaths(['-', missing])).rejects.toMatchObject({ code: 'bad-input' });
    expect(await storedDocuments(database.db)).toBe(0);
  });

  it('reads standard input beside files', async () => {
    const file = join(folder, 'voucher.ndjson');
    const voucher = {
      kind: 'voucher',
      id: 'v',
      account: 'acct-1',
      type: 'ordinary',
      faceValue: '1',
    };
    await writeFile(file, asText([voucher]));
    expect(await importPaths([file, '-'])).toMatchObject({ records: { account: 1, voucher: 1 } });
  });

  it('never replaces an input, a folder or nothing at all by rejects', async () => {
    const file = join(folder, 'data.ndjson');
    await writeFile(file, asText([account, 'bad']));
    await expect(importPaths([file], file)).rejects.toThrow(
      `${file}: is one of the files to import`,
    );
    await expect(importPaths([file], folder)).rejects.toThrow(`${folder}: is a directory`);
    await expect(importPaths([file], join(folder, 'no', 'x'))).rejects.toThrow(
      'cannot be written (ENOENT)',
    );
    await expect(importPaths([join(folder, 'missing')], join(folder, 'r'))).rejects.toThrow(
      'no such file',
    );
    expect(await readdir(folder)).toEqual(['data.ndjson']);
    expect(await readFile(file, 'utf8')).toBe(asText([account, 'bad']));
    expect(await storedDocuments(database.db)).toBe(0);
  });

  it('says that the disk is full, and stores nothing', async () => {
    const file = join(folder, 'data.ndjson');
    await writeFile(file, asText([account, 'bad']));
    await expect(importPaths([file], '/dev/full')).rejects.toThrow(
      '/dev/full: no space left on the disk',
    );
    expect(await storedDocuments(database.db)).toBe(0);
  });

  it('names a line that is too long and stores nothing', async () => {
    const { problems } = await runImport(
      database.db,
      asText([account, { ...account, id: 'acct-2', name: 'x'.repeat(9_000_000) }]),
    );
    expect(problems).toEqual(['data.ndjson:2: record: is longer than 8388608 bytes']);
    expect(await storedDocuments(database.db)).toBe(0);
  });

  it('stores the longest bill there can be', async () => {
    const workspace = {
      kind: 'workspace',
      id: 'w',
      account: 'acct-1',
      site: 'cn1',
      settlement: { method: 'enterprise' },
    };
    // Beside another that is long too: one message to MongoDB could not hold them both.
    const bills = [billOf('2026-11-21', 100_000), billOf('2026-11-22', 322_000)];
    const { result } = await runImport(database.db, [account, workspace, ...bills]);
    expect(result).toMatchObject({ records: { bill: 2 }, problems: 0 });
  }, 60_000);

  it('imports many records in batches, and keeps a conflict across them in file order', async () => {
    const lines = Array.from({ length: 13_000 }, (_, at) => ({ ...account, id: `acct-${at}` }));
    const again = [
      { ...account, id: 'acct-0' },
      { ...account, id: 'acct-3000', name: 'Other' },
      { ...account, id: 'acct-12999', name: 'Other' },
    ];
    const progress: ImportProgress[] = [];
    const run = await runImport(database.db, [...lines, ...again], {
      skipInvalid: true,
      store: await lateStore(database.db),
      onProgress: (each) => progress.push(each),
    });
    expect(run.result).toMatchObject({ records: { account: 13_000 }, unchanged: 1, rejected: 2 });
    expect(run.problems).toEqual([
      'data.ndjson:13002: id: already imported with other content',
      'data.ndjson:13003: id: already imported with other content',
    ]);
    const bytes = Buffer.byteLength(asText([...lines, ...again]));
    expect(progress.at(-1)).toEqual({
      phase: 'reading',
      bytes,
      totalBytes: bytes,
      records: 13_003,
    });
    const left = (await readdir(tmpdir())).filter((name) =>
      name.startsWith(`settle-import-${process.pid}-`),
    );
    expect(left).toEqual([]);
  }, 60_000);
});
