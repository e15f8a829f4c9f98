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
import { asText, runImport, shown } from '../support/import-run.js';

let database: Awaited<ReturnType<typeof importDatabase>>;

beforeEach(async () => {
  database = await importDatabase();
});

afterEach(async () => {
  await database.drop();
});

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
    expect(await shown(database.db, 'imports')).toEqual([
      { _id: 'imports', last: 1, published: 1, posted: 0 },
    ]);
  });

  it('stamps a bill with the terms of its workspace and adds its lines up', async () => {
    await runImport(database.db, everyKind);
    expect(await shown(database.db, 'bills')).toEqual([
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
        total: '21.1049',
        rounded: { $numberDecimal: '21.1' },
        import: 1,
        settlement: null,
      },
    ]);
  });

  it('opens an account with nothing but its opening balance', async () => {
    await runImport(database.db, [account]);
    expect(await shown(database.db, 'accounts')).toEqual([
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
    expect(await shown(database.db, 'imports')).toEqual([
      { _id: 'imports', last: 2, published: 1, posted: 0 },
    ]);
  });

  it('stores a record once that stands in a file twice', async () => {
    const { result } = await runImport(database.db, [account, account, account]);
    expect(result).toMatchObject({ records: { ...none, account: 1 }, unchanged: 2 });
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
