import { randomBytes } from 'node:crypto';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import * as os from 'node:os';
import { join } from 'node:path';
import { MongoClient } from 'mongodb';
import { linesOf, runSettle, writeNdjson, type CommandRun } from '../support/command-run.js';
import { account, bill, enterpriseWorkspace } from '../support/records.js';

const records = [
  { ...account('acct-1', '100.00'), name: 'Example Ltd' },
  enterpriseWorkspace('wksp-a', 'acct-1'),
  { kind: 'voucher', id: 'v-1', account: 'acct-1', type: 'ordinary', faceValue: '20.00' },
  bill('wksp-a', '2.40', { restricted: '18.70' }),
];

/** Against a database alone: an import needs no Temporal. */
describe('settle import', () => {
  const environment = {
    MONGODB_URI: process.env['TEST_MONGODB_URI'] ?? '',
    MONGODB_DATABASE: `test-${randomBytes(6).toString('hex')}`,
  };
  let folder: string;
  let imported: CommandRun;

  const settle = (...args: string[]): Promise<CommandRun> => runSettle(args, { environment });
  const fileOf = (name: string, content: readonly object[]): Promise<string> =>
    writeNdjson(join(folder, name), content);

  beforeAll(async () => {
    folder = await mkdtemp(join(os.tmpdir(), 'settle-import-'));
    imported = await settle('import', await fileOf('records.ndjson', records));
  });
  afterAll(async () => {
    await rm(folder, { recursive: true, force: true });
    const client = new MongoClient(environment.MONGODB_URI, { runtimeAdapters: { os } });
    await client.db(environment.MONGODB_DATABASE).dropDatabase();
    await client.close();
  });

  it('says on standard error what it stored, and nothing on standard output', () => {
    expect(imported).toEqual({
      status: 0,
      stdout: '',
      stderr: 'imported 1 account, 1 workspace, 1 voucher, 1 bill; 0 unchanged\n',
    });
  });

  it('changes nothing the second time, also from standard input', async () => {
    const text = records.map((record) => JSON.stringify(record)).join('\r\n');
    const again = await runSettle(['import', '-'], {
      environment,
      input: `\uFEFF${text}\r\n\r\n`,
    });
    expect(again).toEqual({
      status: 0,
      stdout: '',
      stderr: 'imported nothing new; 4 unchanged\n',
    });
  });

  it('lists every problem of a bad file by line and field, and stores nothing of it', async () => {
    const file = await fileOf('bad.ndjson', [
      account('acct-good'),
      { kind: 'account', id: 'a b', name: 'x', currency: 'CNY' },
      bill('wksp-nowhere', '1.00'),
      { ...account('acct-1', '99.00'), name: 'Example Ltd' },
    ]);
    const { status, stdout, stderr } = await settle('import', file);
    expect({ status, stdout }).toEqual({ status: 2, stdout: '' });
    const lines = linesOf(stderr);
    expect(lines).toContainEqual(expect.stringMatching(`^${file}:2: id: must be `));
    expect(lines).toContainEqual(expect.stringMatching(`^${file}:3: workspace: `));
    expect(lines).toContainEqual(`${file}:4: id: already imported with other content`);
    expect(lines.at(-1)).toBe('nothing was imported: 3 problems in 3 records');
    expect(lines).toHaveLength(4);
    expect((await settle('balances', '--account', 'acct-good')).status).toBe(1);
  });

  it('stores the good records and writes the bad ones beside their reasons when told to', async () => {
    const file = await fileOf('mixed.ndjson', [
      account('acct-4', '1.00'),
      enterpriseWorkspace('wksp-d', 'acct-nobody'),
      bill('wksp-d', '1.00'),
    ]);
    const rejects = join(folder, 'rejects.ndjson');
    const { status, stdout, stderr } = await settle('import', file, '--skip-invalid', rejects);
    expect({ status, stdout }).toEqual({ status: 3, stdout: '' });
    expect(stderr).toContain('imported 1 account; 0 unchanged');
    expect(stderr).toContain(`rejected: 2 records, see ${rejects}`);
    expect(linesOf(await readFile(rejects, 'utf8'))).toHaveLength(2);
    expect((await settle('balances', '--account', 'acct-4')).status).toBe(0);
  });

  it.each([
    ['missing.ndjson', 'missing.ndjson'],
    ['.', 'directory'],
  ])('refuses %s, which it cannot read, in one line', async (name, reason) => {
    const run = await settle('import', join(folder, name));
    expect(run).toMatchObject({ status: 2, stdout: '' });
    expect(run.stderr).toContain(reason);
    expect(linesOf(run.stderr)).toHaveLength(1);
  });
});
