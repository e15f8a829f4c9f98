import { join } from 'node:path';
import { DefaultLogger, Runtime, Worker } from '@temporalio/worker';
import { projectRoot } from '../../configuration/project-root.js';
import { readHistories, recorded, type RecordedHistory } from '../support/workflow-histories.js';

/** As it is built, and as the workers run it. */
const workflowBundle = { codePath: join(projectRoot(), 'dist', 'workflow-bundle.js') };

/** @returns the name of each history that cannot be replayed, and why */
async function replay(histories: readonly RecordedHistory[]): Promise<string[]> {
  const outcomes: string[] = [];
  // One result a history, in their order.
  for await (const { error } of Worker.runReplayHistories({ workflowBundle }, histories))
    outcomes.push(`${histories[outcomes.length]?.name}: ${error?.constructor.name ?? 'replayed'}`);
  expect(outcomes).toHaveLength(histories.length);
  return outcomes.filter((outcome) => !outcome.endsWith(': replayed'));
}

describe('histories recorded before', () => {
  const histories = readHistories();
  beforeAll(() => {
    Runtime.install({
      logger: new DefaultLogger('ERROR'),
      telemetryOptions: { logging: { filter: { core: 'ERROR', other: 'ERROR' } } },
    });
  });
  afterAll(() => Runtime.instance().shutdown());

  it('cover every workflow, and what operators and trouble do to them', () => {
    const ofThisVersion = histories.filter(({ name }) => name.startsWith('0.1.0/'));
    expect(ofThisVersion.map(({ name, workflowType }) => `${workflowType} ${name}`)).toEqual([
      'settleCohort 0.1.0/account-found-by-halving',
      'settleCohort 0.1.0/account-parked-and-retried',
      'settleCohort 0.1.0/account-set-aside-by-an-operator',
      'settleCohort 0.1.0/account-that-waited',
      'followArrears 0.1.0/arrears-followed',
      'collectCloudCharge 0.1.0/charge-answered-by-an-operator',
      'collectCloudCharge 0.1.0/charge-sent-again',
      'submitCharges 0.1.0/charges-submitted',
      'settleCohort 0.1.0/cohort',
      'settleCohort 0.1.0/cohort-halved',
      'settleCohort 0.1.0/cohort-paused-and-told-to-set-aside',
      'settleCohort 0.1.0/cohort-that-took-over',
      'settleCohort 0.1.0/cohort-that-waits',
      'settleCohort 0.1.0/cohort-with-an-account-set-aside',
      'settleCycle 0.1.0/cycle',
      'settleCycle 0.1.0/cycle-paused-and-resumed',
      'settleCycle 0.1.0/cycle-reset',
      'settleCycle 0.1.0/cycle-that-took-over',
      'settleCycle 0.1.0/cycle-that-waited-for-a-manifest',
      'followUp 0.1.0/followed-up',
      'startCycle 0.1.0/start-cycle',
    ]);
  });

  it('can be gone on with by the workflows as they are now', async () => {
    expect(await replay(histories)).toEqual([]);
  });

  it('cannot be gone on with where a step comes in another place', async () => {
    const moved = histories
      .filter(({ name }) => name.endsWith('/cohort') || name.endsWith('/cycle'))
      .map(({ name, history }) => recorded(name, exchanged(JSON.stringify(history))));
    expect(await replay(moved)).toEqual([
      '0.1.0/cohort: DeterminismViolationError',
      '0.1.0/cycle: DeterminismViolationError',
    ]);
  });
});

/** The same history with two activities in each other's place. */
function exchanged(history: string): string {
  return history
    .replaceAll('"applyVouchers"', '"?"')
    .replaceAll('"deductCash"', '"applyVouchers"')
    .replaceAll('"?"', '"deductCash"')
    .replaceAll('"surveyCycle"', '"?"')
    .replaceAll('"planCohorts"', '"surveyCycle"')
    .replaceAll('"?"', '"planCohorts"');
}
