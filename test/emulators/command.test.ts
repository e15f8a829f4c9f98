import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { projectRoot } from '../../configuration/project-root.js';
import { pushToHuawei, refusalOf, sendToAws } from '../support/emulator-clients';
import { linesOf, runSettle, withFolder, writeNdjson } from '../support/command-run';

/** Of the tests in this file; ended whatever happens. */
const started: ChildProcess[] = [];

afterEach(() => {
  for (const child of started.splice(0)) child.kill('SIGKILL');
});

/** The command as a process of its own, and the variables it printed. */
async function startCommand(
  args: readonly string[],
  environment: Record<string, string> = {},
): Promise<{ child: ChildProcess; variables: Record<string, string> }> {
  const program = join(projectRoot(), 'bin', 'settle.js');
  const child = spawn(process.execPath, [program, 'emulators', ...args], {
    env: { PATH: process.env['PATH'], ...environment },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  started.push(child);
  const variables: Record<string, string> = {};
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    for (const line of linesOf(text)) {
      const [name = '', value = ''] = line.split('=');
      variables[name] = value;
    }
  });
  for await (const line of createInterface({ input: child.stderr })) {
    if (line === 'Ctrl-C ends it') return { child, variables };
  }
  throw new Error('it ended before it was ready');
}

async function statusAfter(child: ChildProcess, signal: NodeJS.Signals): Promise<unknown> {
  const ended = once(child, 'exit');
  child.kill(signal);
  const [status] = await ended;
  return status;
}

const account = { kind: 'account', id: 'acct-1', name: 'Example Ltd', currency: 'USD' };
const cloudAccount = {
  kind: 'cloudAccount',
  id: 'cloud-1',
  account: 'acct-1',
  provider: 'aws',
  customer: '123456789012',
  instance: '0abc1',
};

function meter(address: string, ProductCode: string): Promise<unknown> {
  const record = {
    Timestamp: new Date(Date.now() - 1000),
    Dimension: 'usd_cents',
    Quantity: 1,
    CustomerAWSAccountId: '123456789012',
  };
  return sendToAws(address, { ProductCode, UsageRecords: [record] });
}

describe('settle emulators', () => {
  it('explains itself', async () => {
    const { status, stdout } = await runSettle(['emulators', '--help']);
    expect(status).toBe(0);
    expect(linesOf(stdout)[0]).toBe('Usage: settle emulators [options]');
  });

  it('prints an environment that works, and ends with Ctrl-C', async () => {
    const { child, variables } = await startCommand([]);
    expect(variables).toEqual({
      AWS_MARKETPLACE_ENDPOINT: expect.stringMatching(/^http:\/\/127\.0\.0\.1:\d+$/),
      ALIBABA_CLOUD_MARKET_ENDPOINT: expect.stringMatching(/^http:\/\/127\.0\.0\.1:\d+$/),
      HUAWEI_CLOUD_MARKET_ENDPOINT: expect.stringMatching(/^http:\/\/127\.0\.0\.1:\d+$/),
      AWS_ACCESS_KEY_ID: 'AKIAEMULATOR00000000',
      AWS_SECRET_ACCESS_KEY: 'emulator-aws-secret',
      ALIBABA_CLOUD_ACCESS_KEY_ID: 'LTAIemulator',
      ALIBABA_CLOUD_ACCESS_KEY_SECRET: 'emulator-alibaba-cloud-secret',
      HUAWEI_CLOUD_MARKET_KEY: 'emulator-huawei-cloud-key',
    });
    await meter(variables['AWS_MARKETPLACE_ENDPOINT'] ?? '', '0abc1');
    expect(await statusAfter(child, 'SIGINT')).toBe(0);
  });

  it('takes the credentials of the environment and does not print them', async () => {
    const { variables } = await startCommand([], { HUAWEI_CLOUD_MARKET_KEY: 'of-our-own' });
    expect(variables).not.toHaveProperty('HUAWEI_CLOUD_MARKET_KEY');
    const address = variables['HUAWEI_CLOUD_MARKET_ENDPOINT'] ?? '';
    const codeWith = async (secret: string): Promise<unknown> =>
      JSON.parse((await pushToHuawei(address, '{}', { secret })).body)['error_code'];
    expect(await codeWith('of-our-own')).toBe('MKT.0101');
    expect(await codeWith('emulator-huawei-cloud-key')).toBe('MKT.0102');
  });

  it('knows the cloud accounts of the files, and keeps its books', async () => {
    await withFolder(async (folder) => {
      const first = await writeNdjson(join(folder, 'a.ndjson'), [account, cloudAccount]);
      const second = await writeNdjson(join(folder, 'b.ndjson'), [
        { ...cloudAccount, id: 'cloud-2', instance: '0abc2' },
      ]);
      const books = join(folder, 'books');
      const args = ['--data', first, '--data', second, '--books', books];
      const before = await startCommand(args);
      const address = before.variables['AWS_MARKETPLACE_ENDPOINT'] ?? '';
      await meter(address, '0abc1');
      await meter(address, '0abc2');
      expect(await refusalOf(meter(address, '0abc3'))).toEqual({
        code: 'InvalidProductCodeException',
        status: 400,
      });
      await statusAfter(before.child, 'SIGKILL');
      const after = await startCommand(args);
      const shown = await fetch(`${after.variables['AWS_MARKETPLACE_ENDPOINT']}/emulator/books`);
      expect(JSON.parse(await shown.text())).toMatchObject({
        entries: [{ instance: '0abc1' }, { instance: '0abc2' }],
      });
    });
  });

  it('tells what is wrong with a file, and starts nothing', async () => {
    await withFolder(async (folder) => {
      const path = await writeNdjson(join(folder, 'a.ndjson'), [
        account,
        { ...cloudAccount, provider: 'azure' },
      ]);
      const { status, stderr } = await runSettle(['emulators', '--data', path]);
      expect(status).toBe(2);
      expect(stderr).toContain(`${path}:2: provider: `);
    });
  });

  it.each([
    ['--ports 80', 'It must be three ports, with commas'],
    ['--ports 1,2,65536', 'It must be three ports, with commas'],
    ['--data', 'argument missing'],
  ])('refuses %s', async (args, message) => {
    const { status, stderr } = await runSettle(['emulators', ...args.split(' ')]);
    expect([status, stderr]).toEqual([2, expect.stringContaining(message)]);
  });

  it('says so in one line when a port is taken', async () => {
    const { variables } = await startCommand([]);
    const port = new URL(variables['AWS_MARKETPLACE_ENDPOINT'] ?? '').port;
    const { status, stderr } = await runSettle(['emulators', '--ports', `${port},0,0`]);
    expect(status).toBe(1);
    expect(linesOf(stderr)).toEqual([
      `settle: the emulators cannot start: listen EADDRINUSE: address already in use 127.0.0.1:${port}`,
    ]);
  });
});
