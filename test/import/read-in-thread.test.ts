import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { readFiles, type ReadBatch } from '../../import/read-files.js';
import { readInThread } from '../../import/read-in-thread.js';
import { importDatabase } from '../support/import-database.js';
import { account, bill } from '../support/import-records.js';
import { asText, runImport } from '../support/import-run.js';

let folder: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'read-in-thread-'));
});

afterEach(async () => {
  await rm(folder, { recursive: true });
});

async function allOf(read: AsyncIterable<ReadBatch>): Promise<ReadBatch[]> {
  const batches: ReadBatch[] = [];
  for await (const batch of read) batches.push(batch);
  return batches;
}

describe('readInThread', () => {
  it('reads what is read without it, good and bad', async () => {
    const accounts = Array.from({ length: 20_000 }, (_, at) => ({ ...account, id: `acct-${at}` }));
    const first = join(folder, 'first.ndjson');
    const second = join(folder, 'second.ndjson');
    await writeFile(first, asText([...accounts, 'not JSON', { kind: 'voucher', id: 'v' }]));
    await writeFile(
      second,
      Buffer.concat([Buffer.from([0xff, 0x0a]), Buffer.from(asText([bill]))]),
    );
    for (const keepText of [true, false]) {
      const work = { files: [first, second], keepText };
      const batches = await allOf(readInThread(work));
      expect(batches.map(({ lines }) => lines.length)).toEqual([
        ...Array.from({ length: 10 }, () => 2000),
        4,
      ]);
      expect(batches).toEqual(await allOf(readFiles(work, Readable.from([]))));
    }
  });

  it('says in one line why a file cannot be read', async () => {
    const missing = join(folder, 'missing.ndjson');
    await expect(allOf(readInThread({ files: [missing], keepText: false }))).rejects.toMatchObject({
      code: 'bad-input',
      message: `${missing}: no such file`,
    });
  });

  it('is what large files are read by, whose problems have their lines', async () => {
    const database = await importDatabase();
    try {
      const lines = Array.from({ length: 50_000 }, (_, at) => ({ ...account, id: `acct-${at}` }));
      const { result, problems } = await runImport(database.db, [...lines, 'bad', bill], {
        skipInvalid: true,
      });
      expect(result).toMatchObject({ records: { account: 50_000 }, rejected: 2 });
      expect(problems).toEqual([
        'data.ndjson:50001: record: is not JSON',
        'data.ndjson:50002: workspace: no workspace "wksp-a" in the file or in the database',
      ]);
    } finally {
      await database.drop();
    }
  }, 60_000);
});
