import { databaseOf } from '../client/session.js';
import { audit } from '../ledger/audit.js';
import { readStatement, readStatementColumns } from '../ledger/read-statement.js';
import { settleWithTemporal, type Measured } from './arms.js';
import { onCopy, withSample, type Bench } from './bench.js';
import { quickCohorts } from './compare-arms.js';

export interface Large {
  accounts: number;
  ours: Measured;
  /** A second: of the statement the columns alone, and with its workspaces and deductions. */
  importedRecords: number;
  statementRows: number;
  wholeStatementRows: number;
  auditSeconds: number;
}

const accounts = 100_000;

/** A hundred thousand accounts: imported, settled, audited, and their statement read. */
export async function measureLarge(bench: Bench): Promise<Large> {
  return withSample(bench, accounts, (source, imported) =>
    onCopy(bench, source, async (arm) => {
      const { day, ledger } = arm;
      const ours = await settleWithTemporal(arm, quickCohorts);
      bench.say(`${accounts} accounts, ours: ${ours.seconds.toFixed(1)} s`);
      const statementRows = await rateOf(readStatementColumns(ledger, { day }));
      const wholeStatementRows = await rateOf(readStatement(ledger, { day }));
      const { seconds, differences } = await audit(ledger, {
        onDifference: ({ line }) => bench.say(line),
        threads: { database: databaseOf(arm.located) },
      });
      if (differences > 0) throw new Error('the audit found differences');
      return {
        accounts,
        ours,
        importedRecords: imported.records / imported.seconds,
        statementRows,
        wholeStatementRows,
        auditSeconds: seconds,
      };
    }),
  );
}

/** Items a second. */
async function rateOf(items: AsyncIterable<unknown>): Promise<number> {
  const start = performance.now();
  const iterator = items[Symbol.asyncIterator]();
  let count = 0;
  while ((await iterator.next()).done !== true) count++;
  return count / ((performance.now() - start) / 1000);
}
