import { statSync } from 'node:fs';
import { join } from 'node:path';
import { projectRoot } from '../embedded/project-root.js';
import type { Ledger } from '../ledger/ledger-context.js';
import { settleWithTemporal } from './arms.js';
import { onCopy, withSample, type Bench } from './bench.js';
import { compareArms } from './compare-arms.js';
import { ratioOf } from './report.js';

const accounts = 1_000;
const accountsOfRatio = 6_000;

/**
 * What settling costs where no machine changes it: for a cycle of a thousand sample accounts with the
 * default settings. A change that needs more says so here.
 */
const limits: Record<string, number> = {
  'requests to MongoDB an account': 0.6,
  'workflow events an account': 0.5,
  'bytes of workflow history an account': 300,
  'documents written an account': 4,
  'kilobytes of the workflow bundle': 1_500,
};
const leastRatio = 2;

/** `npm run bench -- --guard`: fails where settling has become dearer. */
export async function guard(bench: Bench): Promise<void> {
  const found = await countOf(bench);
  const ratio = await ratioOnThisMachine(bench);
  const failures = Object.entries(limits).flatMap(([name, limit]) => {
    const count = found[name] ?? Infinity;
    bench.say(`${name}: ${count.toFixed(2)} (at most ${limit})`);
    return count > limit ? [`${name}: ${count.toFixed(2)} is above ${limit}`] : [];
  });
  bench.say(`times a plain script: ${ratio.toFixed(2)} (at least ${leastRatio})`);
  if (ratio < leastRatio) failures.push(`only ${ratio.toFixed(2)} times a plain script`);
  if (failures.length > 0) throw new Error(`settling has become dearer: ${failures.join('; ')}`);
}

/** Other work on the machine may strike one arm, so a ratio that misses is measured once more. */
async function ratioOnThisMachine(bench: Bench): Promise<number> {
  return withSample(bench, accountsOfRatio, async (source) => {
    let best = 0;
    for (let tries = 0; tries < 2 && best < leastRatio; tries++) {
      const compared = await compareArms(bench, source, {
        arms: ['ours', 'plainScript'],
        accounts: accountsOfRatio,
        rounds: 2,
        atOnce: 16,
      });
      best = Math.max(best, ratioOf(compared, 'plainScript') ?? 0);
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
