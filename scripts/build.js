'use strict';
/* oxlint-disable typescript/no-unsafe-return -- plain JavaScript, which the compiler does not type */
// Compiles the project into dist/ when it is not there or its sources have changed; `--force` compiles in any case.

const { spawnSync } = require('node:child_process');
const { createHash } = require('node:crypto');
const fs = require('node:fs');
const path = require('node:path');
const { takeLock } = require('./take-lock');

const root = path.resolve(__dirname, '..');
const dist = path.join(root, 'dist');
const stamp = path.join(dist, '.stamp');
const compiler = path.join(root, 'node_modules', '.bin', 'tsc');
const project = 'tsconfig.build.json';
const settings = ['package.json', 'package-lock.json', 'tsconfig.json', project];

main(process.argv.includes('--force'));

/** @param {boolean} force */
function main(force) {
  linkCommand();
  if (!force && isFresh()) return;
  if (!fs.existsSync(compiler)) {
    say('the compiler is not installed, nothing is built; run: npm ci');
    return;
  }
  try {
    const release = takeLock(path.join(root, 'node_modules', '.settle-build-lock'), say);
    try {
      // Another build may have done it while this one waited.
      if (force || !isFresh()) build();
    } finally {
      release();
    }
  } catch (error) {
    say(error.code === 'ENOSPC' ? 'the disk is full; free 1 GB and try again' : error.message);
    process.exitCode = 1;
  }
}

/**
 * Lets `npx settle` find the command where npm puts those of packages: it starts at once, while a
 * `bin` of package.json would have npx install this project into a cache of its own first.
 */
function linkCommand() {
  const commands = path.join(root, 'node_modules', '.bin');
  const link = path.join(commands, 'settle');
  if (!fs.existsSync(commands) || fs.existsSync(link)) return;
  fs.rmSync(link, { force: true });
  fs.symlinkSync(path.join('..', '..', 'bin', 'settle.js'), link);
}

function build() {
  const hash = sourcesHash();
  fs.rmSync(stamp, { force: true });
  say('compiling');
  const output = run(compiler, ['-p', project, '--listEmittedFiles']);
  removeOrphans(new Set(output.match(/(?<=^TSFILE: ).+$/gm)));
  const bundler = path.join(dist, 'worker', 'bundle-workflows.js');
  if (fs.existsSync(bundler)) {
    say('bundling the workflows');
    run(process.execPath, [bundler]);
  }
  fs.writeFileSync(`${stamp}.new`, hash);
  fs.renameSync(`${stamp}.new`, stamp);
}

function isFresh() {
  return fs.existsSync(stamp) && fs.readFileSync(stamp, 'utf8') === sourcesHash();
}

/** Of the contents: a checkout changes times without changing files, and the other way round. */
function sourcesHash() {
  const hash = createHash('sha256');
  const folders = JSON.parse(fs.readFileSync(path.join(root, project), 'utf8')).include;
  const sources = folders.flatMap((folder) => filesBelow(path.join(root, folder), /\.tsx?$/));
  for (const file of [...settings.map((name) => path.join(root, name)), ...sources]) {
    const content = fs.readFileSync(file);
    hash.update(`${path.relative(root, file)}\0${content.length}\0`).update(content);
  }
  return hash.digest('hex');
}

/**
 * @param {string} folder
 * @param {RegExp} ending
 * @returns {string[]}
 */
function filesBelow(folder, ending) {
  if (!fs.existsSync(folder)) return [];
  return fs
    .readdirSync(folder, { recursive: true })
    .filter((name) => ending.test(name))
    .toSorted((a, b) => (a < b ? -1 : 1))
    .map((name) => path.join(folder, name));
}

/** What was compiled from a source that is gone. @param {Set<string>} emitted */
function removeOrphans(emitted) {
  for (const map of filesBelow(dist, /\.js\.map$/)) {
    if (emitted.has(map)) continue;
    fs.rmSync(map);
    fs.rmSync(map.slice(0, -'.map'.length), { force: true });
  }
}

/**
 * @param {string} program
 * @param {string[]} args
 */
function run(program, args) {
  const { status, stdout, error } = spawnSync(program, args, {
    cwd: root,
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'inherit'],
    maxBuffer: 100_000_000,
  });
  if (error !== undefined) throw error;
  if (status === 0) return stdout;
  process.stderr.write(stdout.replaceAll(/^TSFILE: .*\n/gm, ''));
  throw new Error(`${[path.basename(program), ...args].join(' ')}: exit status ${status}`);
}

/** @param {string} line */
function say(line) {
  process.stderr.write(`build: ${line}\n`);
}
