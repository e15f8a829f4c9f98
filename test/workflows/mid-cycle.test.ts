import { Decimal128 } from 'mongodb';
import { startCycleRun } from '../../client/run-cycle.js';
import type { Day } from '../../domain/billing-cycle.js';
import { cohortId, settleCycleId } from '../../domain/workflow-ids.js';
import { bill, enterpriseWorkspace } from '../support/records.js';
import { openCycle } from '../../ledger/cycles.js';
import { postImports } from '../../ledger/post-imports.js';
import { startSystem, type System } from '../support/system.js';
import {
  environment,
  rowsOf,
  standInMidRun,
  undisturbed,
  undisturbedRows,
} from '../support/workflow-mid-run.js';
import { numbered, payingAccounts, voucher } from '../support/workflow-records.js';
import { refuseEntry, untilFailing } from '../support/workflow-stalls.js';

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

  it('settles each bill once when more come for an account that parked before it was opened', async () => {
    const day = '2026-10-20';
    await system.importRecords(payingAccounts('more', 20, day));
    const damaged = numbered('more', 20);
    const { accounts } = system.ledger.collections;
    await accounts.updateOne({ _id: damaged }, { $set: { currency: 'USD' } });
    expect((await system.settle(day)).parked.accounts).toBe(1);
    await accounts.updateOne({ _id: damaged }, { $set: { currency: 'CNY' } });
    await system.importRecords([
      enterpriseWorkspace('w-more', damaged),
      bill('w-more', '7.00', { day }),
    ]);
    const alone = system.client.workflow.getHandle(`settlement/CNY/${day}/account/${damaged}`);
    await alone.terminate('an operator');
    expect(await system.settle(day)).toMatchObject({
      imported: { bills: 21, total: '207.00' },
      settled: { accounts: 20, bills: 21, total: '207.00' },
      differences: [],
    });
    expect((await rowsOf(system, day)).at(19)).toBe(
      'arrears 17.00: 3.00 2.00 4.00 8.00, 0.00 left',
    );
  });

  it('sees nothing of an import whose money is not posted yet', async () => {
    const day = '2026-10-19';
    const { imports } = system.ledger.collections;
    const before = (await imports.findOne({ _id: 'imports' }))?.posted ?? 0;
    await system.importRecords(payingAccounts('cut', 20, day));
    await imports.updateOne({ _id: 'imports' }, { $set: { posted: before } });
    const cycle = { currency: 'CNY', day } as const;
    expect(await openCycle(system.ledger, cycle)).toEqual({ cut: before });
    await postImports(system.ledger);
    expect(await openCycle(system.ledger, cycle)).toEqual({ cut: before + 1 });
    expect(await system.settle(day)).toMatchObject(undisturbed);
  });

  it('keeps an account that an operator sets aside out of its cohort until "retry now"', async () => {
    const day = '2026-10-21';
    await system.importRecords(payingAccounts('wish', 20, day));
    const allow = await refuseEntry(system, {
      account: numbered('wish', 8),
      step: 'applyStoredValueCards',
    });
    const cycle = await startCycleRun(system.client, { currency: 'CNY', day });
    await untilFailing(cohortOf(day, 2), 'applyStoredValueCards');
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
