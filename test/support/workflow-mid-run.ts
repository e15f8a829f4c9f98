import type { Day } from '../../domain/billing-cycle.js';
import { startCycleRun } from '../../client/run-cycle.js';
import { cohortId } from '../../domain/workflow-ids.js';
import type { System } from './system.js';
import { numbered, payingAccounts } from './workflow-records.js';
import { standBehind } from './workflow-stalls.js';

/** Twenty accounts in four cohorts of five, one after the other. */
export const environment = { COHORT_SIZE: '5', COHORTS_AT_ONCE: '1' };

/** What the report says of twenty `payingAccounts` that nothing has disturbed. */
export const undisturbed = {
  imported: { bills: 20, total: '200.00' },
  settled: { accounts: 20, bills: 20, total: '200.00' },
  parked: { accounts: 0 },
  waiting: { accounts: 0 },
  columns: {
    ordinaryVouchers: '60.00',
    fullReductionVouchers: '0.00',
    storedValueCards: '40.00',
    cash: '99.00',
    cloudAccount: '0.00',
    arrears: '1.00',
  },
  due: '0.00',
  accountsInArrears: 1,
  differences: [],
};

const richRow = 'settled 10.00: 3.00 2.00 5.00 0.00, 95.00 left';
const poorRow = 'arrears 10.00: 3.00 2.00 4.00 1.00, 0.00 left';

/** What `rowsOf` says of them. */
export const undisturbedRows = [...Array<string>(19).fill(richRow), poorRow];

/** Of each account of the day its state, what it paid by voucher, card and cash, and the cash it has left. */
export async function rowsOf(system: System, day: Day): Promise<string[]> {
  const cash = new Map((await system.balances()).map((each) => [each.account, each.cash]));
  return (await system.statement(day)).map(
    (row) =>
      `${row.state} ${row.total}: ${row.ordinaryVouchers} ${row.storedValueCards} ${row.cash} ${row.arrears}, ${cash.get(row.account)} left`,
  );
}

/** Which cohort settled how many accounts of the day, by its number. */
export async function cohortsOf({ ledger }: System, cycle: Day): Promise<string[]> {
  const found = await ledger.collections.settlements
    .aggregate<{ _id: string; count: number }>([
      { $match: { cycle } },
      { $group: { _id: '$owner', count: { $sum: 1 } } },
      { $sort: { _id: 1 } },
    ])
    .toArray();
  return found.map(({ _id, count }) => `${_id.split('/').at(-1)} ${count}`);
}

/** Imports twenty accounts, and lets the second cohort stand still behind the cards. */
export async function standInMidRun(system: System, prefix: string, day: Day): Promise<void> {
  await system.importRecords(payingAccounts(prefix, 20, day));
  await standBehind(
    system,
    {
      cohort: cohortId({ currency: 'CNY', day }, 2),
      account: numbered(prefix, 8),
      step: 'applyStoredValueCards',
    },
    () => startCycleRun(system.client, { currency: 'CNY', day }),
  );
}
