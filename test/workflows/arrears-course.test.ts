import { parseAmount } from '../../domain/money.js';
import { followArrearsId } from '../../domain/workflow-ids.js';
import { clockChanges } from '../../ledger/clock-changes.js';
import { recharge } from '../../ledger/recharge.js';
import { workflowPorts } from '../../worker/workflow-ports.js';
import { dayMs, instantAt, startPassingDays, type PassingDays } from '../support/passing-days.js';
import { account, bill, day, enterpriseWorkspace } from '../support/records.js';

describe('fourteen days of arrears', () => {
  let system: PassingDays;

  beforeAll(async () => {
    system = await startPassingDays();
  });
  afterAll(() => system.stop());
  afterEach(async () => {
    expect(await system.audit()).toEqual([]);
  });

  /** Settles a bill on the server's day, and has what it leaves owed followed. */
  async function owe(amount: string, of: string): Promise<number> {
    const owedSince = await system.now();
    const { ledger } = system;
    const { now } = ledger;
    ledger.now = () => instantAt(owedSince);
    await system.importRecords([bill('w-1', amount, { day: of })]);
    await system.settle(of);
    ledger.now = now;
    await tell();
    return owedSince;
  }

  async function tell(): Promise<void> {
    const { followers } = workflowPorts(system.client);
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
    await system.pass(10.9 * dayMs);
    expect(await told(owedSince)).toEqual(['arrears.notice on day 0.00']);
    // Another debt, and a part repaid, change nothing of it.
    await owe('20.00', '2026-11-23');
    await pay('25.00');
    await system.pass(3 * dayMs);
    expect(await told(owedSince)).toEqual([
      'arrears.notice on day 0.00',
      'arrears.notice on day 11.00',
      'arrears.notice on day 13.00',
    ]);
    await system.pass(dayMs);
    const all = await told(owedSince);
    expect(all.slice(3).toSorted()).toEqual([
      'arrears.locked on day 14.00',
      'workspace.locked on day 14.00',
    ]);
    await system.pass(3 * dayMs);
    expect(await told(owedSince)).toHaveLength(5);
    await pay('25.00');
    await tell();
    const handle = system.client.workflow.getHandle(followArrearsId('acct-1'));
    expect(await handle.result()).toBe('acct-1 owes nothing');
    const stored = await system.ledger.collections.accounts.findOne({ _id: 'acct-1' });
    expect(stored).not.toHaveProperty('locks');
  });

  it('begin anew with the next debt', async () => {
    await system.ledger.collections.outbox.deleteMany({});
    const owedSince = await owe('1.00', '2026-11-24');
    await system.pass(12 * dayMs);
    expect(await told(owedSince)).toEqual([
      'arrears.notice on day 0.00',
      'arrears.notice on day 11.00',
    ]);
  });

  async function pay(amount: string): Promise<void> {
    const at = instantAt(await system.now());
    const of = { account: 'acct-1', id: `at ${at}`, amount: parseAmount(amount), at };
    await recharge(system.ledger, of);
  }
});
