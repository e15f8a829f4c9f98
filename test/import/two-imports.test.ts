import { collectionsOf } from '../../ledger/collections.js';
import { importLanes, takeLanes } from '../../ledger/import-batch.js';
import { createImportStore, type NewRecord } from '../../ledger/import-store.js';
import { importDatabase } from '../support/import-database.js';
import { account, everyKind, oneOfEach } from '../support/import-records.js';
import { runImport, shown, storedDocuments } from '../support/import-run.js';

let database: Awaited<ReturnType<typeof importDatabase>>;

beforeEach(async () => {
  database = await importDatabase();
});

afterEach(async () => {
  await database.drop();
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
    let second: ReturnType<typeof runImport> | undefined;
    await new Promise<void>((resolve) => {
      second = runImport(database.db, everyKind, { onWaiting: resolve });
    });
    await first.write(number, [dead]);
    await first.publish(number);
    expect((await second)?.result).toMatchObject({ records: oneOfEach, importNumber: 2 });
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
    for (let lane = 0; lane < importLanes; lane++)
      await expect(zombie.write(number, [dead], lane)).rejects.toThrow(over);
    await expect(zombie.publish(number)).rejects.toThrow(over);
    await zombie.abort(number);
    expect(await workspaces.countDocuments()).toBe(0);
    expect(await shown(database.db, 'accounts')).toHaveLength(1);
    expect(await shown(database.db, 'imports')).toEqual([
      { _id: 'imports', last: 2, published: 2, posted: 0 },
    ]);
  });

  it('keep their lanes from one that took its turn before, and is late to take them', async () => {
    const collections = collectionsOf(database.db);
    const store = await createImportStore({ db: database.db });
    await store.abort(await store.begin());
    const number = await store.begin();
    await takeLanes(collections, number - 1);
    await store.write(number, [dead], 1);
    expect(await collections.workspaces.countDocuments()).toBe(1);
  });

  it('at once with the same records store them once', async () => {
    const runs = await Promise.all([1, 2, 3].map(() => runImport(database.db, everyKind)));
    const counts = runs.map(({ result }) => result.unchanged).toSorted((a, b) => a - b);
    expect(counts).toEqual([0, 9, 9]);
    expect(await storedDocuments(database.db)).toBe(19);
  });
});
