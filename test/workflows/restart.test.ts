import { followCycle, startCycleRun } from '../../client/run-cycle.js';
import type { Day } from '../../domain/billing-cycle.js';
import { taskQueue } from '../../domain/task-queue.js';
import { cohortId, settleCycleId } from '../../domain/workflow-ids.js';
import { publishedImport } from '../../ledger/cycles.js';
import type { CycleProgress } from '../../workflows/messages.js';
import { startSystem, type System } from '../support/system.js';
import { untilTrue } from '../support/until-true.js';
import {
  cohortsOf,
  environment,
  rowsOf,
  standInMidRun,
  undisturbed,
  undisturbedRows,
} from '../support/workflow-mid-run.js';
import { numbered } from '../support/workflow-records.js';
import { reset, untilPaused } from '../support/workflow-stalls.js';

describe('a cycle in mid-run', () => {
  let system: System;
  beforeAll(async () => {
    system = await startSystem({ environment });
  });
  afterEach(async () => {
    expect(await system.audit()).toEqual([]);
  });
  afterAll(() => system.stop());

  const cycleOf = (day: Day) =>
    system.client.workflow.getHandle(settleCycleId({ currency: 'CNY', day }));
  const cohortOf = (day: Day, number: number) =>
    system.client.workflow.getHandle(cohortId({ currency: 'CNY', day }, number));

  /** How many accounts have been settled: all but those of the cohort that stands still. */
  const othersDone = (day: Day): Promise<number> =>
    system.ledger.collections.settlements.countDocuments({ cycle: day, state: 'done' });

  it('starts no further cohort while it is paused, and ends as if it had not been', async () => {
    const day = '2026-10-30';
    await standInMidRun(system, 'pause', day);
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
    expect(await rowsOf(system, day)).toEqual(undisturbedRows);
  });

  it('that was terminated with a cohort in mid-run is completed by the next run', async () => {
    const day = '2026-10-29';
    await standInMidRun(system, 'term', day);
    await cycleOf(day).terminate('an operator');
    await cohortOf(day, 2).terminate('an operator');
    expect(await system.settle(day)).toMatchObject(undisturbed);
    expect(await rowsOf(system, day)).toEqual(undisturbedRows);
    // The rest in two cohorts of new numbers, and one that took over what the second had left open.
    expect(await cohortsOf(system, day)).toEqual(['0001 5', '0005 5', '0006 5', '0007 5']);
  });

  it('that was terminated alone leaves its cohort running; the next run waits for that', async () => {
    const day = '2026-10-28';
    await standInMidRun(system, 'alone', day);
    await cycleOf(day).terminate('an operator');
    const again = system.settle(day);
    await untilTrue(async () => (await othersDone(day)) === 15);
    await cohortOf(day, 2).executeUpdate('resume');
    expect(await again).toMatchObject(undisturbed);
    expect(await rowsOf(system, day)).toEqual(undisturbedRows);
    expect(await cohortsOf(system, day)).toEqual(['0001 5', '0002 5', '0005 5', '0006 5']);
  });

  it('is joined by whoever starts it a second time, and its cohorts settle nothing twice', async () => {
    const day = '2026-10-27';
    await standInMidRun(system, 'twice', day);
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
    expect(await rowsOf(system, day)).toEqual(undisturbedRows);
  });

  it('goes on from its beginning when it is reset while a cohort runs', async () => {
    const day = '2026-10-26';
    await standInMidRun(system, 'reset', day);
    await reset(system, settleCycleId({ currency: 'CNY', day }), 'first');
    await untilTrue(async () => (await othersDone(day)) === 15);
    await cohortOf(day, 2).executeUpdate('resume');
    expect(await cycleOf(day).result()).toMatchObject(undisturbed);
    expect(await rowsOf(system, day)).toEqual(undisturbedRows);
  });

  it('meets its running and its ended cohorts when it is reset to before it started them', async () => {
    const day = '2026-10-25';
    await standInMidRun(system, 'meet', day);
    await reset(system, settleCycleId({ currency: 'CNY', day }), 'before-children');
    await untilTrue(async () => (await othersDone(day)) === 15);
    await cohortOf(day, 2).executeUpdate('resume');
    expect(await cycleOf(day).result()).toMatchObject(undisturbed);
    expect(await rowsOf(system, day)).toEqual(undisturbedRows);
    expect(await cohortsOf(system, day)).toEqual(['0001 5', '0002 5', '0003 5', '0004 5']);
  });

  it('is ended by the next run when everything of it was reset and then terminated', async () => {
    const day = '2026-10-24';
    await standInMidRun(system, 'both', day);
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
    expect(await rowsOf(system, day)).toEqual(undisturbedRows);
  });
});
