'use strict';
/* oxlint-disable typescript/no-unsafe-return -- plain JavaScript, which the compiler does not type */
// Runs before `npm start`, in a checkout that may be fresh: needs nothing but Node itself.

const { spawnSync } = require('node:child_process');
const fs = require('node:fs');
const path = require('node:path');

const OLDEST_NODE = [20, 19];
const root = path.resolve(__dirname, '..');

main();

function main() {
  const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
  const [oldestMajor, oldestMinor] = OLDEST_NODE;
  if (major < oldestMajor || (major === oldestMajor && minor < oldestMinor)) {
    return fail(
      `Node ${OLDEST_NODE.join('.')} or newer is needed, this is ${process.versions.node}`,
    );
  }
  if (!packagesAreInstalled()) {
    say('installing the packages (npm ci)');
    if (runNpm(['ci']) !== 0) return fail('npm ci failed, see above');
  }
  const build = spawnSync(process.execPath, [path.join(__dirname, 'build.js')], {
    stdio: ['ignore', 'inherit', 'inherit'],
  });
  if (build.status !== 0) process.exitCode = 1;
}

/** Compares the lock file with npm's own note, inside node_modules, of what it installed. */
function packagesAreInstalled() {
  const installed = packagesOf(path.join(root, 'node_modules', '.package-lock.json'));
  if (installed === undefined) return false;
  const wanted = packagesOf(path.join(root, 'package-lock.json')) ?? {};
  return Object.entries(wanted).every(([place, { version, optional, devOptional, peer }]) => {
    if (place === '') return true;
    const found = installed[place];
    if (found === undefined) return Boolean(optional || devOptional || peer);
    return found.version === version;
  });
}

/** @param {string} file */
function packagesOf(file) {
  try {
    return JSON.parse(fs.readFileSync(file, 'utf8')).packages;
  } catch {
    return undefined;
  }
}

/** With the npm that runs this script, where one does. @param {string[]} args */
function runNpm(args) {
  const npm = process.env.npm_execpath;
  const options = { cwd: root, stdio: ['ignore', 'inherit', 'inherit'] };
  const { status } =
    npm !== undefined && /\.c?js$/.test(npm)
      ? spawnSync(process.execPath, [npm, ...args], options)
      : spawnSync('npm', args, options);
  return status;
}

/** @param {string} line */
function fail(line) {
  say(line);
  process.exitCode = 1;
}

/** @param {string} line */
function say(line) {
  process.stderr.write(`start: ${line}\n`);
}
