import { cp, symlink } from 'node:fs/promises';
import { join } from 'node:path';
import { findMongod } from '../../embedded/find-mongod.js';
import { startChildServer, untilReady } from '../../embedded/child-server.js';
import { freePort } from '../../embedded/free-port.js';
import { projectRoot } from '../../configuration/project-root.js';
import { startWatchdog } from '../../embedded/watchdog.js';
import { MongoClient } from 'mongodb';
import * as os from 'node:os';
import { linesOf, runSettle, runSettleIntoHead, withFolder } from '../support/command-run.js';

/** Nobody listens there. */
const nowhere = '127.0.0.1:1';
const lastSeconds = 15;

async function sample(...more: string[]): Promise<string> {
  return (await runSettle(['sample', '--accounts', '30', ...more])).stdout;
}

describe('the command line', () => {
  it.each([
    'import',
    'redeem',
    'cloud-account',
    'cloud-account unsubscribe',
    'run',
    'statement',
    'balances',
    'audit',
    'schedule',
    'sample',
    'demo',
    'retry',
    'where',
    'start',
    'worker',
    'reconcile',
  ])('explains %s', async (command) => {
    const { status, stdout, stderr } = await runSettle([...command.split(' '), '--help']);
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
    expect(linesOf(stdout)[0]).toMatch(new RegExp(`^Usage: settle ${command}`));
  });

  it('lists its commands', async () => {
    const { status, stdout } = await runSettle(['--help']);
    expect(status).toBe(0);
    expect(stdout).toContain('Settles the daily bills of an observability cloud.');
  });

  it.each([
    ['dance', "unknown command 'dance'"],
    ['audit --fast', "unknown option '--fast'"],
    ['audit now', "too many arguments for 'audit'. Expected 0 arguments but got 1"],
    ['import', "missing required argument 'files'"],
    ['where', "missing required argument 'account'"],
    ['redeem --account a --customer c', "required option '--order <order>' not specified"],
    ['cloud-account unsubscribe', "missing required argument 'id'"],
    ['cloud-account unsubscribe a --at noon', 'It is no time with an offset'],
    ['run', "required option '--cycle <day>' not specified"],
    ['run --cycle', "option '--cycle <day>' argument missing"],
    ['run --cycle 2026-02-30', "option '--cycle <day>' argument '2026-02-30' is invalid"],
    ['retry --cycle tomorrow', "option '--cycle <day>' argument 'tomorrow' is invalid"],
    ['run --cycle 2026-11-22 --currency EUR', 'Allowed choices are CNY, USD'],
    ['statement --cycle 22.11.2026', "argument '22.11.2026' is invalid. It is no day"],
    ['statement --cycle 2026-11-22 --format xml', 'Allowed choices are table, ndjson, csv'],
    ['balances --format csv', 'Allowed choices are table, ndjson'],
    ['demo --cycle 2026-13-01', "argument '2026-13-01' is invalid. It is no day"],
    ['reconcile --cycle soon', "option '--cycle <day>' argument 'soon' is invalid"],
    ['reconcile --report', "option '--report <file>' argument missing"],
    ['schedule dance', 'Allowed choices are apply, show, pause, resume, remove'],
    ['sample', "required option '--accounts <n>' not specified"],
    ['sample --accounts many', 'It must be a whole number'],
    ['sample --accounts 0', '--accounts: must be a whole number of at least 1'],
    ['sample --accounts 5 --day yesterday', "argument 'yesterday' is invalid. It is no day"],
  ])('refuses "%s" in one line', async (typed, reason) => {
    const { status, stdout, stderr } = await runSettle(typed.split(' '));
    expect({ status, stdout }).toEqual({ status: 2, stdout: '' });
    expect(stderr).toContain(reason);
    expect(stderr).toMatch(/^settle: [^\n]+\n$/);
  });

  it.each([
    [{ COHORT_SIZE: '0' }, 'COHORT_SIZE'],
    [{ COHORT_SIZE: '1001' }, 'COHORT_SIZE'],
    [{ COHORT_SIZE: 'abc' }, 'COHORT_SIZE'],
    [{ CNY_ZONE: 'Mars/Olympus' }, 'CNY_ZONE'],
  ])('refuses %p', async (environment, variable) => {
    const { status, stdout, stderr } = await runSettle(['audit'], { environment });
    expect({ status, stdout }).toEqual({ status: 2, stdout: '' });
    expect(stderr).toMatch(new RegExp(`^settle: ${variable}: [^\\n]+\\n$`));
  });

  it('prints the same sample for the same arguments, and another for another seed', async () => {
    const first = await sample();
    expect(linesOf(first).length).toBeGreaterThan(90);
    expect(JSON.parse(linesOf(first)[0] ?? '')).toMatchObject({ kind: 'account' });
    expect(await sample('--seed', '1', '--day', '2026-11-22')).toBe(first);
    expect(await sample('--seed', '2')).not.toBe(first);
  });

  it('ends without an error when its reader has seen enough', async () => {
    const { status, stdout, stderr } = await runSettleIntoHead(['sample', '--accounts', '50000']);
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
    expect(stdout).toMatch(/^\{"kind":"account"/);
  });
});

describe('a server that is not there', () => {
  it.each([
    [['audit'], {}, 'run `npm start` in another terminal, or set MONGODB_URI'],
    [['schedule', 'show'], {}, 'run `npm start` in another terminal, or set TEMPORAL_ADDRESS'],
    [
      ['run', '--cycle', '2026-11-22'],
      {},
      'run `npm start` in another terminal, or set MONGODB_URI and TEMPORAL_ADDRESS',
    ],
  ])('has %p say which address is missing', async (args, environment, advice) => {
    // A folder of its own, so that an `npm start` of this checkout is not found.
    const run = await withFolder(async (folder) => {
      const root = projectRoot();
      for (const name of ['bin', 'dist', 'package.json'])
        await cp(join(root, name), join(folder, name), { recursive: true });
      await symlink(join(root, 'node_modules'), join(folder, 'node_modules'));
      return runSettle(args, { environment, root: folder, seconds: lastSeconds });
    });
    expect(run).toEqual({
      status: 1,
      stdout: '',
      stderr: `settle: no server is known: ${advice}\n`,
    });
  });

  it.each([
    ['a dead port', `mongodb://${nowhere}/?replicaSet=rs0`, 'MongoDB does not answer at'],
    ['garbage', 'db.example.com', 'MONGODB_URI is not a MongoDB address'],
    ['another garbage', 'mongodb://', 'MONGODB_URI is not a MongoDB address'],
  ])('is told in one line when MONGODB_URI is %s', async (_, uri, reason) => {
    const environment = { MONGODB_URI: uri, TEMPORAL_ADDRESS: nowhere };
    const run = await runSettle(['run', '--cycle', '2026-11-22'], {
      environment,
      seconds: lastSeconds,
    });
    expect(run).toMatchObject({ status: 1, stdout: '' });
    expect(run.stderr).toContain(reason);
    expect(run.stderr).toMatch(/^settle: [^\n]+\n$/);
  });

  it('never prints the password of a MongoDB address', async () => {
    const environment = { MONGODB_URI: `mongodb://me:pa%24s@${nowhere}/?replicaSet=rs0` };
    const run = await runSettle(['audit'], { environment, seconds: lastSeconds });
    expect(run.status).toBe(1);
    expect(run.stderr).toContain('MongoDB does not answer at mongodb://…@127.0.0.1:1/');
    expect(run.stderr).not.toContain('pa%24s');
  });

  it.each([
    ['a dead port', nowhere],
    ['garbage', 'not an address'],
  ])('is told in one line when TEMPORAL_ADDRESS is %s', async (_, address) => {
    const run = await runSettle(['schedule', 'show'], {
      environment: { TEMPORAL_ADDRESS: address },
      seconds: lastSeconds,
    });
    expect(run).toMatchObject({ status: 1, stdout: '' });
    expect(run.stderr).toContain(`Temporal does not answer at ${address}: `);
    expect(run.stderr).toMatch(/^settle: [^\n]+; check TEMPORAL_ADDRESS\n$/);
  });

  it('is told that a MongoDB without a replica set keeps no money', async () => {
    const run = await withFolder((folder) =>
      withStandaloneMongod(folder, (uri) =>
        runSettle(['audit'], { environment: { MONGODB_URI: uri }, seconds: lastSeconds }),
      ),
    );
    expect(run).toEqual({
      status: 1,
      stdout: '',
      stderr:
        'settle: the MongoDB at MONGODB_URI is a single server without a replica set, which has no transactions; start it with --replSet\n',
    });
  });
});

async function withStandaloneMongod<T>(
  folder: string,
  work: (uri: string) => Promise<T>,
): Promise<T> {
  const watchdog = startWatchdog();
  const port = await freePort(0);
  const uri = `mongodb://127.0.0.1:${port}/`;
  const server = await startChildServer({
    program: await findMongod(() => undefined),
    args: ['--bind_ip=127.0.0.1', `--port=${port}`, `--dbpath=${folder}`, '--nounixsocket'],
    logFile: join(folder, 'mongod.log'),
    graceMs: 10_000,
    watchdog,
  });
  try {
    await untilReady({
      server,
      name: 'mongod',
      folder,
      timeoutMs: 30_000,
      isReady: () => answers(uri),
      explain: (lines) => lines.at(-1) ?? '',
    });
    return await work(uri);
  } finally {
    await server.stop();
    watchdog.close();
  }
}

async function answers(uri: string): Promise<boolean> {
  const client = new MongoClient(uri, { serverSelectionTimeoutMS: 500, runtimeAdapters: { os } });
  try {
    await client.db('admin').command({ ping: 1 });
    return true;
  } catch {
    return false;
  } finally {
    await client.close();
  }
}
