import { importDatabase } from '../support/import-database.js';
import {
  account,
  bill,
  card,
  cloudAccount,
  everyKind,
  manifest,
  none,
  oneOfEach,
  order,
  recharge,
  voucher,
  workspace,
} from '../support/import-records.js';
import { runImport, shown, storedDocuments } from '../support/import-run.js';

let database: Awaited<ReturnType<typeof importDatabase>>;

beforeEach(async () => {
  database = await importDatabase();
});

afterEach(async () => {
  await database.drop();
});

describe('importFiles', () => {
  it('refuses the same identity with other content, of the file and of the database', async () => {
    await runImport(database.db, everyKind);
    const { problems, result } = await runImport(database.db, [
      { ...account, cash: '99.00' },
      { ...cloudAccount, region: 'cn-hangzhou' },
      { ...workspace, site: 'cn2' },
      { ...voucher, balance: '19.00' },
      { ...card, balance: '39.00' },
      { ...recharge, amount: '6.00' },
      { ...bill, lines: bill.lines.toReversed() },
      { ...order, cards: 3 },
      { ...manifest, bills: 2 },
      { ...account, id: 'acct-2' },
      { ...account, id: 'acct-2', name: 'Another' },
      { ...cloudAccount, id: 'ca-2' },
    ]);
    expect(problems).toEqual([
      'data.ndjson:1: id: already imported with other content',
      'data.ndjson:2: id: already imported with other content',
      'data.ndjson:3: id: already imported with other content',
      'data.ndjson:4: id: already imported with other content',
      'data.ndjson:5: id: already imported with other content',
      'data.ndjson:6: id: already imported with other content',
      'data.ndjson:7: day: already imported with other content',
      'data.ndjson:8: order: already imported with other content',
      'data.ndjson:9: part: already imported with other content',
      'data.ndjson:11: id: already imported with other content',
      'data.ndjson:12: instance: already registered by another cloud account',
    ]);
    expect(result).toMatchObject({ records: none, rejected: 11, problems: 11 });
  });

  it('names references that do not exist and currencies that are not the account’s', async () => {
    const { problems } = await runImport(database.db, [
      account,
      { ...account, id: 'acct-2', currency: 'USD' },
      { ...cloudAccount, id: 'ca-2', account: 'acct-2', currency: 'CNY' },
      { ...workspace, settlement: { method: 'cloud', cloudAccount: 'ca-3' } },
      { ...cloudAccount, account: 'acct-2' },
      { ...workspace, id: 'wksp-b' },
      { ...voucher, account: 'acct-9' },
      { ...card, currency: 'USD' },
      { ...recharge, currency: 'USD' },
      { ...workspace, id: 'wksp-c', settlement: { method: 'enterprise' } },
      { ...bill, workspace: 'wksp-c', currency: 'USD' },
      { ...bill, workspace: 'wksp-c', day: '0000-12-31' },
      bill,
    ]);
    expect(problems).toEqual([
      "data.ndjson:3: currency: must be its account's, USD",
      'data.ndjson:4: settlement.cloudAccount: no cloud account "ca-3" in the file or in the database',
      'data.ndjson:6: settlement.cloudAccount: belongs to another account',
      'data.ndjson:7: account: no account "acct-9" in the file or in the database',
      "data.ndjson:8: currency: must be its account's, CNY",
      "data.ndjson:9: currency: must be its account's, CNY",
      "data.ndjson:11: currency: must be its account's, CNY",
      'data.ndjson:12: day: its workspace has no account on this day',
      'data.ndjson:13: workspace: no workspace "wksp-a" in the file or in the database',
    ]);
  });

  it('stores nothing of a file with one bad record', async () => {
    const { problems, posts, result } = await runImport(database.db, [
      bill,
      'not json',
      ...everyKind,
      { ...voucher, id: 'v-2', account: 'acct-9' },
    ]);
    expect(problems).toEqual([
      'data.ndjson:2: record: is not JSON',
      'data.ndjson:12: account: no account "acct-9" in the file or in the database',
    ]);
    expect(result.records).toEqual(none);
    expect(posts).toBe(0);
    expect(await storedDocuments(database.db)).toBe(0);
    expect(await shown(database.db, 'imports')).toEqual([
      { _id: 'imports', last: 1, published: 0, posted: 0 },
    ]);
  });

  it('skips bad records with what refers to them, and writes both as rejects', async () => {
    const { result, rejects, problems, posts } = await runImport(
      database.db,
      [
        bill,
        '{"kind":"account" , "id":"acct-1","name":"","currency":"CNY","cash":1.10}',
        workspace,
        '{"kind":',
        { ...account, id: 'acct-2' },
      ],
      { skipInvalid: true },
    );
    expect(result).toMatchObject({
      records: { ...none, account: 1 },
      rejected: 4,
      problems: 6,
      importNumber: 1,
    });
    expect(posts).toBe(1);
    expect(problems).toHaveLength(6);
    const file = 'data.ndjson';
    expect(rejects).toEqual([
      {
        file,
        line: 1,
        problems: [
          { field: 'workspace', reason: 'no workspace "wksp-a" in the file or in the database' },
        ],
        record: bill,
      },
      {
        file,
        line: 2,
        problems: [
          { field: 'name', reason: 'must not be empty' },
          { field: 'cash', reason: 'must be a string like "12.50"' },
        ],
        record: { kind: 'account', id: 'acct-1', name: '', currency: 'CNY', cash: 1.1 },
      },
      {
        file,
        line: 3,
        problems: [
          { field: 'account', reason: 'no account "acct-1" in the file or in the database' },
          {
            field: 'settlement.cloudAccount',
            reason: 'no cloud account "ca-1" in the file or in the database',
          },
        ],
        record: workspace,
      },
      {
        file,
        line: 4,
        problems: [{ field: 'record', reason: 'is not JSON' }],
        record: '{"kind":',
      },
    ]);
  });

  it('writes empty rejects where every record is good', async () => {
    const { rejects, result } = await runImport(database.db, everyKind, { skipInvalid: true });
    expect(rejects).toEqual([]);
    expect(result.records).toEqual(oneOfEach);
  });
});
