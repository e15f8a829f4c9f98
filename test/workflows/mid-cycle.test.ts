import { Decimal128 } from 'mongodb';
import { startCycleRun } from '../../client/run-cycle';
import type { Day } from '../../domain/billing-cycle';
import { cohortId, settleCycleId } from '../../domain/workflow-ids';
import { bill, enterpriseWorkspace } from '../support/records';
import { startSystem, type System } from '../support/system';
import {
  environment,
  rowsOf,
  standInMidRun,
  undisturbed,
  undisturbedRows,
} from '../support/workflow-mid-run';
import { numbered, payingAccounts, voucher } from '../support/workflow-records';
import { refuseEntry, untilFailing } from '../support/workflow-stalls';

describe('a cycle', () => {
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

  it('does not see what is imported meanwhile; the next run makes a supplement of it', async () => {
    const day = '2026-10-23';
    const [known, late] = [numbered('late', 15), 'w-late'];
    await standInMidRun(system, 'late', day);
    await system.importRecords([
      enterpriseWorkspace(late, known),
      bill(late, '7.00', { day }),
      voucher('v-late', known, '50.00'),
    ]);
    await cohortOf(day, 2).executeUpdate('resume');
    const report = await cycleOf(day).result();
    expect(report).toMatchObject({ ...undisturbed, lateBills: 1 });
    expect(await rowsOf(system, day)).toEqual(undisturbedRows);
    expect(await system.settle(day)).toMatchObject({
      settled: { accounts: 21, bills: 21, total: '207.00' },
      lateBills: 0,
      differences: [],
    });
    expect((await rowsOf(system, day)).at(14)).toBe(
      'settled 17.00: 10.00 2.00 5.00 0.00, 95.00 left',
    );
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
    expect(await rowsOf(system, day)).toEqual(undisturbedRows);
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
    expect(await rowsOf(system, day)).toEqual(undisturbedRows);
  });
});
