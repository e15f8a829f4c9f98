import { join } from 'node:path';
import { activityInfo } from '@temporalio/activity';
import type { TestWorkflowEnvironment } from '@temporalio/testing';
import { DefaultLogger, Runtime, Worker } from '@temporalio/worker';
import { readConfiguration } from '../../configuration/read-configuration.js';
import { instantOf, type Instant } from '../../domain/instant.js';
import { parseAmount } from '../../domain/money.js';
import { taskQueue } from '../../domain/task-queue.js';
import { followArrearsId } from '../../domain/workflow-ids.js';
import { projectRoot } from '../../embedded/project-root.js';
import { clockChanges } from '../../ledger/clock-changes.js';
import { recharge } from '../../ledger/recharge.js';
import { createActivities } from '../../worker/create-activities.js';
import { createOutlets } from '../../worker/outlets.js';
import { workflowPorts } from '../../worker/workflow-ports.js';
import { startLedger, type LedgerSystem } from '../support/ledger-system.js';
import { account, bill, day, enterpriseWorkspace } from '../support/records.js';
import { startTimeSkipping } from '../support/time-skipping.js';

/** The workflows and activities as they are, on a server whose time is let pass. */
describe('fourteen days of arrears', () => {
  let system: LedgerSystem;
  let temporal: TestWorkflowEnvironment;
  let worker: Worker;
  let working: Promise<void>;

  beforeAll(async () => {
    Runtime.install({
      logger: new DefaultLogger('ERROR'),
      telemetryOptions: { logging: { filter: { core: 'ERROR', other: 'ERROR' } } },
    });
    temporal = await startTimeSkipping();
    system = await startLedger();
    const configuration = readConfiguration({});
    const outlets = createOutlets(configuration.messaging, configuration.zones);
    system.ledger.now = timeOfServer;
    worker = await Worker.create({
      connection: temporal.nativeConnection,
      taskQueue,
      workflowBundle: { codePath: join(projectRoot(), 'dist', 'workflow-bundle.js') },
      activities: createActivities(
        system.ledger,
        { client: temporal.client, outlets },
        configuration,
      ),
    });
    working = worker.run();
  });
  afterAll(async () => {
    worker.shutdown();
    await working;
    await temporal.teardown();
    await system.drop();
    await Runtime.instance().shutdown();
  });

  afterEach(async () => {
    expect(await system.audit()).toEqual([]);
  });

  /** Settles a bill on the server's day, and has what it leaves owed followed. */
  async function owe(amount: string, of: string): Promise<number> {
    const owedSince = await temporal.currentTimeMs();
    system.ledger.now = () => instant(owedSince);
    await system.importRecords([bill('w-1', amount, { day: of })]);
    await system.settle(of);
    system.ledger.now = timeOfServer;
    await tell();
    return owedSince;
  }

  async function tell(): Promise<void> {
    const { followers } = workflowPorts(temporal.client);
    for (const change of await clockChanges(system.ledger, { most: 10 }))
      await followers.tell(change);
  }

  /** What was told, with the day of the clock on which it was. */
  async function told(owedSince: number): Promise<string[]> {
    const found = await system.ledger.collections.outbox.find().sort({ at: 1 }).toArray();
    return found.map(({ at, message }) => {
      const onDay = (Date.parse(at) - owedSince) / dayMs;
      return `${message.type} on day ${onDay.toFixed(2)}`;
    });
  }

  it('bring notices on days 0, 11 and 13 and the lock on day 14; the repayment ends it', async () => {
    await system.importRecords([account('acct-1'), enterpriseWorkspace('w-1', 'acct-1')]);
    const owedSince = await owe('30.00', day);
    await temporal.sleep(10.9 * dayMs);
    expect(await told(owedSince)).toEqual(['arrears.notice on day 0.00']);
    // Another debt, and a part repaid, change nothing of it.
    await owe('20.00', '2026-11-23');
    await pay('25.00');
    await temporal.sleep(3 * dayMs);
    expect(await told(owedSince)).toEqual([
      'arrears.notice on day 0.00',
      'arrears.notice on day 11.00',
      'arrears.notice on day 13.00',
    ]);
    await temporal.sleep(dayMs);
    const all = await told(owedSince);
    expect(all.slice(3).toSorted()).toEqual([
      'arrears.locked on day 14.00',
      'workspace.locked on day 14.00',
    ]);
    await temporal.sleep(3 * dayMs);
    expect(await told(owedSince)).toHaveLength(5);
    await pay('25.00');
    await tell();
    const handle = temporal.client.workflow.getHandle(followArrearsId('acct-1'));
    expect(await handle.result()).toBe('acct-1 owes nothing');
    const stored = await system.ledger.collections.accounts.findOne({ _id: 'acct-1' });
    expect(stored).not.toHaveProperty('locks');
  });

  it('begin anew with the next debt', async () => {
    await system.ledger.collections.outbox.deleteMany({});
    const owedSince = await owe('1.00', '2026-11-24');
    await temporal.sleep(12 * dayMs);
    expect(await told(owedSince)).toEqual([
      'arrears.notice on day 0.00',
      'arrears.notice on day 11.00',
    ]);
  });

  async function pay(amount: string): Promise<void> {
    const at = instant(await temporal.currentTimeMs());
    const of = { account: 'acct-1', id: `at ${at}`, amount: parseAmount(amount), at };
    await recharge(system.ledger, of);
  }
});

const dayMs = 24 * 3_600_000;

/** In an activity the time of the server, which is let pass; the clock of the machine elsewhere. */
function timeOfServer(): Instant {
  try {
    return instant(activityInfo().currentAttemptScheduledTimestampMs);
  } catch {
    return instant(Date.now());
  }
}

function instant(milliseconds: number): Instant {
  const at = instantOf(milliseconds);
  if (at === undefined) throw new Error('out of range');
  return at;
}
