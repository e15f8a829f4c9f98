import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { importInto } from '../client/commands/import.js';
import { writeSample } from '../client/sample-file.js';
import { withLedger, type Located } from '../client/session.js';
import { currenciesInUse } from '../ledger/cycles.js';
import type { Ledger } from '../ledger/ledger-context.js';
import type { Arm } from './arms.js';
import { withCopy } from './copied-database.js';

/** The servers that all arms use, and the data they settle. */
export interface Bench {
  located: Located;
  servers: Arm['servers'];
  day: string;
  seed: number;
  say: (line: string) => void;
}

/** Imports a sample into a database of its own, for `work`; the database ends with it. */
export async function withSample<T>(
  { located, day, seed, say }: Bench,
  accounts: number,
  work: (source: Ledger, imported: { records: number; seconds: number }) => Promise<T>,
): Promise<T> {
  const folder = await mkdtemp(join(tmpdir(), 'settle-bench-'));
  try {
    const path = join(folder, 'sample.ndjson');
    await writeSample(path, { accounts, seed, day });
    say(`importing a sample of ${accounts} accounts`);
    const database = `sample-${accounts}`;
    return await withLedger({ ...located, mongodbDatabase: database }, async (ledger) => {
      try {
        const start = performance.now();
        const imported = await importInto(ledger, { files: [path] });
        const records = Object.values(imported.records).reduce((sum, count) => sum + count, 0);
        const seconds = (performance.now() - start) / 1000;
        return await work(ledger, { records, seconds });
      } finally {
        await ledger.client.db(database).dropDatabase();
      }
    });
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** Runs `work` on a fresh copy of `source`. */
export async function onCopy<T>(
  { located, servers, day }: Bench,
  source: Ledger,
  work: (arm: Arm) => Promise<T>,
): Promise<T> {
  const database = 'settlement-copy';
  const currencies = await currenciesInUse(source);
  return withCopy(source, { uri: located.mongodbUri, database }, (ledger) =>
    work({ ledger, located: { ...located, mongodbDatabase: database }, day, currencies, servers }),
  );
}
