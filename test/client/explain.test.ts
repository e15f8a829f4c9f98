import { account, bill, day, enterpriseWorkspace } from '../support/records.js';
import { voucher } from '../support/ledger-records.js';
import { linesOf, runSettle, type CommandRun } from '../support/command-run.js';
import { startLedger, type LedgerSystem } from '../support/ledger-system.js';

describe('settle explain', () => {
  let system: LedgerSystem;

  beforeAll(async () => {
    system = await startLedger();
    await system.importRecords([
      account('acct-2', '10.00'),
      enterpriseWorkspace('w-2', 'acct-2'),
      voucher('ov-2', 'acct-2', '500.00'),
      bill('w-2', '1.00', { restricted: '18.70' }),
    ]);
    await system.settle(day);
  });

  afterAll(() => system.drop());

  it('prints a row for each who paid and each who did not (worked example 2)', async () => {
    const { status, stdout, stderr } = await explain('--account', 'acct-2', '--cycle', day);
    expect(status).toBe(0);
    expect(stderr).toBe('settlement 1: arrears, 19.70, eligible spend 1.00\n');
    for (const words of [
      'ordinary voucher ov-2',
      'a voucher never pays restricted items such as sms',
      'nobody paid it: it is owed',
      'acct-2/5',
    ])
      expect(stdout).toContain(words);
  });

  it('prints a line of JSON for each line of the bill, with the reasons in words', async () => {
    const run = await explain('--account', 'acct-2', '--cycle', day, '--format', 'ndjson');
    const [logs, sms] = linesOf(run.stdout).map((line): unknown => JSON.parse(line));
    expect(logs).toMatchObject({
      workspace: 'w-2',
      item: 'logs',
      amount: '1.00',
      paid: [{ kind: 'ordinary-voucher', id: 'ov-2', amount: '1.00', entry: 'acct-2/3' }],
      unpaid: [{ kind: 'cash', id: 'acct-2', reason: { kind: 'paid-already' } }],
    });
    expect(sms).toMatchObject({
      item: 'sms',
      paid: [{ kind: 'cash', amount: '10.00' }],
      owed: { amount: '8.70', rule: 'rule 8' },
      unpaid: [{ id: 'ov-2', words: 'a voucher never pays restricted items such as sms' }],
    });
    const chinese = ['--format', 'ndjson', '--language', 'zh'];
    const { stdout } = await explain('--account', 'acct-2', '--cycle', day, ...chinese);
    expect(stdout).toContain('代金券不可抵扣受限计费项（sms）');
  });

  it('says that nothing was settled, and refuses an account that is not there', async () => {
    expect(await explain('--account', 'acct-2', '--cycle', '2026-11-21')).toEqual({
      status: 0,
      stdout: '',
      stderr: 'nothing was settled for 2026-11-21 of acct-2\n',
    });
    expect(await explain('--account', 'nobody', '--cycle', day)).toEqual({
      status: 2,
      stdout: '',
      stderr: 'settle: no account nobody\n',
    });
    expect((await explain('--account', 'acct-2', '--cycle', '2026-11-31')).status).toBe(2);
  });

  function explain(...args: string[]): Promise<CommandRun> {
    const environment = {
      MONGODB_URI: process.env['TEST_MONGODB_URI'] ?? '',
      MONGODB_DATABASE: system.ledger.collections.accounts.dbName,
    };
    return runSettle(['explain', ...args], { environment });
  }
});
