import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Decimal128 } from 'mongodb';
import { balancesRow, exampleRecords, statementRow } from '../support/command-example.js';
import {
  addressesOf,
  linesOf,
  runSettle,
  writeNdjson,
  type CommandRun,
} from '../support/command-run.js';
import { account, bill, day, enterpriseWorkspace } from '../support/records.js';
import { startSystem, type System } from '../support/system.js';

function rowsIn({ stdout }: CommandRun): unknown[] {
  return linesOf(stdout).map((line): unknown => JSON.parse(line));
}

function inCash(cash: string): { $set: { cash: Decimal128 } } {
  return { $set: { cash: Decimal128.fromString(cash) } };
}

describe('the commands, against a database and a Temporal of their own', () => {
  let system: System;
  let folder: string;
  let ran: CommandRun;

  const settle = (...args: string[]): Promise<CommandRun> =>
    runSettle(args, { environment: addressesOf(system.located) });
  const schedule = async (action: string): Promise<string[]> => {
    const { status, stdout, stderr } = await settle('schedule', action);
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
    return linesOf(stdout);
  };
  const fileOf = (name: string, content: readonly object[]): Promise<string> =>
    writeNdjson(join(folder, name), content);

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'settle-commands-'));
    system = await startSystem();
    await settle('import', await fileOf('records.ndjson', exampleRecords));
    ran = await settle('run', '--cycle', day);
  });
  afterAll(async () => {
    await system.stop();
    await rm(folder, { recursive: true, force: true });
  });

  describe('run', () => {
    it('prints a proof with the control totals; arrears are no failure', () => {
      expect(ran.status).toBe(0);
      const lines = linesOf(ran.stdout);
      expect(lines).toContain('CNY 2026-11-22: 2 bills up to import 1: 2 settled');
      expect(lines).toContain(
        '  imported 31.10 = columns 31.10 + due 0.00; columns = ledger 31.10',
      );
      expect(lines).toContain('    cash: 24.10 = ledger 24.10');
      expect(lines).toContain('    arrears: 7.00 = ledger 7.00');
      expect(ran.stdout).toMatch(/│ accounts in arrears\s+│\s+1 │/);
      expect(linesOf(ran.stderr).at(-1)).toBe('cycle/CNY/2026-11-22: closed, 2 accounts settled');
    });

    it('settles nothing twice', async () => {
      const again = await settle('run', '--cycle', day, '--currency', 'CNY');
      expect(again.status).toBe(0);
      expect(again.stdout).toContain('2 bills up to import');
      expect((await settle('statement', '--cycle', day, '--format', 'ndjson')).stdout).toContain(
        statementRow,
      );
    });

    it('refuses a day that is not over in the zone of the center', async () => {
      expect(await settle('run', '--cycle', '2999-12-31')).toEqual({
        status: 2,
        stdout: '',
        stderr:
          'settle: 2999-12-31 is not over in Asia/Shanghai (CNY): it ends at 2999-12-31T16:00:00.000Z\n',
      });
    });

    it('ends with 3 and names the site when a manifest differs', async () => {
      const file = await fileOf('usd.ndjson', [
        account('acct-usd', '5.00', 'USD'),
        enterpriseWorkspace('wksp-usd', 'acct-usd', 'us1'),
        bill('wksp-usd', '2.00'),
        { kind: 'manifest', site: 'us1', currency: 'USD', day, bills: 3, total: '7.00' },
      ]);
      expect((await settle('import', file)).status).toBe(0);
      const run = await settle('run', '--cycle', day, '--currency', 'USD');
      expect(run.status).toBe(3);
      expect(linesOf(run.stdout)).toContain('  DIFFERS: us1 sent 3 bills of 7.00, 1 of 2.00 came');
    });

    it('ends with 3 while an account is parked, until retry after the cause is mended', async () => {
      const parkedDay = '2026-11-20';
      const file = await fileOf('parked.ndjson', [
        account('acct-p', '50.00'),
        enterpriseWorkspace('wksp-p', 'acct-p'),
        bill('wksp-p', '10.00', { day: parkedDay }),
      ]);
      await settle('import', file);
      const { accounts } = system.ledger.collections;
      await accounts.updateOne({ _id: 'acct-p' }, [{ $set: { cash: 'much' } }]);
      const run = await settle('run', '--cycle', parkedDay, '--currency', 'CNY');
      const workflow = `settlement/CNY/${parkedDay}/account/acct-p`;
      expect(run.status).toBe(3);
      expect(run.stdout).toMatch(new RegExp(`^  PARKED: acct-p: .+ \\(${workflow}\\)$`, 'm'));
      expect((await settle('where', 'acct-p')).stdout).toMatch(
        new RegExp(`^${parkedDay}  parked: .+  ${workflow}\\n$`),
      );
      const csv = await settle('statement', '--cycle', parkedDay, '--format', 'csv');
      expect(linesOf(csv.stdout)[1]).toMatch(/^acct-p,2026-11-20,CNY,parked,0\.00,/);
      await accounts.updateOne({ _id: 'acct-p' }, inCash('50.00'));
      expect(await settle('retry', '--cycle', parkedDay, '--account', 'acct-p')).toEqual({
        status: 0,
        stdout: `acct-p: tried again (${workflow})\n`,
        stderr: '',
      });
      await system.client.workflow.getHandle(workflow).result();
      expect((await settle('where', 'acct-p')).stdout).toBe(`${parkedDay}  done  ${workflow}\n`);
      expect(await settle('retry', '--cycle', parkedDay)).toMatchObject({ status: 0, stdout: '' });
    });
  });

  describe('statement and balances', () => {
    it('print the rows that other programs read', async () => {
      expect(
        await settle('statement', '--cycle', day, '--account', 'acct-1', '--format', 'ndjson'),
      ).toEqual({
        status: 0,
        stdout: `${statementRow}\n`,
        stderr: '',
      });
      expect(await settle('balances', '--account', 'acct-1', '--format', 'ndjson')).toEqual({
        status: 0,
        stdout: `${balancesRow}\n`,
        stderr: '',
      });
    });

    it('print every account that has something to say, in id order', async () => {
      const statement = await settle('statement', '--cycle', day, '--format', 'ndjson');
      expect(rowsIn(statement).slice(0, 2)).toMatchObject([
        { account: 'acct-1' },
        { account: 'acct-2' },
      ]);
      const balances = await settle('balances', '--format', 'ndjson');
      expect(rowsIn(balances).slice(0, 3)).toMatchObject([
        { account: 'acct-1' },
        { account: 'acct-2' },
        { account: 'acct-3' },
      ]);
    });

    it('print a table, or values with commas under their names', async () => {
      const csv = await settle(
        'statement',
        '--cycle',
        day,
        '--account',
        'acct-2',
        '--format',
        'csv',
      );
      expect(csv.stdout).toBe(
        'account,cycle,currency,state,total,ordinaryVouchers,fullReductionVouchers,storedValueCards,cash,cloudAccount,arrears,reason\n' +
          'acct-2,2026-11-22,CNY,arrears,10.00,0.00,0.00,0.00,3.00,0.00,7.00,\n',
      );
      const statement = await settle('statement', '--cycle', day, '--account', 'acct-2');
      expect(statement.stdout).toMatch(/│ acct-2\s+│ 2026-11-22 │ CNY\s+│ arrears │ 10.00 │/);
      const balances = await settle('balances', '--account', 'acct-2');
      expect(balances.stdout).toMatch(/│ acct-2\s+│ CNY\s+│\s+0.00 │\s+-7.00 │\s+7.00 │/);
    });

    it('say on standard error that there is nothing', async () => {
      expect(await settle('statement', '--cycle', '2020-01-01', '--format', 'ndjson')).toEqual({
        status: 0,
        stdout: '',
        stderr: 'nothing was settled for 2020-01-01\n',
      });
      expect(await settle('where', 'acct-3')).toMatchObject({
        status: 0,
        stdout: 'acct-3 has no settlement yet\n',
      });
      for (const command of [
        ['balances', '--account', 'acct-x'],
        ['where', 'acct-x'],
      ])
        expect(await settle(...command)).toEqual({
          status: 1,
          stdout: '',
          stderr: 'settle: no account acct-x\n',
        });
    });
  });

  describe('audit', () => {
    it('is silent on standard output while everything adds up, and lists what does not', async () => {
      const clean = await settle('audit');
      expect(clean).toMatchObject({ status: 0, stdout: '' });
      expect(clean.stderr).toMatch(/: 0 differences\n$/);
      const { accounts } = system.ledger.collections;
      await accounts.updateOne({ _id: 'acct-1' }, inCash('78.91'));
      const damaged = await settle('audit');
      await accounts.updateOne({ _id: 'acct-1' }, inCash('78.90'));
      expect(damaged.status).toBe(1);
      expect(damaged.stdout).toContain('acct-1');
      expect(linesOf(damaged.stdout).length).toBeGreaterThan(0);
      expect((await settle('audit')).status).toBe(0);
    });
  });

  describe('schedule', () => {
    it('applies, shows, pauses, resumes and removes one Schedule a currency', async () => {
      expect(await schedule('apply')).toEqual(['settle-CNY: created', 'settle-USD: created']);
      expect(await schedule('apply')).toEqual(['settle-CNY: up to date', 'settle-USD: up to date']);
      expect(await schedule('show')).toEqual([
        expect.stringMatching(
          /^settle-CNY: 00:30 Asia\/Shanghai, next \S+T16:30:00.000Z, last never$/,
        ),
        expect.stringMatching(/^settle-USD: 00:30 UTC, next \S+T00:30:00.000Z, last never$/),
      ]);
      expect(await schedule('pause')).toEqual(['settle-CNY: paused', 'settle-USD: paused']);
      expect((await schedule('show'))[0]).toBe(
        'settle-CNY: 00:30 Asia/Shanghai, paused, last never',
      );
      expect(await schedule('resume')).toEqual(['settle-CNY: resumed', 'settle-USD: resumed']);
      expect(await schedule('remove')).toEqual(['settle-CNY: removed', 'settle-USD: removed']);
      expect(await schedule('show')).toEqual([
        'settle-CNY: not there; npx settle schedule apply',
        'settle-USD: not there; npx settle schedule apply',
      ]);
    });
  });
});
