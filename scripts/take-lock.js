'use strict';
/* oxlint-disable typescript/no-unsafe-return -- plain JavaScript, which the compiler does not type */
const fs = require('node:fs');
const path = require('node:path');

const EVERY_MS = 100;
/** How long a lock folder may be without its owner's number: between making the one and writing the other. */
const NAMELESS_MS = 5_000;

/**
 * Waits until no other living process holds the lock folder, then takes it. A dead owner's lock is taken over.
 *
 * @param {string} folder
 * @param {(line: string) => void} say
 * @returns {() => void} gives it back
 */
exports.takeLock = function takeLock(folder, say) {
  let told = false;
  for (;;) {
    try {
      fs.mkdirSync(folder);
      fs.writeFileSync(path.join(folder, 'pid'), String(process.pid));
      return () => fs.rmSync(folder, { recursive: true, force: true });
    } catch (error) {
      if (error.code !== 'EEXIST') throw error;
    }
    if (isStale(folder)) {
      removeStale(folder);
      continue;
    }
    if (!told) say('waiting for another build to end');
    told = true;
    Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, EVERY_MS);
  }
};

/** Moved aside first: of two that take over, only one moves it. @param {string} folder */
function removeStale(folder) {
  const aside = `${folder}.${process.pid}`;
  try {
    fs.renameSync(folder, aside);
  } catch (error) {
    if (error.code === 'ENOENT') return;
    throw error;
  }
  if (isStale(aside)) fs.rmSync(aside, { recursive: true, force: true });
  else fs.renameSync(aside, folder);
}

/** @param {string} folder */
function isStale(folder) {
  try {
    const pid = Number(fs.readFileSync(path.join(folder, 'pid'), 'utf8'));
    if (pid > 0) return !isRunning(pid);
  } catch (error) {
    if (error.code !== 'ENOENT') throw error;
  }
  const made = fs.statSync(folder, { throwIfNoEntry: false });
  return made !== undefined && Date.now() - made.mtimeMs > NAMELESS_MS;
}

/** @param {number} pid */
function isRunning(pid) {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error.code === 'EPERM';
  }
}
