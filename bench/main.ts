import { mkdtemp, rm } from 'node:fs/promises';
import { loadavg, tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { importInto } from '../client/commands/import.js';
import { writeSample } from '../client/sample-file.js';
import { withLedger, type Located } from '../client/session.js';
import { readConfiguration } from '../configuration/read-configuration.js';
import { currenciesInUse } from '../ledger/cycles.js';
import { readServices } from '../embedded/services-file.js';
import { startServices } from '../embedded/services.js';
import type { Ledger } from '../ledger/ledger-context.js';
import {
  settleWithScript,
  settleWithTemporal,
  type Arm,
  type ArmName,
  type Measured,
} from './arms.js';
import { compareClouds } from './clouds.js';
import { withCopy } from './copied-database.js';
import { measureReads } from './reads.js';
import { report, type Round } from './report.js';
import { settledTotals } from './settled-totals.js';

const day = '2026-11-22';
const seed = 1;
const triedAtOnce = [8, 16, 24, 32];
const accountsToTry = 1_000;
/** Larger than the default, which is for quick recovery: fewer transactions and workflows an account. */
const quickCohorts = { COHORT_SIZE: '500', COHORTS_AT_ONCE: '6' };

/**
 * `npm run bench -- [--accounts 10000] [--rounds 3]`: the cycle against a plain script, side by side;
 * with `--reads` what customers look at, at 50 requests a second; with `--clouds` the cycle with clouds that answer at once against clouds that take 200 ms.
 */
async function main(): Promise<void> {
  const { values } = parseArgs({
    options: {
      accounts: { type: 'string' },
      rounds: { type: 'string' },
      clouds: { type: 'boolean', default: false },
      reads: { type: 'boolean', default: false },
    },
  });
  const accounts = wholeNumber('accounts', values.accounts ?? '10000');
  const rounds = wholeNumber('rounds', values.rounds ?? '3');
  const services = await startServices({ log: say });
  try {
    const pids = readServices(services.folder);
    const configuration = readConfiguration({});
    const bench: Bench = {
      located: {
        ...configuration,
        mongodbUri: services.mongodbUri,
        temporal: { ...configuration.temporal, address: services.temporalAddress },
        temporalUiUrl: undefined,
      },
      servers: { mongod: pids?.mongod?.pid ?? 0, temporal: pids?.temporal?.pid ?? 0 },
    };
    if (values.reads) {
      await measureReads(bench.located, say);
      return;
    }
    if (values.clouds) {
      await withSample(bench, accounts, (source) =>
        compareClouds({ rounds, onCopy: (work) => onCopy(bench, source, work) }, say),
      );
      return;
    }
    const atOnce = await withSample(bench, accountsToTry, (source) => bestAtOnce(bench, source));
    const done = await withSample(bench, accounts, (source) =>
      compareArms(bench, source, { rounds, atOnce }),
    );
    await withLedger(bench.located, (ledger) =>
      report({ ledger, accounts, seed, day, atOnce, quickCohorts, rounds: done }, say),
    );
  } finally {
    await services.stop();
  }
}

interface Bench {
  located: Located;
  servers: Arm['servers'];
}

/** Imports a sample into a database of its own, for `work`. */
async function withSample<T>(
  { located }: Bench,
  accounts: number,
  work: (source: Ledger) => Promise<T>,
): Promise<T> {
  const folder = await mkdtemp(join(tmpdir(), 'settle-bench-'));
  try {
    const path = join(folder, 'sample.ndjson');
    await writeSample(path, { accounts, seed, day });
    say(`importing a sample of ${accounts} accounts`);
    const database = `sample-${accounts}`;
    return await withLedger({ ...located, mongodbDatabase: database }, async (ledger) => {
      await importInto(ledger, { files: [path] });
      return await work(ledger);
    });
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** The script is to be as fast as it can be on this machine. */
async function bestAtOnce(bench: Bench, source: Ledger): Promise<number> {
  let best = { atOnce: 0, seconds: Infinity };
  for (const atOnce of triedAtOnce) {
    const { seconds } = await onCopy(bench, source, (arm) => settleWithScript(arm, atOnce));
    say(
      `plain script, ${atOnce} at once: ${(accountsToTry / seconds).toFixed(0)} accounts a second`,
    );
    if (seconds < best.seconds) best = { atOnce, seconds };
  }
  return best.atOnce;
}

/** Each round all arms on fresh copies, in one order and then in the other. */
async function compareArms(
  bench: Bench,
  source: Ledger,
  { rounds, atOnce }: { rounds: number; atOnce: number },
): Promise<Round[]> {
  const done: Round[] = [];
  for (let number = 1; number <= rounds; number++) {
    const inTurn: ArmName[] = ['ours', 'plainScript', 'oursDefault'];
    const order = number % 2 === 1 ? inTurn : inTurn.toReversed();
    const loadBefore = loadavg();
    const arms: Partial<Round['arms']> = {};
    const totals: string[][] = [];
    for (const name of order) {
      await onCopy(bench, source, async (arm) => {
        arms[name] = await settleAs(name, arm, atOnce);
        totals.push(await settledTotals(arm.ledger, arm));
      });
      say(`round ${number}, ${name}: ${arms[name]?.seconds.toFixed(1)} s`);
    }
    checkSame(totals);
    const { ours, oursDefault, plainScript } = arms;
    if (ours && oursDefault && plainScript)
      done.push({ arms: { ours, oursDefault, plainScript }, loadBefore, loadAfter: loadavg() });
  }
  return done;
}

function settleAs(name: ArmName, arm: Arm, atOnce: number): Promise<Measured> {
  switch (name) {
    case 'ours':
      return settleWithTemporal(arm, quickCohorts);
    case 'oursDefault':
      return settleWithTemporal(arm);
    case 'plainScript':
      return settleWithScript(arm, atOnce);
  }
}

async function onCopy<T>(
  { located, servers }: Bench,
  source: Ledger,
  work: (arm: Arm) => Promise<T>,
): Promise<T> {
  const database = 'settlement-copy';
  const currencies = await currenciesInUse(source);
  return withCopy(source, { uri: located.mongodbUri, database }, (ledger) =>
    work({ ledger, located: { ...located, mongodbDatabase: database }, day, currencies, servers }),
  );
}

/** No figure counts before all arms have settled the same to the cent. */
function checkSame([one = [], ...others]: string[][]): void {
  for (const other of others) {
    const unlike = one.filter((line, index) => line !== other[index]);
    if (unlike.length > 0 || one.length !== other.length)
      throw new Error(
        `the arms settled differently:\n${unlike.join('\n')}\nagainst\n${other.join('\n')}`,
      );
  }
}

function wholeNumber(name: string, text: string): number {
  const value = Number(text);
  if (!Number.isSafeInteger(value) || value < 1) throw new Error(`--${name}: a number from 1`);
  return value;
}

function say(line: string): void {
  process.stderr.write(`${line}\n`);
}

main().catch((error: unknown) => {
  console.error(error);
  process.exitCode = 1;
});
