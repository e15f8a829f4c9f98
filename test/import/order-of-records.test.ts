import { PassThrough } from 'node:stream';
import type { Db } from 'mongodb';
import { importFiles } from '../../import/import-files.js';
import { createImportStore } from '../../ledger/import-store.js';
import { importDatabase } from '../support/import-database.js';
import { account, bill, everyKind, oneOfEach } from '../support/import-records.js';
import { asText, lateStore, runImport, shown } from '../support/import-run.js';

const customers = 2_000;

/** More than a batch: of each customer the account, a cloud account, a workspace, a bill and a recharge. */
const records = Array.from({ length: customers }, (_, at): object[] => [
  { ...account, id: `acct-${at}` },
  {
    kind: 'cloudAccount',
    id: `ca-${at}`,
    account: `acct-${at}`,
    provider: 'alibaba-cloud',
    customer: '1234',
    instance: `i-${at}`,
  },
  {
    kind: 'workspace',
    id: `w-${at}`,
    account: `acct-${at}`,
    site: 'cn1',
    settlement: { method: 'cloud', cloudAccount: `ca-${at}` },
  },
  { ...bill, workspace: `w-${at}` },
  {
    kind: 'recharge',
    id: `r-${at}`,
    account: `acct-${at}`,
    amount: '5',
    at: '2026-11-01T00:00:00Z',
  },
]).flat();

let database: Awaited<ReturnType<typeof importDatabase>>;

beforeEach(async () => {
  database = await importDatabase();
});

afterEach(async () => {
  await database.drop();
});

describe('importFiles', () => {
  const orders: Record<string, (lines: object[]) => object[]> = {
    'customer by customer': (lines) => lines,
    'the last first': (lines) => lines.toReversed(),
    'kind by kind': (lines) => [0, 1, 2, 3, 4].flatMap((kind) => everyFifth(lines, kind)),
    'bills first': (lines) => [3, 2, 0, 4, 1].flatMap((kind) => everyFifth(lines, kind)),
  };

  it.each(Object.keys(orders))('stores the same of records that come %s', async (name) => {
    const lines = orders[name]?.(records) ?? [];
    const { result, problems } = await runImport(database.db, lines, {
      store: await lateStore(database.db),
    });
    expect(problems).toEqual([]);
    expect(result.records).toMatchObject({ account: customers, cloudAccount: customers });
    expect(result.records).toMatchObject({ workspace: customers, bill: customers });
    expect(await lastOf(database.db, 'accounts')).toMatchObject({ _id: 'acct-999' });
    expect(await lastOf(database.db, 'workspaces')).toMatchObject({
      account: 'acct-999',
      terms: [{ from: '0001-01-01', account: 'acct-999', method: 'cloud', cloudAccount: 'ca-999' }],
    });
    expect(await lastOf(database.db, 'bills')).toMatchObject({
      _id: 'w-999/2026-11-22',
      account: 'acct-999',
      site: 'cn1',
      currency: 'CNY',
      method: 'cloud',
      cloudAccount: 'ca-999',
    });
    expect(await database.db.collection('identities').countDocuments()).toBe(6 * customers);
  });

  it('knows whose a workspace is that the database does not show yet', async () => {
    await runImport(
      database.db,
      [0, 1].flatMap((kind) => everyFifth(records, kind)),
    );
    const { result } = await runImport(
      database.db,
      [2, 4, 3].flatMap((kind) => everyFifth(records, kind)),
      { store: await lateStore(database.db) },
    );
    expect(result).toMatchObject({
      records: { workspace: customers, bill: customers },
      problems: 0,
    });
  });

  it('lets the first of two with one identity count, even where it has to wait', async () => {
    const { lines, lastLine } = farFromItsWorkspace({ ...bill, workspace: 'w-late' });
    const { result, problems } = await runImport(database.db, lines, { skipInvalid: true });
    expect(problems).toEqual([`data.ndjson:${lastLine}: day: already imported with other content`]);
    expect(result).toMatchObject({ records: { bill: 1 }, rejected: 1 });
    expect(await shown(database.db, 'bills')).toMatchObject([
      { lines: bill.lines.map(({ item }) => ({ item })) },
    ]);
  });

  it('says in what phase it is, and how much waits', async () => {
    const { lines, lastLine } = farFromItsWorkspace({ ...bill, workspace: 'w-late' });
    const phases: unknown[] = [];
    await runImport(database.db, lines.slice(0, -1), {
      onProgress: ({ phase, records: count, totalRecords }) =>
        phases.push({ phase, count, totalRecords }),
    });
    expect(phases.at(-2)).toEqual({ phase: 'reading', count: lastLine - 1 });
    expect(phases.at(-1)).toEqual({ phase: 'storing', count: 1, totalRecords: 1 });
  });

  it('keeps nobody waiting while it is piped its records', async () => {
    const pipe = new PassThrough();
    const some = Array.from({ length: 10_000 }, (_, at) => ({ ...account, id: `piped-${at}` }));
    pipe.write(asText(some));
    const store = await createImportStore({ db: database.db });
    let waited = 0;
    let piped: ReturnType<typeof importFiles> | undefined;
    await new Promise<unknown>((onProgress) => {
      piped = importFiles({
        files: ['-'],
        store,
        post: () => Promise.resolve(),
        onProblem: () => undefined,
        onProgress,
        standardInput: pipe,
      });
    });
    const other = await runImport(database.db, everyKind, { onWaiting: () => waited++ });
    expect(other.result).toMatchObject({ records: oneOfEach, importNumber: 1 });
    pipe.end(asText([account]));
    expect(await piped).toMatchObject({
      records: { account: 10_000 },
      unchanged: 1,
      importNumber: 2,
    });
    expect(waited).toBe(0);
  });
});

function everyFifth(lines: readonly object[], first: number): object[] {
  return lines.filter((_, at) => at % 5 === first);
}

async function lastOf(db: Db, collection: string): Promise<unknown> {
  return db.collection(collection).findOne({}, { sort: { _id: -1 } });
}

/** A bill more than a batch before its workspace, and after that another of the same day. */
function farFromItsWorkspace(first: typeof bill): { lines: object[]; lastLine: number } {
  const others = Array.from({ length: 4_000 }, (_, at) => ({ ...account, id: `other-${at}` }));
  const workspace = {
    kind: 'workspace',
    id: 'w-late',
    account: 'acct-1',
    site: 'cn1',
    settlement: { method: 'enterprise' },
  };
  const again = { ...first, lines: [{ item: 'traces', amount: '1' }] };
  const lines = [account, first, ...others, workspace, again];
  return { lines, lastLine: lines.length };
}
