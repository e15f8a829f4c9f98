import { spawnSync } from 'node:child_process';
import {
  chmodSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { EnvironmentError } from '../../embedded/environment-error.js';
import { findProgram, type Program, type ProgramSource } from '../../embedded/find-program.js';
import { temporalDownload } from '../../embedded/find-temporal.js';

let folder: string;
let environment: NodeJS.ProcessEnv;
let lines: string[];

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'settle-test-'));
  environment = { PATH: join(folder, 'path'), SETTLE_CACHE: join(folder, 'cache') };
  lines = [];
});

afterEach(() => rmSync(folder, { recursive: true, force: true }));

describe('a program is taken', () => {
  it('from its environment variable before everything else', async () => {
    environment['SETTLE_GREETER'] = put('named', 'greeter');
    put('path', 'greeter');
    expect(await find([])).toBe(join(folder, 'named', 'greeter'));
  });

  it('from PATH before the cache', async () => {
    put('path', 'greeter');
    put('cache', 'greeter');
    expect(await find([])).toBe(join(folder, 'path', 'greeter'));
  });

  it('from the cache before it is fetched', async () => {
    put('cache', 'greeter');
    expect(await find([refusing('the first way')])).toBe(join(folder, 'cache', 'greeter'));
  });

  it('from the cache where the one on PATH does not work', async () => {
    put('path', 'greeter', 'exit 1');
    put('cache', 'greeter');
    expect(await find([])).toBe(join(folder, 'cache', 'greeter'));
  });

  it('from the first source that works, and then lies in the cache alone', async () => {
    put(join('cache', 'greeter.999999999.0a1b2c3d.part'), 'left by a fetch that was killed');
    const sources = [refusing('the first way'), making('the second way')];
    expect(await find(sources)).toBe(join(folder, 'cache', 'greeter'));
    expect(readdirSync(join(folder, 'cache'))).toEqual(['greeter']);
    expect(lines).toContain('greeter: trying the second way');
  });
});

describe('one line says what to do', () => {
  it('when nothing works, and nothing half fetched is kept', async () => {
    const sources = [refusing('the first way'), making('the second way', 'exit 3')];
    await expect(find(sources)).rejects.toThrow(
      'greeter: not found; install a greeter [the first way: no network; the second way: ',
    );
    expect(readdirSync(join(folder, 'cache'))).toEqual([]);
  });

  it('when the environment variable names no program', async () => {
    environment['SETTLE_GREETER'] = join(folder, 'nothing');
    await expect(find([making('a way')])).rejects.toThrow(EnvironmentError);
  });

  it('when the disk is full', async () => {
    const full: ProgramSource = {
      title: 'a way',
      fetch: async () => {
        throw new Error('ENOSPC: no space left on device, write');
      },
    };
    await expect(find([full])).rejects.toThrow(/is full; free 3 GB there or set SETTLE_CACHE/);
  });
});

it("Temporal's archive is downloaded and unpacked", async () => {
  const archive = join(folder, 'archive.tar.gz');
  put('packed', 'temporal');
  spawnSync('tar', ['-czf', archive, '-C', join(folder, 'packed'), 'temporal']);
  const server = createServer((_request, response) => response.end(readFileSync(archive)));
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  const address = server.address();
  const port = typeof address === 'object' ? address?.port : undefined;
  const found = await findProgram(
    { ...greeter, name: 'temporal', sources: [temporalDownload(`http://127.0.0.1:${port}`)] },
    (line) => lines.push(line),
    { ...process.env, PATH: '/nowhere', SETTLE_CACHE: environment['SETTLE_CACHE'] },
  );
  server.close();
  expect(readFileSync(found, 'utf8')).toContain('echo greeter 1');
});

const greeter: Omit<Program, 'sources'> = {
  name: 'greeter',
  variable: 'SETTLE_GREETER',
  advice: 'install a greeter',
};

async function find(sources: ProgramSource[]): Promise<string> {
  return findProgram({ ...greeter, sources }, (line) => lines.push(line), environment);
}

function put(place: string, name: string, body = 'echo greeter 1'): string {
  mkdirSync(join(folder, place), { recursive: true });
  const file = join(folder, place, name);
  writeFileSync(file, `#!/bin/sh\n${body}\n`);
  chmodSync(file, 0o755);
  return file;
}

function refusing(title: string): ProgramSource {
  return {
    title,
    fetch: async () => {
      throw new Error('no network');
    },
  };
}

function making(title: string, body?: string): ProgramSource {
  return { title, fetch: async (workFolder) => put(workFolder.slice(folder.length), 'made', body) };
}
