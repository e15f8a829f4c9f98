import { Decimal128 } from 'mongodb';
import { startCycleRun } from '../../client/run-cycle.js';
import { taskQueue } from '../../domain/task-queue.js';
import {
  cohortId,
  collectChargeId,
  settleCycleId,
  submitChargesId,
} from '../../domain/workflow-ids.js';
import { startServices } from '../../embedded/services.js';
import { version } from '../../package.json';
import { account, bill, enterpriseWorkspace } from './records.js';
import { startSystem, type System } from './system.js';
import { untilTrue } from './until-true.js';
import { forgetHistories, keepHistory } from './workflow-histories.js';
import { numbered, payingAccounts } from './workflow-records.js';
import { resolveUpdate } from '../../workflows/messages.js';
import type { Emulators } from '../../emulators/start-emulators.js';
import { recordArrears } from './workflow-recording-arrears.js';
import { cloudCustomer, emulatedVendors } from './emulated-vendors.js';
import { refuseEntry, reset, standBehind, untilFailing } from './workflow-stalls.js';

/**
 * Records what the workflows of this version do, on real servers, under test/histories: whoever
 * changes a workflow sees there whether runs that were started before can go on.
 * @param only `arrears` adds or replaces those of arrears alone
 */
export async function recordHistories(only?: string): Promise<void> {
  const services = await startServices({ log: (line) => process.stderr.write(`${line}\n`) });
  process.env['TEST_MONGODB_URI'] = services.mongodbUri;
  try {
    const { emulators, environment } = await emulatedVendors();
    const system = await startSystem({
      environment: {
        ...environment,
        COHORT_SIZE: '5',
        COHORTS_AT_ONCE: '1',
        EXPECTED_SITES: 'us1',
      },
    });
    try {
      if (only === 'arrears') return await recordArrears(system);
      forgetHistories(version);
      const scheduled = await startScheduled(system);
      await recordDaysInOrder(system);
      await recordOperator(system);
      await recordTakenOver(system);
      await recordReset(system);
      await recordHalved(system);
      await recordCharges(system, emulators);
      await recordArrears(system);
      await scheduled();
    } finally {
      await system.stop();
      await emulators.stop();
    }
  } finally {
    await services.stop();
  }
}

async function keep({ client }: System, workflowId: string, name: string): Promise<void> {
  await keepHistory(client.workflow.getHandle(workflowId), `${version}/${name}`);
}

/** A Schedule's cycle waits a minute for its manifest; the other recordings are made meanwhile. */
async function startScheduled(system: System): Promise<() => Promise<void>> {
  const starter = await system.client.workflow.start('startCycle', {
    taskQueue,
    workflowId: 'start-cycle/USD',
    args: [{ currency: 'USD', zone: 'UTC' }],
  });
  const yesterday = (await starter.result()) as string;
  await keep(system, 'start-cycle/USD', 'start-cycle');
  return async () => {
    await system.importRecords([
      { kind: 'manifest', site: 'us1', currency: 'USD', day: yesterday, bills: 0, total: '0.00' },
    ]);
    const id = settleCycleId({ currency: 'USD', day: yesterday });
    await system.client.workflow.getHandle(id).result();
    await keep(system, id, 'cycle-that-waited-for-a-manifest');
  };
}

/** A damaged account is set aside and parked; its next day waits, and follows when it is mended. */
async function recordDaysInOrder(system: System): Promise<void> {
  const [day, next] = ['2026-11-01', '2026-11-02'] as const;
  const damaged = numbered('acct', 3);
  await system.importRecords(payingAccounts('acct', 10, day));
  await system.importRecords([bill(`w-${damaged}`, '10.00', { day: next })]);
  const { accounts } = system.ledger.collections;
  await accounts.updateOne({ _id: damaged }, { $set: { cash: 'much' as never } });
  await system.settle(day);
  await accounts.updateOne({ _id: damaged }, { $set: { cash: Decimal128.fromString('100') } });
  await system.settle(next);
  const alone = `settlement/CNY/${day}/account/${damaged}`;
  await system.client.workflow.getHandle(alone).executeUpdate('retryNow');
  await system.client.workflow.getHandle(alone).result();
  const following = `settlement/CNY/${next}/account/${damaged}`;
  await system.client.workflow.getHandle(following).result();
  await keep(system, settleCycleId({ currency: 'CNY', day }), 'cycle');
  await keep(system, cohortId({ currency: 'CNY', day }, 1), 'cohort-with-an-account-set-aside');
  await keep(system, cohortId({ currency: 'CNY', day }, 2), 'cohort');
  await keep(system, alone, 'account-parked-and-retried');
  await keep(system, cohortId({ currency: 'CNY', day: next }, 1), 'cohort-that-waits');
  await keep(system, following, 'account-that-waited');
}

