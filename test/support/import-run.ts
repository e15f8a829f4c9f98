import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import type { Db } from 'mongodb';
import { importFiles, type ImportOptions, type ImportResult } from '../../import/import-files.js';
import { createImportStore, type ImportStore } from '../../ledger/import-store.js';

export interface ImportRun {
  result: ImportResult;
  /** As printed, with `data.ndjson` for the file. */
  problems: string[];
  /** How often the money of the import was asked to be posted. */
  posts: number;
  /** The rejects, where they were asked for. */
  rejects: unknown[];
}

/** Lines of a file: records as objects, anything else as text. */
export type Lines = readonly (object | string)[];

export function asText(lines: Lines): string {
  return lines
    .map((each) => `${typeof each === 'string' ? each : JSON.stringify(each)}\n`)
    .join('');
}

/** Imports text, or records a line each, from a file of its own. */
export async function runImport(
  db: Db,
  content: Lines | string | Buffer,
  options: { skipInvalid?: boolean; store?: ImportStore } & Partial<
    Pick<ImportOptions, 'onWaiting' | 'onProgress'>
  > = {},
): Promise<ImportRun> {
  const folder = await mkdtemp(join(tmpdir(), 'import-run-'));
  const file = join(folder, 'data.ndjson');
  const rejectsFile = join(folder, 'rejects.ndjson');
  const { skipInvalid, store, ...rest } = options;
  const problems: string[] = [];
  let posts = 0;
  try {
    const isText = typeof content === 'string' || Buffer.isBuffer(content);
    await writeFile(file, isText ? content : asText(content));
    const result = await importFiles({
      files: [file],
      store: store ?? (await createImportStore({ db })),
      post: async () => {
        posts++;
        await Promise.resolve();
      },
      onProblem: (line) => problems.push(line.replace(`${folder}/`, '')),
      ...(skipInvalid ? { skipInvalid: rejectsFile } : {}),
      ...rest,
    });
    const written = skipInvalid ? await readFile(rejectsFile, 'utf8') : '';
    const rejects = written
      .split('\n')
      .filter((line) => line !== '')
      .map((line) => JSON.parse(line.replace(`${folder}/`, '')) as unknown);
    return { result, problems, posts, rejects };
  } finally {
    await rm(folder, { recursive: true });
  }
}

/** A store that writes so late that the batches looked up meanwhile do not see what it writes. */
export async function lateStore(db: Db): Promise<ImportStore> {
  const store = await createImportStore({ db });
  return {
    ...store,
    async write(...batch) {
      await pause(300);
      return store.write(...batch);
    },
  };
}

const recordCollections = [
  'identities',
  'accounts',
  'workspaces',
  'cloudAccounts',
  'vouchers',
  'storedValueCards',
  'recharges',
  'bills',
  'huaweiOrders',
  'manifests',
];

/** How many documents imports have left in all. */
export async function storedDocuments(db: Db): Promise<number> {
  const counts = await Promise.all(
    recordCollections.map((name) => db.collection(name).countDocuments()),
  );
  return counts.reduce((total, each) => total + each, 0);
}

/** Documents as JSON shows them: amounts as `{"$numberDecimal":"…"}`. */
export async function shown(db: Db, collection: string): Promise<unknown> {
  return JSON.parse(JSON.stringify(await db.collection(collection).find().toArray()));
}
