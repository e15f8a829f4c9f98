import { parseArgs } from 'node:util';
import { withLedger } from '../client/session.js';
import { readConfiguration } from '../configuration/read-configuration.js';
import { readServices } from '../embedded/services-file.js';
import { startServices } from '../embedded/services.js';
import { onCopy, withSample, type Bench } from './bench.js';
import { compareClouds } from './clouds.js';
import { bestAtOnce, compareArms } from './compare-arms.js';
import { guard } from './guard.js';
import { measureLarge } from './large.js';
import { measurePlans } from './numscript.js';
import { simulateCycle } from './planner.js';
import { measureReads } from './reads.js';
import { soak } from './soak.js';
import { compareWorkers } from './workers.js';
import { report, versionsOf } from './report.js';

const day = '2026-11-22';
const seed = 1;
/** Of the small comparisons: to tune the script, for flatness, and for a workflow an account. */
const few = 1_000;
const fewest = 300;
const secondsOfRounds = 220;
const roundsOfScript = 9;
const quickArms = ['ours', 'plainScript', 'medici', 'floorTemporal', 'floorMongod'] as const;

/**
 * `npm run bench -- [--quick] [--accounts 10000] [--rounds 3]`: the cycle against other ways to settle
 * the same bills, in turn on the same servers. Instead of these, one of
 *
 * - `--guard`: the counts that no machine changes, and the ratio with a wide margin
 * - `--workers`: one, two and four workers
 * - `--reads`: what customers look at, at 50 requests a second
 * - `--clouds`: clouds that answer at once against clouds that take 200 ms
 * - `--soak --minutes 60`: day after day at half load
 * - `--planner --accounts 1000000`: a cycle of so many accounts, whose steps are simulated
 */
async function main(): Promise<void> {
  const { values } = parseArgs({
    options: {
      quick: { type: 'boolean', default: false },
      guard: { type: 'boolean', default: false },
      workers: { type: 'boolean', default: false },
      accounts: { type: 'string' },
      rounds: { type: 'string' },
      clouds: { type: 'boolean', default: false },
      reads: { type: 'boolean', default: false },
      planner: { type: 'boolean', default: false },
      soak: { type: 'boolean', default: false },
      minutes: { type: 'string', default: '60' },
    },
  });
  const wanted = wholeNumber('accounts', values.accounts ?? '10000');
  const rounds = wholeNumber('rounds', values.rounds ?? (values.quick ? '2' : '3'));
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
      day,
      seed,
      say,
    };
    if (values.reads) return await measureReads(bench.located, say);
    if (values.guard) return await guard(bench);
    if (values.planner) return await simulateCycle(bench, wanted);
    if (values.soak) return await soak(bench, wholeNumber('minutes', values.minutes));
    if (values.workers) return await compareWorkers(bench, wanted);
    if (values.clouds) {
      await withSample(bench, wanted, (source) =>
        compareClouds({ rounds, onCopy: (work) => onCopy(bench, source, work) }, say),
      );
      return;
    }
    const accounts = values.quick && values.accounts === undefined ? 'as time allows' : wanted;
    await benchmark(bench, { accounts, rounds, quick: values.quick });
  } finally {
    await services.stop();
  }
}

async function benchmark(
  bench: Bench,
  options: { accounts: number | 'as time allows'; rounds: number; quick: boolean },
): Promise<void> {
  const { rounds, quick } = options;
  const { tuning, small } = await withSample(bench, few, async (source) => {
    const found = await bestAtOnce(bench, source);
    const arms = ['ours'] as const;
    const compared = await compareArms(bench, source, { arms, accounts: few, rounds, ...found });
    return { tuning: found, small: compared };
  });
  const each = { rounds, atOnce: tuning.atOnce };
  const accounts =
    options.accounts === 'as time allows' ? accountsInTime(tuning) : options.accounts;
  const { main: compared, plans } = await withSample(bench, accounts, async (source) => ({
    plans: await measurePlans(source, day, say),
    main: await compareArms(bench, source, {
      ...each,
      accounts,
      arms: quick ? quickArms : [...quickArms, 'oursDefault'],
    }),
  }));
  const one = await withSample(bench, fewest, (source) =>
    compareArms(bench, source, { ...each, accounts: fewest, arms: ['ours', 'cohortOfOne'] }),
  );
  const large = quick ? undefined : await measureLarge(bench);
  const versions = await withLedger(bench.located, versionsOf);
  report({ main: compared, small, one, plans, large, tuning, versions, seed, day, quick }, say);
}

/**
 * The quick comparison is to end within eight minutes, also on a machine that is slow, or becomes so
 * meanwhile. Two rounds of all its arms take up to nine times as long as the plain script, and the rest
 * of it two minutes or three.
 */
function accountsInTime({
  atOnce,
  tried,
}: {
  atOnce: number;
  tried: Record<number, number>;
}): number {
  const secondsOfScript = (tried[atOnce] ?? 1) / few;
  const most = secondsOfRounds / roundsOfScript / secondsOfScript;
  return Math.min(Math.max(Math.floor(most / 500) * 500, 2_000), 8_000);
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
