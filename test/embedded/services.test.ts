import { once } from 'node:events';
import { spawn } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:net';
import os, { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Client, Connection } from '@temporalio/client';
import { MongoClient } from 'mongodb';
import { EnvironmentError } from '../../embedded/environment-error.js';
import { identifyProcess, type ProcessIdentity } from '../../embedded/process-identity.js';
import { noteEnvironment } from '../../embedded/services-file.js';
import {
  findRunningServices,
  type Services,
  ServicesRunningError,
  startServices,
} from '../../embedded/services.js';
import { readServices } from '../../embedded/services-file.js';
import { waitUntil } from '../../embedded/wait-until.js';

jest.setTimeout(60_000);

const log = (): void => undefined;

describe('kept services', () => {
  let folder: string;
  let services: Services;
  let occupied: Server[];

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'settle-test-'));
    occupied = await Promise.all([listen(), listen(), listen()]);
    const [mongodbPort, temporalPort, uiPort] = occupied.map(portOf);
    services = await startServices({ folder, mongodbPort, temporalPort, uiPort, log });
  });

  afterAll(async () => {
    await services.stop();
    for (const server of occupied) server.close();
    rmSync(folder, { recursive: true, force: true });
  });

  it('take free ports where the wished ones are busy', () => {
    const taken = [services.mongodbUri, services.temporalAddress, services.temporalUiUrl].map(
      (address) => Number(/127\.0\.0\.1:(\d+)/.exec(address)?.[1]),
    );
    expect(new Set([...taken, ...occupied.map(portOf)]).size).toBe(6);
  });

  it('serve the Web UI', async () => {
    const page = await fetch(services.temporalUiUrl);
    expect(page.status).toBe(200);
  });

  it('are found by their folder, and refuse a second start there', async () => {
    const { mongodbUri, temporalAddress, temporalUiUrl } = services;
    const addresses = { mongodbUri, temporalAddress, temporalUiUrl };
    expect(findRunningServices(folder)).toEqual({ ...addresses, environment: {} });
    noteEnvironment(folder, { AWS_REGION: 'eu-west-1' });
    expect(findRunningServices(folder)).toEqual({
      ...addresses,
      environment: { AWS_REGION: 'eu-west-1' },
    });
    const second = startServices({ folder, log });
    await expect(second).rejects.toThrow(ServicesRunningError);
    await expect(second).rejects.toThrow(temporalUiUrl);
  });

  it('keep their data, also on other ports, and leave no process', async () => {
    await writeInTransaction(services.mongodbUri);
    await startWorkflow(services.temporalAddress);
    const children = childrenOf(folder);
    await Promise.all([services.stop(), services.stop()]);
    expect(children.filter(isAlive)).toEqual([]);
    expect(findRunningServices(folder)).toBeUndefined();

    services = await startServices({ folder, mongodbPort: 0, temporalPort: 0, uiPort: 0, log });
    expect(await readBack(services.mongodbUri)).toEqual([1, 2]);
    expect(await workflowsOf(services.temporalAddress, 'c-1')).toEqual(['w-1']);
  });
});

describe('services whose owner is killed', () => {
  it('end by themselves, temporary ones with their folder', async () => {
    const owner = await startOwner();
    const children = childrenOf(owner.folder);
    owner.kill();
    expect(await waitUntil(() => !children.some(isAlive), { timeoutMs: 15_000 })).toBe(true);
    expect(await waitUntil(() => !existsSync(owner.folder), { timeoutMs: 5_000 })).toBe(true);
  });

  it('are ended by the next start where nobody else has done so', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'settle-test-'));
    const stranger = spawn('sleep', ['60']);
    const leftover = identify(stranger.pid);
    const dead = { pid: leftover.pid, startedAt: 'earlier' };
    writeFileSync(
      join(folder, 'services.json'),
      JSON.stringify({ owner: dead, mongod: dead, temporal: leftover }),
    );
    const services = await startServices({
      folder,
      mongodbPort: 0,
      temporalPort: 0,
      uiPort: 0,
      log,
    });
    expect(isAlive(leftover)).toBe(false);
    await services.stop();
    rmSync(folder, { recursive: true, force: true });
  });
});

it('a data folder that mongod cannot read stops the start with one line that says why', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'settle-test-'));
  mkdirSync(join(folder, 'mongodb'));
  writeFileSync(join(folder, 'mongodb', 'storage.bson'), 'no metadata');
  const start = startServices({ folder, mongodbPort: 0, temporalPort: 0, uiPort: 0, log });
  await expect(start).rejects.toThrow(EnvironmentError);
  await expect(start).rejects.toThrow(/^mongod ended while starting: .*storage engine metadata.*$/);
  expect(findRunningServices(folder)).toBeUndefined();
  rmSync(folder, { recursive: true, force: true });
});

async function listen(): Promise<Server> {
  const server = createServer();
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  return server;
}

function portOf(server: Server): number {
  const address = server.address();
  if (typeof address !== 'object' || address === null) throw new Error('not listening');
  return address.port;
}

async function startOwner(): Promise<{ folder: string; kill: () => void }> {
  const child = spawn(process.execPath, ['--require', 'tsx/cjs', join(__dirname, 'owner.ts')], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const [line] = await once(child.stdout.setEncoding('utf8'), 'data');
  return { folder: String(line).trim(), kill: () => child.kill('SIGKILL') };
}

function childrenOf(folder: string): ProcessIdentity[] {
  const record = readServices(folder);
  if (record?.mongod === undefined || record.temporal === undefined) throw new Error('no servers');
  return [record.mongod, record.temporal];
}

function identify(pid: number | undefined): ProcessIdentity {
  const identity = pid === undefined ? undefined : identifyProcess(pid);
  if (identity === undefined) throw new Error('no such process');
  return identity;
}

function isAlive({ pid, startedAt }: ProcessIdentity): boolean {
  return identifyProcess(pid)?.startedAt === startedAt;
}

async function writeInTransaction(uri: string): Promise<void> {
  const client = await new MongoClient(uri, { runtimeAdapters: { os } }).connect();
  const entries = client.db('check').collection<{ _id: number }>('entries');
  await client.withSession(async (session) =>
    session.withTransaction(async () => {
      await entries.insertOne({ _id: 1 }, { session });
      await entries.insertOne({ _id: 2 }, { session });
    }),
  );
  await client.close();
}

async function readBack(uri: string): Promise<number[]> {
  const client = await new MongoClient(uri, { runtimeAdapters: { os } }).connect();
  const found = await client.db('check').collection<{ _id: number }>('entries').find().toArray();
  await client.close();
  return found.map(({ _id }) => _id);
}

async function startWorkflow(address: string): Promise<void> {
  const connection = await Connection.connect({ address });
  await new Client({ connection }).workflow.start('nobodyRunsThis', {
    taskQueue: 'none',
    workflowId: 'w-1',
    searchAttributes: { Cycle: ['c-1'] },
  });
  await connection.close();
}

async function workflowsOf(address: string, cycle: string): Promise<string[]> {
  const connection = await Connection.connect({ address });
  const found: string[] = [];
  for await (const { workflowId } of new Client({ connection }).workflow.list({
    query: `Cycle = '${cycle}'`,
  })) {
    found.push(workflowId);
  }
  await connection.close();
  return found;
}
