import { parseAmount } from '../../domain/money.js';
import { followArrearsId, followUpId } from '../../domain/workflow-ids.js';
import { arrearsProgressQuery } from '../../workflows/messages.js';
import { wakeFollowUp } from '../../client/wake-follow-up.js';
import { recharge } from '../../ledger/recharge.js';
import { account, bill, day, enterpriseWorkspace } from '../support/records.js';
import { startSystem, type System } from '../support/system.js';
import { untilTrue } from '../support/until-true.js';

const dayMs = 24 * 3_600_000;

describe('arrears followed by a workflow', () => {
  let system: System;
  beforeAll(async () => {
    system = await startSystem();
  });
  afterEach(async () => {
    expect(await system.audit()).toEqual([]);
  });
  afterAll(() => system.stop());

  async function statusOf(workflowId: string): Promise<string> {
    const { status } = await system.client.workflow.getHandle(workflowId).describe();
    return status.name;
  }

  it('starts with the commit that leaves something owed, locks, and ends with what repays it', async () => {
    await system.importRecords([
      account('acct-1'),
      enterpriseWorkspace('w-1', 'acct-1'),
      bill('w-1', '30.00'),
      account('acct-2', '100.00'),
      enterpriseWorkspace('w-2', 'acct-2'),
      bill('w-2', '30.00'),
    ]);
    await system.settle(day);
    const handle = system.client.workflow.getHandle(followArrearsId('acct-1'));
    await untilTrue(async () => {
      const stand = await handle.query(arrearsProgressQuery).catch(() => undefined);
      return stand?.next?.day === 11;
    });
    await untilTrue(async () => (await statusOf(followUpId)) === 'COMPLETED');
    const { accounts, outbox } = system.ledger.collections;
    expect(await accounts.countDocuments({ toFollow: { $gt: 0 } })).toBe(0);
    expect(await outbox.find().toArray()).toMatchObject([
      { account: 'acct-1', message: { type: 'arrears.notice', day: 0 }, state: 'nobody' },
    ]);
    await expect(statusOf(followArrearsId('acct-2'))).rejects.toThrow('not found');
    // As if it had been owed for two weeks.
    const owedSince = new Date(Date.now() - 14 * dayMs).toISOString();
    await accounts.updateOne({ _id: 'acct-1' }, [
      { $set: { arrearsSince: owedSince, toFollow: 99, course: [] } },
    ]);
    await wakeFollowUp(system.client);
    await untilTrue(async () => (await accounts.findOne({ _id: 'acct-1' }))?.locks?.length === 1);
    const amount = parseAmount('50.00');
    const at = system.ledger.now();
    await recharge(system.ledger, { account: 'acct-1', id: 'r-1', amount, at });
    await wakeFollowUp(system.client);
    await untilTrue(async () => (await statusOf(followArrearsId('acct-1'))) === 'COMPLETED');
    expect(await handle.result()).toBe('acct-1 owes nothing');
    const told = await outbox.find().toArray();
    expect(told.map(({ message }) => message.type).toSorted()).toEqual([
      'arrears.cleared',
      'arrears.locked',
      'arrears.notice',
      'workspace.locked',
      'workspace.unlocked',
    ]);
  });
});
