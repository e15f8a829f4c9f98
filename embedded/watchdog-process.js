'use strict';
// Ends servers whose owner has died. It learns of the death by the end of its standard input, which the owner holds open:
// the system closes it however the owner ends. Lines: "+ PID", "- PID" (ended already), "folder PATH" (to remove at the end).

const { rmSync } = require('node:fs');
const { createInterface } = require('node:readline');

const GRACE_MS = 8_000;
const EVERY_MS = 50;

const pids = new Set();
const folders = new Set();

// A Ctrl-C of the terminal must not end the one who watches.
process.on('SIGINT', () => undefined);
process.on('SIGHUP', () => undefined);

const lines = createInterface({ input: process.stdin });
lines.on('line', (line) => {
  const [verb, rest] = [line.slice(0, line.indexOf(' ')), line.slice(line.indexOf(' ') + 1)];
  if (verb === '+') pids.add(Number(rest));
  else if (verb === '-') pids.delete(Number(rest));
  else if (verb === 'folder') folders.add(rest);
});
lines.on('close', () => {
  for (const pid of pids) send(pid, 'SIGTERM');
  finishWhenEnded(Date.now() + GRACE_MS);
});

/** @param {number} deadline */
function finishWhenEnded(deadline) {
  const running = [...pids].filter((pid) => send(pid, 0));
  if (running.length > 0 && Date.now() < deadline) {
    setTimeout(finishWhenEnded, EVERY_MS, deadline);
    return;
  }
  for (const pid of running) send(pid, 'SIGKILL');
  for (const folder of folders) rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
}

/**
 * @param {number} pid
 * @param {string | number} signal
 */
function send(pid, signal) {
  try {
    process.kill(pid, signal);
    return true;
  } catch {
    return false;
  }
}
