import { createImportStore, type NewRecord } from '../../ledger/import-store.js';
import { collectionsOf } from '../../ledger/collections.js';
import { importDatabase } from '../support/import-database.js';
import { asText, runImport, storedDocuments } from '../support/import-run.js';

let database: Awaited<ReturnType<typeof importDatabase>>;

beforeEach(async () => {
  database = await importDatabase();
});

afterEach(async () => {
  await database.drop();
});

const account = {
  kind: 'account',
  id: 'acct-1',
  name: 'Example Ltd',
  currency: 'CNY',
  cash: '100.00',
};
const cloudAccount = {
  kind: 'cloudAccount',
  id: 'ca-1',
  account: 'acct-1',
  provider: 'alibaba-cloud',
  customer: '1234',
  instance: 'i-1',
};
const workspace = {
  kind: 'workspace',
  id: 'wksp-a',
  account: 'acct-1',
  site: 'cn1',
  settlement: { method: 'cloud', cloudAccount: 'ca-1' },
};
const voucher = {
  kind: 'voucher',
  id: 'v-1',
  account: 'acct-1',
  type: 'full-reduction',
  faceValue: '20.00',
  minSpend: '100.00',
  expiresAt: '2027-01-01T00:00:00+08:00',
};
const card = {
  kind: 'storedValueCard',
  id: 'c-1',
  account: 'acct-1',
  faceValue: '100.00',
  balance: '40.00',
  purchaseType: 'cash',
  purchasedAt: '2026-01-01T00:00:00Z',
};
const recharge = {
  kind: 'recharge',
  id: 'r-1',
  account: 'acct-1',
  amount: '5.00',
  at: '2026-11-01T00:00:00Z',
};
const bill = {
  kind: 'bill',
  workspace: 'wksp-a',
  day: '2026-11-22',
  lines: [
    { item: 'logs', quantity: '2000000', amount: '2.4049' },
    { item: 'sms', amount: '18.70' },
  ],
};
const order = {
  kind: 'huaweiOrder',
  order: 'CS-1',
  customer: '0123456789abcdef0123456789abcdef',
  currency: 'CNY',
  cards: 2,
};
const manifest = {
  kind: 'manifest',
  site: 'cn1',
  currency: 'CNY',
  day: '2026-11-22',
  bills: 1,
  total: '21.1049',
};
const everyKind = [
  account,
  cloudAccount,
  workspace,
  voucher,
  card,
  recharge,
  bill,
  order,
  manifest,
];
const oneOfEach = {
  account: 1,
  workspace: 1,
  cloudAccount: 1,
  voucher: 1,
  storedValueCard: 1,
  recharge: 1,
  bill: 1,
  huaweiOrder: 1,
  manifest: 1,
};
const none = {
  account: 0,
  workspace: 0,
  cloudAccount: 0,
  voucher: 0,
  storedValueCard: 0,
  recharge: 0,
  bill: 0,
  huaweiOrder: 0,
  manifest: 0,
};

/** Documents as JSON shows them: amounts as `{"$numberDecimal":"…"}`. */
async function shown(collection: string): Promise<unknown> {
  return JSON.parse(JSON.stringify(await database.db.collection(collection).find().toArray()));
}

