import { statSync } from 'node:fs';
import { join } from 'node:path';
import { projectRoot } from '../configuration/project-root.js';
import type { Ledger } from '../ledger/ledger-context.js';
import { settleWithTemporal } from './arms.js';
import { onCopy, withSample, type Bench } from './bench.js';
import { compareArms } from './compare-arms.js';

const accounts = 1_000;
const accountsOfRatio = 4_000;

/**
 * What settling costs where no machine changes it: for a cycle of a thousand sample accounts with the
 * default settings. A change that needs more says so here.
 */
const limits: Record<string, number> = {
  'requests to MongoDB an account': 0.42,
  'workflow events an account': 0.4,
  'bytes of workflow history an account': 150,
  'documents written an account': 5,
  'kilobytes of the workflow bundle': 2_400,
};
const leastRatio = 2;

/** `npm run bench -- --guard`: fails where settling has become dearer. */
export async function guard(bench: Bench): Promise<void> {
  const found = await countOf(bench);
  const ratio = await bestRatio(bench);
  const failures = Object.entries(limits).flatMap(([name, limit]) => {
    const count = found[name] ?? Infinity;
    bench.say(`${name}: ${count.toFixed(2)} (at most ${limit})`);
    return count > limit ? [`${name}: ${count.toFixed(2)} is above ${limit}`] : [];
  });
  bench.say(`times a plain script: ${ratio.toFixed(2)} (at least ${leastRatio})`);
  if (ratio < leastRatio) failures.push(`only ${ratio.toFixed(2)} times a plain script`);
  if (failures.length > 0) throw new Error(`settling has become dearer: ${failures.join('; ')}`);
}

/**
 * The best of up to six rounds: other work on the machine strikes an arm now and then, while what has
 * become dearer shows in every round.
 */
async function bestRatio(bench: Bench): Promise<number> {
  return withSample(bench, accountsOfRatio, async (source) => {
    let best = 0;
    for (let tries = 0; tries < 3 && best < leastRatio; tries++) {
      const { rounds } = await compareArms(bench, source, {
        arms: ['ours', 'plainScript'],
        accounts: accountsOfRatio,
        rounds: 2,
        atOnce: 16,
      });
      for (const { arms } of rounds)
        if (arms.ours && arms.plainScript)
          best = Math.max(best, arms.plainScript.seconds / arms.ours.seconds);
    }
    return best;
  });
}

async function countOf(bench: Bench): Promise<Record<string, number>> {
  return withSample(bench, accounts, (source) =>
    onCopy(bench, source, async (arm) => {
      const before = await documentsIn(arm.ledger);
      const { requests, events, historyBytes } = await settleWithTemporal(arm);
      const written = (await documentsIn(arm.ledger)) - before;
      return {
        'requests to MongoDB an account':
          Object.values(requests).reduce((sum, count) => sum + count, 0) / accounts,
        'workflow events an account': events / accounts,
        'bytes of workflow history an account': historyBytes / accounts,
        'documents written an account': written / accounts,
        'kilobytes of the workflow bundle':
          statSync(join(projectRoot(), 'dist', 'workflow-bundle.js')).size / 1024,
      };
    }),
  );
}

/** Of all collections. */
async function documentsIn({ client, collections }: Ledger): Promise<number> {
  const stats = await client.db(collections.accounts.dbName).stats();
  return Number(stats['objects']);
}