/** Pause, resume, set aside. */
async function recordOperator(system: System): Promise<void> {
  const cycle = { currency: 'CNY', day: '2026-11-03' } as const;
  await system.importRecords(payingAccounts('wish', 10, cycle.day));
  const cohort = cohortId(cycle, 1);
  const stands = { cohort, account: numbered('wish', 2), step: 'applyVouchers' } as const;
  const handle = await standBehind(system, stands, () => startCycleRun(system.client, cycle));
  const run = system.client.workflow.getHandle(settleCycleId(cycle));
  await run.executeUpdate('pause');
  const wished = numbered('wish', 4);
  await handle.executeUpdate('setAside', { args: [{ account: wished, by: 'Li' }] });
  await handle.executeUpdate('resume');
  await handle.result();
  await run.executeUpdate('resume');
  await run.result();
  const alone = `settlement/CNY/${cycle.day}/account/${wished}`;
  await system.client.workflow.getHandle(alone).executeUpdate('retryNow');
  await system.client.workflow.getHandle(alone).result();
  await keep(system, settleCycleId(cycle), 'cycle-paused-and-resumed');
  await keep(system, cohort, 'cohort-paused-and-told-to-set-aside');
  await keep(system, alone, 'account-set-aside-by-an-operator');
}

/** A cohort is terminated while the cycle runs, which gives its settlements to another. */
async function recordTakenOver(system: System): Promise<void> {
  const cycle = { currency: 'CNY', day: '2026-11-04' } as const;
  await system.importRecords(payingAccounts('gone', 10, cycle.day));
  const stands = {
    cohort: cohortId(cycle, 1),
    account: numbered('gone', 2),
    step: 'applyVouchers',
  } as const;
  const handle = await standBehind(system, stands, () => startCycleRun(system.client, cycle));
  await handle.terminate('an operator');
  await system.client.workflow.getHandle(settleCycleId(cycle)).result();
  await keep(system, settleCycleId(cycle), 'cycle-that-took-over');
  await keep(system, cohortId(cycle, 3), 'cohort-that-took-over');
}

/** A cycle that was reset meets the cohorts that it started before. */
async function recordReset(system: System): Promise<void> {
  const cycle = { currency: 'CNY', day: '2026-11-05' } as const;
  await system.importRecords(payingAccounts('back', 10, cycle.day));
  const stands = {
    cohort: cohortId(cycle, 1),
    account: numbered('back', 2),
    step: 'applyVouchers',
  } as const;
  const handle = await standBehind(system, stands, () => startCycleRun(system.client, cycle));
  await reset(system, settleCycleId(cycle), 'before-children');
  await untilTrue(async () => (await system.statement(cycle.day)).length === 10);
  await handle.executeUpdate('resume');
  await system.client.workflow.getHandle(settleCycleId(cycle)).result();
  await keep(system, settleCycleId(cycle), 'cycle-reset');
}

/** An account that makes its list fail without being named. */
async function recordHalved(system: System): Promise<void> {
  const cycle = { currency: 'CNY', day: '2026-11-06' } as const;
  const poison = numbered('half', 3);
  await system.importRecords([
    ...payingAccounts('half', 5, cycle.day),
    account('half-9'),
    enterpriseWorkspace('w-half-9', 'half-9'),
  ]);
  const allow = await refuseEntry(system, { account: poison, step: 'deductCash' });
  const alone = `settlement/CNY/${cycle.day}/account/${poison}`;
  await startCycleRun(system.client, cycle);
  await untilFailing(system.client.workflow.getHandle(alone), 'deductCash');
  await allow();
  await system.client.workflow.getHandle(alone).result();
  await system.client.workflow.getHandle(settleCycleId(cycle)).result();
  await keep(system, cohortId(cycle, 1), 'cohort-halved');
  await keep(system, alone, 'account-found-by-halving');
}

/** One charge whose answer is lost is sent again; one that may not be is answered by an operator. */
async function recordCharges(system: System, { faults }: Emulators): Promise<void> {
  const day = '2026-11-07';
  faults.add([
    { kind: 'reset', recorded: true, match: { instance: 'lost-1' }, times: 1 },
    { kind: 'reset', recorded: false, match: { instance: 'asked-1' }, times: 1 },
  ]);
  await system.importRecords([
    ...cloudCustomer('lost', { provider: 'huawei-cloud', instance: 'lost-1' }),
    bill('lost-a', '7.00', { day }),
    ...cloudCustomer('asked', { provider: 'alibaba-cloud', instance: 'asked-1' }),
    bill('asked-a', '8.00', { day }),
  ]);
  await system.settle(day);
  const resent = collectChargeId('huawei-cloud', `lost/${day}/1`);
  await untilThere(system, resent);
  await system.client.workflow.getHandle(resent).result();
  const asked = collectChargeId('alibaba-cloud', `asked/${day}/1`);
  await untilThere(system, asked);
  const answer = { answer: 'applied', by: 'Li', reason: 'found in their console' } as const;
  await system.client.workflow.getHandle(asked).executeUpdate(resolveUpdate, { args: [answer] });
  await system.client.workflow.getHandle(asked).result();
  const submitter = submitChargesId({ provider: 'huawei-cloud', currency: 'CNY' });
  await system.client.workflow.getHandle(submitter).result();
  await keep(system, resent, 'charge-sent-again');
  await keep(system, asked, 'charge-answered-by-an-operator');
  await keep(system, submitter, 'charges-submitted');
}

async function untilThere({ client }: System, workflowId: string): Promise<void> {
  await untilTrue(() =>
    client.workflow
      .getHandle(workflowId)
      .describe()
      .then(
        () => true,
        () => false,
      ),
  );
}
