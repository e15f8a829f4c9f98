import { Decimal128 } from 'mongodb';
import { followCycle, startCycleRun } from '../../client/run-cycle';
import type { Day } from '../../domain/billing-cycle';
import { taskQueue } from '../../domain/task-queue';
import { cohortId, settleCycleId } from '../../domain/workflow-ids';
import { publishedImport } from '../../ledger/cycles';
import type { CycleProgress } from '../../workflows/messages';
import { bill, enterpriseWorkspace } from '../support/records';
import { startSystem, type System } from '../support/system';
import { untilTrue } from '../support/until-true';
import { numbered, payingAccounts, voucher } from '../support/workflow-records';
import {
  refuseEntry,
  reset,
  standBehind,
  untilFailing,
  untilPaused,
} from '../support/workflow-stalls';

/** Twenty `payingAccounts`, in four cohorts of five, one after the other. */
const undisturbed = {
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

describe('a cycle in mid-run', () => {
  let system: System;
  beforeAll(async () => {
    system = await startSystem({ environment: { COHORT_SIZE: '5', COHORTS_AT_ONCE: '1' } });
  });
  afterEach(async () => {
    expect(await system.audit()).toEqual([]);
  });
  afterAll(() => system.stop());

  /** Each account's statement row and cash, in one line; the same ones in a line. */
  async function rowsOf(day: Day): Promise<string[]> {
    const cash = new Map((await system.balances()).map((each) => [each.account, each.cash]));
    return (await system.statement(day)).map(
      (row) =>
        `${row.state} ${row.total}: ${row.ordinaryVouchers} ${row.storedValueCards} ${row.cash} ${row.arrears}, ${cash.get(row.account)} left`,
    );
  }

  async function expectUndisturbed(day: Day): Promise<void> {
    expect(await rowsOf(day)).toEqual([...Array<string>(19).fill(richRow), poorRow]);
  }

  /** Imports twenty accounts and lets the second cohort stand still behind the cards. */
  async function standInMidRun(prefix: string, day: Day): Promise<void> {
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

  const cycleOf = (day: Day) =>
    system.client.workflow.getHandle(settleCycleId({ currency: 'CNY', day }));
  const cohortOf = (day: Day, number: number) =>
    system.client.workflow.getHandle(cohortId({ currency: 'CNY', day }, number));

  it('starts no further cohort while it is paused, and ends as if it had not been', async () => {
    const day = '2026-10-30';
    await standInMidRun('pause', day);
    await cycleOf(day).executeUpdate('pause');
    await cohortOf(day, 2).executeUpdate('resume');
    await cohortOf(day, 2).result();
    // What another currency does meanwhile shows that the worker has not stopped working.
    await system.settle(day, 'USD');
    const progress = await cycleOf(day).query<CycleProgress>('progress');
    expect(progress).toMatchObject({ paused: true, cohorts: { started: 2, finished: 2 } });
    expect(await system.statement(day)).toHaveLength(10);
    await cycleOf(day).executeUpdate('resume');
    expect(await cycleOf(day).result()).toMatchObject(undisturbed);
    await expectUndisturbed(day);
  });

  it('that was terminated with a cohort in mid-run is completed by the next run', async () => {
    const day = '2026-10-29';
    await standInMidRun('term', day);
    await cycleOf(day).terminate('an operator');
    await cohortOf(day, 2).terminate('an operator');
    expect(await system.settle(day)).toMatchObject(undisturbed);
    await expectUndisturbed(day);
    // The rest in two cohorts of new numbers, and one that took over what the second had left open.
    expect(await cohortsOf(system, day)).toEqual(['0001 5', '0005 5', '0006 5', '0007 5']);
  });

  it('that was terminated alone leaves its cohort running; the next run waits for that', async () => {
    const day = '2026-10-28';
    await standInMidRun('alone', day);
    await cycleOf(day).terminate('an operator');
    const again = system.settle(day);
    await untilTrue(async () => (await rowsOf(day)).filter((row) => row === richRow).length === 14);
    await cohortOf(day, 2).executeUpdate('resume');
    expect(await again).toMatchObject(undisturbed);
    await expectUndisturbed(day);
    expect(await cohortsOf(system, day)).toEqual(['0001 5', '0002 5', '0005 5', '0006 5']);
  });

  it('is joined by whoever starts it a second time, and its cohorts settle nothing twice', async () => {
    const day = '2026-10-27';
    await standInMidRun('twice', day);
    const cycle = { currency: 'CNY', day } as const;
    const before = await cycleOf(day).describe();
    const joined = await Promise.all([
      startCycleRun(system.client, cycle),
      startCycleRun(system.client, cycle),
    ]);
    expect((await cycleOf(day).describe()).runId).toBe(before.runId);
    // The same range by hand, under another id and once more under its own.
    const cut = await publishedImport(system.ledger);
    const input = { ...cycle, cut, first: numbered('twice', 1), last: numbered('twice', 10) };
    const stranger = await system.client.workflow.execute('settleCohort', {
      taskQueue,
      workflowId: cohortId(cycle, 9000),
      args: [input],
    });
    expect(stranger).toMatchObject({ accounts: 0, inArrears: 0 });
    await expect(
      system.client.workflow.start('settleCohort', {
        taskQueue,
        workflowId: cohortId(cycle, 2),
        args: [input],
      }),
    ).rejects.toThrow('Workflow execution already started');
    await system.client.workflow.execute('settleCohort', {
      taskQueue,
      workflowId: cohortId(cycle, 1),
      args: [input],
    });
    await cohortOf(day, 2).executeUpdate('resume');
    for (const handle of joined)
      expect(await followCycle(handle, () => undefined)).toMatchObject(undisturbed);
    await expectUndisturbed(day);
  });

  it('goes on from its beginning when it is reset while a cohort runs', async () => {
    const day = '2026-10-26';
    await standInMidRun('reset', day);
    await reset(system, settleCycleId({ currency: 'CNY', day }), 'first');
    await untilTrue(async () => (await rowsOf(day)).filter((row) => row === richRow).length === 14);
    await cohortOf(day, 2).executeUpdate('resume');
    expect(await cycleOf(day).result()).toMatchObject(undisturbed);
    await expectUndisturbed(day);
  });

  it('meets its running and its ended cohorts when it is reset to before it started them', async () => {
    const day = '2026-10-25';
    await standInMidRun('meet', day);
    await reset(system, settleCycleId({ currency: 'CNY', day }), 'before-children');
    await untilTrue(async () => (await rowsOf(day)).filter((row) => row === richRow).length === 14);
    await cohortOf(day, 2).executeUpdate('resume');
    expect(await cycleOf(day).result()).toMatchObject(undisturbed);
    await expectUndisturbed(day);
    expect(await cohortsOf(system, day)).toEqual(['0001 5', '0002 5', '0003 5', '0004 5']);
  });

  it('is ended by the next run when everything of it was reset and then terminated', async () => {
    const day = '2026-10-24';
    await standInMidRun('both', day);
    await reset(system, settleCycleId({ currency: 'CNY', day }), 'first');
    const second = cohortId({ currency: 'CNY', day }, 2);
    // Its steps run again from the first, and find all of them taken.
    await reset(system, second, 'first');
    // The server gives the new run the updates of the old one, so it pauses again.
    await untilPaused(cohortOf(day, 2));
    await cohortOf(day, 2).executeUpdate('resume');
    await cohortOf(day, 2).result();
    await cycleOf(day).terminate('an operator');
    expect(await system.settle(day)).toMatchObject(undisturbed);
    await expectUndisturbed(day);
  });

  it('does not see what is imported meanwhile; the next run makes a supplement of it', async () => {
    const day = '2026-10-23';
    const [known, late] = [numbered('late', 15), 'w-late'];
    await standInMidRun('late', day);
    await system.importRecords([
      enterpriseWorkspace(late, known),
      bill(late, '7.00', { day }),
      voucher('v-late', known, '50.00'),
    ]);
    await cohortOf(day, 2).executeUpdate('resume');
    const report = await cycleOf(day).result();
    expect(report).toMatchObject({ ...undisturbed, lateBills: 1 });
    await expectUndisturbed(day);
    expect(await system.settle(day)).toMatchObject({
      settled: { accounts: 21, bills: 21, total: '207.00' },
      lateBills: 0,
      differences: [],
    });
    expect((await rowsOf(day)).at(14)).toBe('settled 17.00: 10.00 2.00 5.00 0.00, 95.00 left');
  });

  it('takes up a parked account whose workflow was terminated, as often as that happens', async () => {
    const day = '2026-10-22';
    await system.importRecords(payingAccounts('park', 20, day));
    const damaged = numbered('park', 3);
    const { accounts } = system.ledger.collections;
    await accounts.updateOne({ _id: damaged }, { $set: { cash: 'much' as never } });
    expect((await system.settle(day)).parked.accounts).toBe(1);
    const alone = system.client.workflow.getHandle(`settlement/CNY/${day}/account/${damaged}`);
    await alone.terminate('an operator');
    expect(await system.settle(day)).toMatchObject({
      settled: { accounts: 19 },
      attention: [{ account: damaged, state: 'parked', workflow: alone.workflowId }],
    });
    await alone.terminate('an operator');
    await accounts.updateOne({ _id: damaged }, { $set: { cash: Decimal128.fromString('100') } });
    expect(await system.settle(day)).toMatchObject(undisturbed);
    await expectUndisturbed(day);
  });

  it('keeps an account that an operator sets aside out of its cohort until "retry now"', async () => {
    const day = '2026-10-21';
    await system.importRecords(payingAccounts('wish', 20, day));
    const allow = await refuseEntry(system, { account: numbered('wish', 8), step: 'deductCash' });
    const cycle = await startCycleRun(system.client, { currency: 'CNY', day });
    await untilFailing(cohortOf(day, 2), 'deductCash');
    const wished = numbered('wish', 9);
    await cohortOf(day, 2).executeUpdate('setAside', {
      args: [{ account: wished, by: 'Li', reason: 'asked by the customer' }],
    });
    await allow();
    expect(await cycle.result()).toMatchObject({
      settled: { accounts: 19 },
      attention: [{ account: wished, reason: 'set aside by Li: asked by the customer' }],
    });
    const alone = system.client.workflow.getHandle(`settlement/CNY/${day}/account/${wished}`);
    await alone.executeUpdate('retryNow');
    await alone.result();
    expect(await system.settle(day)).toMatchObject(undisturbed);
    await expectUndisturbed(day);
  });
});

/** Which cohort ended how many settlements. */
async function cohortsOf({ ledger }: System, cycle: Day): Promise<string[]> {
  const found = await ledger.collections.settlements
    .aggregate<{ _id: string; count: number }>([
      { $match: { cycle } },
      { $group: { _id: '$owner', count: { $sum: 1 } } },
      { $sort: { _id: 1 } },
    ])
    .toArray();
  return found.map(({ _id, count }) => `${_id.split('/').at(-1)} ${count}`);
}
