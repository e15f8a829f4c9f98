import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { linesOf, runSettle, withFolder, writeNdjson } from '../support/command-run.js';
import { account, bill, enterpriseWorkspace } from '../support/records.js';

/** Worked examples 1, 2 and 5 of the domain. */
const examples = [
  account('acct-1', '100.00'),
  enterpriseWorkspace('w-1', 'acct-1'),
  { kind: 'voucher', id: 'ov-1', account: 'acct-1', type: 'ordinary', faceValue: '30.00' },
  {
    kind: 'storedValueCard',
    id: 'card-1',
    account: 'acct-1',
    faceValue: '50.00',
    purchaseType: 'cash',
    purchasedAt: '2026-01-01T00:00:00+08:00',
  },
  bill('w-1', '100.00'),
  account('acct-2', '10.00'),
  enterpriseWorkspace('w-2', 'acct-2'),
  { kind: 'voucher', id: 'ov-2', account: 'acct-2', type: 'ordinary', faceValue: '500.00' },
  { kind: 'bill', workspace: 'w-2', day: '2026-11-22', lines: [{ item: 'sms', amount: '18.70' }] },
  account('acct-5', '500.00'),
  enterpriseWorkspace('w-5', 'acct-5'),
  {
    kind: 'voucher',
    id: 'fv-5',
    account: 'acct-5',
    type: 'full-reduction',
    faceValue: '20.00',
    minSpend: '100.00',
  },
  bill('w-5', '150.00'),
];

const rowsOf = async (path: string): Promise<unknown[]> =>
  linesOf(await readFile(path, 'utf8')).map((line) => JSON.parse(line) as unknown);

describe('settle demo', () => {
  it('settles a file all on its own and leaves its statement and its balances', async () => {
    await withFolder(async (folder) => {
      const data = await writeNdjson(join(folder, 'data.ndjson'), examples);
      const [statement, balances] = [join(folder, 'statement'), join(folder, 'balances')];
      const run = await runSettle(
        ['demo', '--data', data, '--statement', statement, '--balances', balances],
        { seconds: 240 },
      );
      expect({ status: run.status, stderr: run.stderr }).toEqual({
        status: 0,
        stderr: expect.stringContaining('audit: the ledger proves every balance and every bill'),
      });
      expect(run.stdout).toMatch(/│ total\s+│\s+268.70 │/);
      expect(await rowsOf(statement)).toMatchObject([
        {
          account: 'acct-1',
          state: 'settled',
          total: '100.00',
          ordinaryVouchers: '30.00',
          storedValueCards: '50.00',
          cash: '20.00',
          arrears: '0.00',
        },
        {
          account: 'acct-2',
          state: 'arrears',
          ordinaryVouchers: '0.00',
          cash: '10.00',
          arrears: '8.70',
        },
        { account: 'acct-5', state: 'settled', fullReductionVouchers: '20.00', cash: '130.00' },
      ]);
      expect(await rowsOf(balances)).toMatchObject([
        {
          account: 'acct-1',
          cash: '80.00',
          vouchers: [{ id: 'ov-1', balance: '0.00', status: 'used-up' }],
          storedValueCards: [{ id: 'card-1', balance: '0.00', status: 'used-up' }],
        },
        {
          account: 'acct-2',
          cash: '0.00',
          overdraft: '8.70',
          storedValueBalance: '-8.70',
          vouchers: [{ id: 'ov-2', balance: '500.00', status: 'active' }],
        },
        { account: 'acct-5', cash: '370.00', vouchers: [{ id: 'fv-5', balance: '0.00' }] },
      ]);
    });
  });

  it('ends at Ctrl-C in the middle of a cycle and leaves nothing behind', async () => {
    await withFolder(async (folder) => {
      const run = await runSettle(['demo'], {
        environment: { TMPDIR: folder },
        interruptAt: 'cycle/CNY/2026-11-22: settling',
        seconds: 60,
      });
      expect(run).toMatchObject({ status: 1, stdout: '' });
      expect(linesOf(run.stderr).at(-1)).toBe('settle: interrupted');
      expect(await readdir(folder)).toEqual([]);
    });
  });

  it('names items and sites that no rule knows, and settles them', async () => {
    await withFolder(async (folder) => {
      const data = await writeNdjson(join(folder, 'data.ndjson'), [
        account('acct-1', '100.00'),
        enterpriseWorkspace('w-1', 'acct-1', 'mars1'),
        {
          kind: 'bill',
          workspace: 'w-1',
          day: '2026-11-22',
          lines: [{ item: 'rays', amount: '1' }],
        },
      ]);
      const run = await runSettle(['demo', '--data', data], { seconds: 240 });
      expect(run.status).toBe(0);
      expect(run.stderr).toContain('items that are not in the price list: rays');
      expect(run.stderr).toContain('sites that are not known: mars1');
      expect(run.stdout).toMatch(/│\s+cash\s+│\s+1.00 │/);
    });
  });

  it('refuses a bad file before it starts anything', async () => {
    await withFolder(async (folder) => {
      const data = await writeNdjson(join(folder, 'bad.ndjson'), [
        { kind: 'account', id: 'acct-1' },
      ]);
      const run = await runSettle(['demo', '--data', data]);
      expect(run).toMatchObject({ status: 2, stdout: '' });
      expect(linesOf(run.stderr)).toEqual([
        `${data}:1: name: is missing`,
        `${data}:1: currency: is missing`,
        `settle: ${data}: 2 problems; nothing was started`,
      ]);
    });
  });

  it.each([
    ['a file that is not there', ['--data', 'nowhere/data.ndjson'], 2, 'nowhere/data.ndjson'],
    ['a statement that cannot be written', ['--statement', 'nowhere/s'], 2, 'nowhere/s'],
    ['balances that cannot be written', ['--balances', 'nowhere/b'], 2, 'nowhere/b'],
    ['a day that is not over', ['--cycle', '2999-12-31'], 2, '2999-12-31 is not over'],
  ])('refuses %s before it starts anything', async (_, args, status, reason) => {
    await withFolder(async (folder) => {
      const inFolder = args.map((each) => each.replace('nowhere', join(folder, 'nowhere')));
      const run = await runSettle(['demo', ...inFolder]);
      expect(run).toMatchObject({ status, stdout: '' });
      expect(linesOf(run.stderr)).toEqual([expect.stringContaining(reason)]);
    });
  });
});
