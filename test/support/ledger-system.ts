import { randomBytes } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Currency, Day } from '../../domain/billing-cycle.js';
import type { CycleReport } from '../../domain/cycle-report.js';
import { settlementSteps } from '../../domain/deduction-order.js';
import { parseInstant } from '../../domain/instant.js';
import { importFiles } from '../../import/import-files.js';
import { audit } from '../../ledger/audit.js';
import { parkSettlement, setAside } from '../../ledger/cohort-membership.js';
import { connectLedger } from '../../ledger/connect.js';
import { closeCycle } from '../../ledger/cycle-report.js';
import { openCycle } from '../../ledger/cycles.js';
import { createImportStore } from '../../ledger/import-store.js';
import type { CohortWork, Ledger } from '../../ledger/ledger-context.js';
import { postImports } from '../../ledger/post-imports.js';
import type { StatementOf, StatementRow } from '../../ledger/read-statement.js';
import { statementOf } from './statement-of.js';
import { openAndPlan } from './workflow-steps.js';
import { takeSettlementStep } from '../../ledger/take-step.js';

/** A ledger in a database of its own, whose days are settled without Temporal. */
export interface LedgerSystem {
  ledger: Ledger;
  importRecords(records: readonly object[]): Promise<void>;
  /** Opens the cycle, takes every step for all accounts but those parked, and closes it. */
  settle(day: Day, options?: SettleOptions): Promise<CycleReport>;
  statement(of: StatementOf): Promise<StatementRow[]>;
  /** Every difference that the audit finds, a line each. */
  audit(): Promise<string[]>;
  drop(): Promise<void>;
}

export interface SettleOptions {
  currency?: Currency;
  /** Accounts that are set aside before their settlement is opened, and parked, with the reason. */
  parked?: Readonly<Record<string, string>>;
  /** As by a worker that has not opened the cohort itself: every step reads all that it needs. */
  readsAll?: boolean;
}

/** What the ledger's clock says in these tests. */
const now = '2026-11-24T01:00:00.000Z';

export async function startLedger(): Promise<LedgerSystem> {
  const uri = process.env['TEST_MONGODB_URI'];
  if (uri === undefined) throw new Error('the global setup of the tests did not run');
  const database = `ledger-${randomBytes(6).toString('hex')}`;
  const connected = await connectLedger({ uri, database });
  const at = parseInstant(now);
  if (at === undefined) throw new Error(`no instant: ${now}`);
  const ledger: Ledger = { ...connected, now: () => at };
  return {
    ledger,
    importRecords: (records) => importAll(ledger, records),
    settle: (day, options) => settleDay(ledger, day, options),
    async statement(of) {
      return statementOf(ledger, of);
    },
    async audit() {
      const lines: string[] = [];
      await audit(ledger, { onDifference: ({ line }) => void lines.push(line) });
      return lines;
    },
    async drop() {
      await ledger.client.db(database).dropDatabase();
      await connected.close();
    },
  };
}

async function importAll(ledger: Ledger, records: readonly object[]): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'ledger-test-'));
  const problems: string[] = [];
  try {
    const path = join(folder, 'records.ndjson');
    await writeFile(path, records.map((record) => JSON.stringify(record)).join('\n'));
    await importFiles({
      files: [path],
      store: await createImportStore({ db: ledger.client.db(ledger.collections.accounts.dbName) }),
      post: () => postImports(ledger),
      onProblem: (problem) => void problems.push(problem),
    });
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
  if (problems.length > 0) throw new Error(problems.join('\n'));
}

async function settleDay(
  ledger: Ledger,
  day: Day,
  { currency = 'CNY', parked = {}, readsAll = false }: SettleOptions = {},
): Promise<CycleReport> {
  const cycle = { currency, day };
  const { cut } = await openCycle(ledger, cycle);
  const work: CohortWork = {
    owner: `settlement/${currency}/${day}/cohort/0001`,
    ...cycle,
    cut,
    first: '0',
    last: 'zzzz',
  };
  for (const [account, reason] of Object.entries(parked)) {
    const newOwner = `settlement/${currency}/${day}/account/${account}`;
    await setAside(ledger, work, { account, newOwner });
    await parkSettlement(ledger, { ...work, owner: newOwner }, { account, reason });
  }
  const planned = await openAndPlan(ledger, work);
  const cohort = readsAll ? work : planned;
  for (const { name } of settlementSteps.slice(1)) await takeSettlementStep(ledger, name, cohort);
  return closeCycle(ledger, cycle, { expectedSites: [], startedAt: ledger.now() });
}