describe('importFiles', () => {
  it('stores every kind in any order, and publishes and posts it', async () => {
    const run = await runImport(database.db, everyKind.toReversed());
    expect(run).toEqual({
      result: {
        records: oneOfEach,
        unchanged: 0,
        rejected: 0,
        problems: 0,
        importNumber: 1,
        unknownItems: [],
        unknownSites: [],
      },
      problems: [],
      posts: 1,
      rejects: [],
    });
    expect(await shown('imports')).toEqual([{ _id: 'imports', last: 1, published: 1, posted: 0 }]);
  });

  it('stamps a bill with the terms of its workspace and adds its lines up', async () => {
    await runImport(database.db, everyKind);
    expect(await shown('bills')).toEqual([
      {
        _id: 'wksp-a/2026-11-22',
        account: 'acct-1',
        workspace: 'wksp-a',
        site: 'cn1',
        day: '2026-11-22',
        currency: 'CNY',
        method: 'cloud',
        cloudAccount: 'ca-1',
        lines: [
          { item: 'logs', quantity: '2000000', amount: { $numberDecimal: '2.4049' } },
          { item: 'sms', amount: { $numberDecimal: '18.7' } },
        ],
        lineCount: 2,
        total: { $numberDecimal: '21.1049' },
        rounded: { $numberDecimal: '21.1' },
        import: 1,
        settlement: null,
      },
    ]);
  });

  it('opens an account with nothing but its opening balance', async () => {
    await runImport(database.db, [account]);
    expect(await shown('accounts')).toEqual([
      {
        _id: 'acct-1',
        account: 'acct-1',
        name: 'Example Ltd',
        currency: 'CNY',
        import: 1,
        opening: { $numberDecimal: '100' },
        cash: { $numberDecimal: '0' },
        overdraft: { $numberDecimal: '0' },
        cloudArrears: { $numberDecimal: '0' },
        lock: 0,
        entries: 0,
        head: '',
      },
    ]);
  });

  it.each([
    ['a byte-order mark', (text: string) => `\ufeff${text}`],
    ['CRLF', (text: string) => text.replaceAll('\n', '\r\n')],
    ['blank lines', (text: string) => `\n  \n${text.replaceAll('\n', '\n\t\n')}\n`],
    ['no newline at its end', (text: string) => text.trimEnd()],
    ['all of these', (text: string) => `\ufeff\r\n${text.trimEnd().replaceAll('\n', '\r\n\r\n')}`],
  ])('reads a file with %s', async (_, write) => {
    const { result } = await runImport(database.db, write(asText(everyKind)));
    expect(result.records).toEqual(oneOfEach);
  });

  it('finds the same content in another spelling unchanged', async () => {
    await runImport(database.db, everyKind);
    const { result, posts } = await runImport(database.db, [
      { currency: 'CNY', name: 'Example Ltd', id: 'acct-1', kind: 'account', cash: '0100.0' },
      { ...cloudAccount, subscribed: true, currency: 'CNY' },
      workspace,
      {
        ...voucher,
        balance: '20',
        singleUse: false,
        minSpend: '100',
        currency: 'CNY',
        expiresAt: '2026-12-31T16:00:00Z',
      },
      { ...card, faceValue: '100', purchasedAt: '2026-01-01T08:00:00.000+08:00' },
      { ...recharge, amount: '5', at: '2026-10-31T23:00:00-01:00' },
      {
        ...bill,
        currency: 'CNY',
        lines: [
          { quantity: '2000000.0', item: 'logs', amount: '2.40490' },
          { item: 'sms', amount: '18.7' },
        ],
      },
      { ...order, faceValue: '100' },
      { ...manifest, part: 1, total: '21.10490' },
    ]);
    expect(result).toEqual({
      records: none,
      unchanged: 9,
      rejected: 0,
      problems: 0,
      unknownItems: [],
      unknownSites: [],
    });
    expect(posts).toBe(1);
    expect(await shown('imports')).toEqual([{ _id: 'imports', last: 2, published: 1, posted: 0 }]);
  });

  it('stores a record once that stands in a file twice', async () => {
    const { result } = await runImport(database.db, [account, account, account]);
    expect(result).toMatchObject({ records: { ...none, account: 1 }, unchanged: 2 });
  });

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
    expect(await shown('imports')).toEqual([{ _id: 'imports', last: 1, published: 0, posted: 0 }]);
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

  it('names items and sites that it does not know', async () => {
    const { result } = await runImport(database.db, [
      account,
      { ...workspace, site: 'mars-1', settlement: { method: 'enterprise' } },
      {
        ...bill,
        lines: [
          { item: 'teleport', amount: '1' },
          { item: 'logs', amount: '1' },
        ],
      },
      { ...manifest, site: 'moon-1' },
    ]);
    expect(result).toMatchObject({
      problems: 0,
      unknownItems: ['teleport'],
      unknownSites: ['mars-1', 'moon-1'],
    });
  });

  it('takes names of the language for what they are', async () => {
    const { result } = await runImport(database.db, [
      { ...account, id: 'constructor' },
      {
        ...workspace,
        id: 'toString',
        account: 'constructor',
        settlement: { method: 'enterprise' },
      },
      { ...bill, workspace: 'toString' },
    ]);
    expect(result).toMatchObject({ records: { account: 1, workspace: 1, bill: 1 }, problems: 0 });
  });
});

describe('two imports', () => {
  const dead: NewRecord = {
    record: {
      kind: 'workspace',
      id: 'wksp-dead',
      account: 'acct-1',
      site: 'cn1',
      settlement: { method: 'enterprise' },
    },
    identities: [{ id: 'workspace/wksp-dead', hash: 'x' }],
  };

  it('wait for each other', async () => {
    const first = await createImportStore({ db: database.db });
    const number = await first.begin();
    const waited = new Promise<void>((resolve) => {
      void (async () => {
        const second = runImport(database.db, everyKind, { onWaiting: resolve });
        expect((await second).result.importNumber).toBe(2);
      })();
    });
    await waited;
    await first.write(number, [dead]);
    await first.publish(number);
    const third = await runImport(database.db, everyKind);
    expect(third.result).toMatchObject({ records: none, unchanged: 9 });
    expect(await collectionsOf(database.db).workspaces.countDocuments()).toBe(2);
  });

  it('give up waiting in the end', async () => {
    await (await createImportStore({ db: database.db })).begin();
    const store = await createImportStore({ db: database.db, waitSeconds: 0 });
    await expect(runImport(database.db, [account], { store })).rejects.toThrow(
      'another import has been running for 0 seconds: try again when it is done',
    );
  });

  it('take over from one that died, whose late batch is then refused', async () => {
    const { imports, workspaces, identities } = collectionsOf(database.db);
    const zombie = await createImportStore({ db: database.db });
    const number = await zombie.begin();
    await zombie.write(number, [dead]);
    await imports.updateOne(
      { _id: 'imports' },
      { $set: { 'writing.seenAt': new Date('2026-01-01') } },
    );

    const { result } = await runImport(database.db, [account]);
    expect(result.importNumber).toBe(2);
    expect(await workspaces.countDocuments()).toBe(0);
    expect(await identities.countDocuments()).toBe(1);

    const over = `import 1 gave no sign for too long and was taken over: nothing of it is stored; import the file again`;
    await expect(zombie.write(number, [dead])).rejects.toThrow(over);
    await expect(zombie.publish(number)).rejects.toThrow(over);
    await zombie.abort(number);
    expect(await workspaces.countDocuments()).toBe(0);
    expect(await shown('accounts')).toHaveLength(1);
    expect(await shown('imports')).toEqual([{ _id: 'imports', last: 2, published: 2, posted: 0 }]);
  });

  it('at once with the same records store them once', async () => {
    const runs = await Promise.all([1, 2, 3].map(() => runImport(database.db, everyKind)));
    const counts = runs.map(({ result }) => result.unchanged).toSorted((a, b) => a - b);
    expect(counts).toEqual([0, 9, 9]);
    expect(await storedDocuments(database.db)).toBe(19);
  });
});
