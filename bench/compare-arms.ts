import { loadavg } from 'node:os';
import type { Ledger } from '../ledger/ledger-context.js';
import {
  settleWithScript,
  settleWithTemporal,
  type Arm,
  type ArmName,
  type Measured,
} from './arms.js';
import { onCopy, type Bench } from './bench.js';
import {
  measureFloorOfMongod,
  measureFloorOfTemporal,
  readSettled,
  type Settled,
} from './floors.js';
import { movedInBooks } from './medici-books.js';
import { settledTotals } from './settled-totals.js';

/** All arms of a comparison on fresh copies of the same data, one after the other. */
export interface Round {
  arms: Partial<Record<ArmName, Measured>>;
  loadBefore: number;
  loadAfter: number;
}

export interface Comparison {
  accounts: number;
  rounds: Round[];
}

const triedAtOnce = [8, 16, 24, 32];

/**
 * The cohorts that are quickest where nothing is killed: fewer transactions and workflows an account. More
 * of them at once are not quicker on two processors, and take memory.
 */
export const quickCohorts = { COHORT_SIZE: '1000', COHORTS_AT_ONCE: '3' };
const cohortsOfOne = { COHORT_SIZE: '1', COHORTS_AT_ONCE: '16' };

/** The script is to be as fast as it can be on this machine. */
export async function bestAtOnce(
  bench: Bench,
  source: Ledger,
): Promise<{ atOnce: number; tried: Record<number, number> }> {
  const tried: Record<number, number> = {};
  let best = { atOnce: 0, seconds: Infinity };
  for (const atOnce of triedAtOnce) {
    const { seconds } = await onCopy(bench, source, (arm) =>
      settleWithScript(arm, { script: 'plain-script', atOnce }),
    );
    tried[atOnce] = Number(seconds.toFixed(2));
    bench.say(`plain script, ${atOnce} at once: ${seconds.toFixed(1)} s`);
    if (seconds < best.seconds) best = { atOnce, seconds };
  }
  return { atOnce: best.atOnce, tried };
}

/** Each round all arms, in one order and then in the other. */
export async function compareArms(
  bench: Bench,
  source: Ledger,
  work: { arms: readonly ArmName[]; accounts: number; rounds: number; atOnce: number },
): Promise<Comparison> {
  const rounds: Round[] = [];
  let settled: Settled | undefined;
  for (let number = 1; number <= work.rounds; number++) {
    const order = number % 2 === 1 ? work.arms : work.arms.toReversed();
    const [loadBefore = 0] = loadavg();
    const arms: Round['arms'] = {};
    const totals: Totals[] = [];
    for (const name of order) {
      await onCopy(bench, source, async (arm) => {
        arms[name] = await settleAs(name, arm, { ...work, settled });
        totals.push(await totalsOf(name, arm));
        // What ours leaves is what the floor of mongod writes.
        if (name === 'ours' && work.arms.includes('floorMongod'))
          settled ??= await readSettled(arm.ledger, bench.day);
      });
      bench.say(
        `${work.accounts} accounts, round ${number}, ${name}: ${arms[name]?.seconds.toFixed(1)} s`,
      );
    }
    checkSame(totals);
    const [loadAfter = 0] = loadavg();
    rounds.push({ arms, loadBefore, loadAfter });
  }
  return { accounts: work.accounts, rounds };
}

async function settleAs(
  name: ArmName,
  arm: Arm,
  { accounts, atOnce, settled }: { accounts: number; atOnce: number; settled: Settled | undefined },
): Promise<Measured> {
  switch (name) {
    case 'ours':
      return settleWithTemporal(arm, quickCohorts);
    case 'oursDefault':
      return settleWithTemporal(arm);
    case 'cohortOfOne':
      return settleWithTemporal(arm, cohortsOfOne);
    case 'plainScript':
      return settleWithScript(arm, { script: 'plain-script', atOnce });
    case 'medici':
      return settleWithScript(arm, { script: 'medici-script', atOnce });
    case 'floorTemporal': {
      const size = Number(quickCohorts.COHORT_SIZE);
      const cohorts = Math.ceil(accounts / size) + arm.currencies.length - 1;
      return measureFloorOfTemporal(arm, {
        cohorts,
        size,
        atOnce: 2 * Number(quickCohorts.COHORTS_AT_ONCE),
      });
    }
    case 'floorMongod':
      if (!settled) throw new Error('ours comes before the floor of mongod');
      return measureFloorOfMongod(arm, settled);
  }
}

/** Lines that must be the same in all arms that say them: the floors settle nothing, medici keeps only its books. */
interface Totals {
  settled?: string[];
  books?: string[];
}

async function totalsOf(name: ArmName, arm: Arm): Promise<Totals> {
  if (name.startsWith('floor')) return {};
  const books = await movedInBooks(arm.ledger, arm.day);
  if (name === 'medici') return { books: books.medici };
  return { settled: await settledTotals(arm.ledger, arm), books: books.ours };
}

/** No figure counts before all arms have settled the same to the cent. */
function checkSame(totals: readonly Totals[]): void {
  for (const kind of ['settled', 'books'] as const) {
    const [one = [], ...others] = totals.flatMap((each) => {
      const lines = each[kind];
      return lines ? [lines] : [];
    });
    for (const other of others) {
      if (one.join('\n') === other.join('\n')) continue;
      throw new Error(
        `the arms settled differently:\n${one.join('\n')}\nagainst\n${other.join('\n')}`,
      );
    }
  }
}
