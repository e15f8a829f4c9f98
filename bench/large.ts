import { audit } from '../ledger/audit.js';
import { readStatement } from '../ledger/read-statement.js';
import { settleWithTemporal, type Measured } from './arms.js';
import { onCopy, withSample, type Bench } from './bench.js';
import { quickCohorts } from './compare-arms.js';

export interface Large {
  accounts: number;
  ours: Measured;
  /** A second. */
  importedRecords: number;
  statementRows: number;
  auditSeconds: number;
}

const accounts = 100_000;

/** A hundred thousand accounts: imported, settled, audited, and their statement read. */
export async function measureLarge(bench: Bench): Promise<Large> {
  return withSample(bench, accounts, (source, imported) =>
    onCopy(bench, source, async (arm) => {
      const { day, ledger, currencies } = arm;
      const ours = await settleWithTemporal(arm, quickCohorts);
      bench.say(`${accounts} accounts, ours: ${ours.seconds.toFixed(1)} s`);
      let rows = 0;
      const start = performance.now();
      for (const currency of currencies)
        rows += await countOf(readStatement(ledger, { currency, day }));
      const statementRows = rows / ((performance.now() - start) / 1000);
      const { seconds, differences } = await audit(ledger, {
        onDifference: ({ line }) => bench.say(line),
      });
      if (differences > 0) throw new Error('the audit found differences');
      return {
        accounts,
        ours,
        importedRecords: imported.records / imported.seconds,
        statementRows,
        auditSeconds: seconds,
      };
    }),
  );
}

async function countOf(all: AsyncIterable<unknown>): Promise<number> {
  const iterator = all[Symbol.asyncIterator]();
  let count = 0;
  while ((await iterator.next()).done !== true) count++;
  return count;
}
