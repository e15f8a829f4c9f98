import { instantOf } from '../../domain/instant.js';
import type { Message } from '../../domain/message.js';
import { parseAmount, zero } from '../../domain/money.js';
import { followArrearsId, followUpId } from '../../domain/workflow-ids.js';
import { arrearsProgressQuery } from '../../workflows/messages.js';
import { wakeFollowUp } from '../../client/wake-follow-up.js';
import type { ReceivedMail } from '../../emulators/mailbox/received-mail.js';
import type { ReceivedWebhook } from '../../emulators/mailbox/webhook-sink.js';
import { storeMessages } from '../../ledger/outbox.js';
import { recharge } from '../../ledger/recharge.js';
import { addressesOf, runSettle } from '../support/command-run.js';
import { startMailbox, type RunningMailbox } from '../../emulators/mailbox/start-mailbox.js';
import { account, bill, day, enterpriseWorkspace } from '../support/records.js';
import { startSystem, type System } from '../support/system.js';
import { untilTrue } from '../support/until-true.js';

const dayMs = 24 * 3_600_000;
const webhookSecret = `whsec_${Buffer.alloc(32, 7).toString('base64')}`;

describe('arrears followed by a workflow', () => {
  let system: System;
  let mailbox: RunningMailbox;
  beforeAll(async () => {
    mailbox = await startMailbox({ webhookSecret });
    system = await startSystem({
      environment: {
        SMTP_URL: mailbox.smtpUrl,
        MAIL_FROM: 'billing@example.com',
        WEBHOOK_URLS: mailbox.webhookUrl,
        WEBHOOK_SECRETS: webhookSecret,
      },
    });
  });
  afterEach(async () => {
    expect(await system.audit()).toEqual([]);
  });
  afterAll(async () => {
    await system.stop();
    await mailbox.stop();
  });

  /** Newest first. */
  async function received<T>(what: 'mails' | 'webhooks'): Promise<T[]> {
    return (await (await fetch(`${mailbox.url}/${what}`)).json()) as T[];
  }

  async function typesOf(workspace: string): Promise<string[]> {
    const found = await received<ReceivedWebhook>('webhooks');
    return found
      .filter(({ data }) => (data as { workspace?: string }).workspace === workspace)
      .map(({ type, status }) => `${type} ${status}`)
      .toReversed();
  }

  async function tries(): Promise<ReceivedWebhook[]> {
    return (await received<ReceivedWebhook>('webhooks')).filter(
      ({ data }) => (data as { account?: string }).account === 'acct-3',
    );
  }

  async function isSent(of: string, count: number): Promise<boolean> {
    const { outbox } = system.ledger.collections;
    return (await outbox.countDocuments({ account: of, state: 'sent' })) === count;
  }

  async function statusOf(workflowId: string): Promise<string> {
    const { status } = await system.client.workflow.getHandle(workflowId).describe();
    return status.name;
  }

  it('starts with the commit that leaves something owed, locks, and ends with what repays it', async () => {
    await system.importRecords([
      { ...account('acct-1'), name: 'Müller & Söhne', email: 'pay@example.com', language: 'zh' },
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
      {
        account: 'acct-1',
        message: { type: 'arrears.notice', day: 0, overdraft: '30.00' },
        state: 'sent',
        deliveries: [
          { channel: 'mail', to: 'pay@example.com', state: 'sent', attempts: 0 },
          { channel: 'webhook', to: mailbox.webhookUrl, state: 'sent', attempts: 0 },
        ],
      },
    ]);
    const [mail] = await received<ReceivedMail>('mails');
    expect(mail).toMatchObject({ to: 'pay@example.com' });
    expect(mail?.text).toContain('30.00');
    const [webhook] = await received<ReceivedWebhook>('webhooks');
    expect(webhook).toMatchObject({
      isVerified: true,
      type: 'arrears.notice',
      data: { account: 'acct-1', owed: '30.00', day: 0 },
    });
    expect(mail?.messageId).toBe(`<${webhook?.id}@example.com>`);
    await expect(statusOf(followArrearsId('acct-2'))).rejects.toThrow('not found');
    // As if it had been owed for two weeks.
    const owedSince = new Date(Date.now() - 14 * dayMs).toISOString();
    await accounts.updateOne({ _id: 'acct-1' }, [
      { $set: { arrearsSince: owedSince, toFollow: 99, course: [] } },
    ]);
    await wakeFollowUp(system.client);
    await untilTrue(async () => (await accounts.findOne({ _id: 'acct-1' }))?.locks?.length === 1);
    // Otherwise the unlocking overtakes it.
    await untilTrue(() => isSent('acct-1', 3));
    const amount = parseAmount('50.00');
    const at = system.ledger.now();
    await recharge(system.ledger, { account: 'acct-1', id: 'r-1', amount, at });
    await wakeFollowUp(system.client);
    await untilTrue(async () => (await statusOf(followArrearsId('acct-1'))) === 'COMPLETED');
    expect(await handle.result()).toBe('acct-1 owes nothing');
    await untilTrue(() => isSent('acct-1', 5));
    expect(await typesOf('w-1')).toEqual(['workspace.locked 204', 'workspace.unlocked 204']);
    expect(await received('mails')).toHaveLength(3);
    const told = await outbox.find().toArray();
    expect(told.map(({ message }) => message.type).toSorted()).toEqual([
      'arrears.cleared',
      'arrears.locked',
      'arrears.notice',
      'workspace.locked',
      'workspace.unlocked',
    ]);
  });

  it('waits while another currency settles, unless that takes more than an hour', async () => {
    const { accounts, cycles } = system.ledger.collections;
    const another = {
      _id: 'USD/2026-01-01',
      currency: 'USD' as const,
      day: '2026-01-01',
      state: 'running' as const,
      cut: 0,
      cohorts: 0,
      openedAt: system.ledger.now(),
    };
    await cycles.insertOne(another);
    await system.importRecords([
      { ...account('acct-7'), email: 'seven@example.com' },
      enterpriseWorkspace('w-7', 'acct-7'),
      bill('w-7', '30.00'),
    ]);
    await system.settle(day);
    expect(await accounts.countDocuments({ _id: 'acct-7', toFollow: { $gt: 0 } })).toBe(1);
    expect(await statusOf(followUpId)).toBe('COMPLETED');
    const hourAgo = new Date(Date.now() - 3_601_000).toISOString();
    await cycles.updateOne({ _id: another._id }, [{ $set: { openedAt: hourAgo } }]);
    await system.settle(day);
    await untilTrue(() => isSent('acct-7', 1));
    await cycles.deleteOne({ _id: another._id });
    await untilTrue(async () => (await statusOf(followUpId)) === 'COMPLETED');
  });

  it('tries a webhook again that was not taken, and by command one that was, under its id', async () => {
    const order = {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ status: 503, times: 1 }),
    };
    expect((await fetch(`${mailbox.webhookUrl}/answers`, order)).status).toBe(200);
    await system.importRecords([
      account('acct-3'),
      enterpriseWorkspace('w-3', 'acct-3'),
      bill('w-3', '5.00', { day: '2026-11-23' }),
    ]);
    await system.settle('2026-11-23');
    await untilTrue(() => isSent('acct-3', 1));
    const [second, first] = await tries();
    expect([first?.status, second?.status]).toEqual([503, 204]);
    expect(second?.id).toBe(first?.id);
    const [message] = await system.ledger.collections.outbox.find({ account: 'acct-3' }).toArray();
    expect(message?.deliveries).toMatchObject([{ state: 'sent', attempts: 1 }]);
    const id = message?._id ?? '';
    const replayed = await runSettle(['messages', 'replay', id], {
      environment: addressesOf(system.located),
    });
    expect(replayed).toEqual({ status: 0, stdout: `${id}\n`, stderr: '' });
    await untilTrue(async () => (await tries()).length === 3);
    await untilTrue(() => isSent('acct-3', 1));
    expect(new Set((await tries()).map((each) => each.id)).size).toBe(1);
    const trail = await system.ledger.collections.commands.find({ account: 'acct-3' }).toArray();
    expect(trail).toMatchObject([{ name: 'replayMessage', content: { message: id } }]);
  });

  it('is taken up again by the next cycle where somebody has ended it', async () => {
    const handle = system.client.workflow.getHandle(followArrearsId('acct-3'));
    await handle.terminate('an operator');
    const { accounts } = system.ledger.collections;
    await accounts.updateOne({ _id: 'acct-3' }, [
      { $set: { followedAt: new Date(Date.now() - 3 * dayMs).toISOString() } },
    ]);
    await system.importRecords([bill('w-3', '1.00', { day: '2026-11-24' })]);
    await system.settle('2026-11-24');
    await untilTrue(async () => (await statusOf(followArrearsId('acct-3'))) !== 'TERMINATED');
    expect(await statusOf(followArrearsId('acct-3'))).toBe('RUNNING');
  });

  it('does not tell a customer that he owes what he has repaid, nor of a lock that is open again', async () => {
    const { outbox } = system.ledger.collections;
    await storeMessagesOf('acct-3', ['locked', 'unlocked', 'notice']);
    await wakeFollowUp(system.client);
    await untilTrue(async () => (await outbox.countDocuments({ state: 'waiting' })) === 0);
    expect(await typesOf('w-3')).toEqual(['workspace.unlocked 204']);
    const states = await outbox.find({ key: { $in: ['locked', 'unlocked', 'notice'] } }).toArray();
    expect(states.map(({ key, state }) => `${key} ${state}`).toSorted()).toEqual([
      'locked overtaken',
      'notice overtaken',
      'unlocked sent',
    ]);
  });

  /** As if nobody had been there to send the first one. */
  async function storeMessagesOf(id: string, changes: readonly string[]): Promise<void> {
    const { ledger } = system;
    const now = Date.parse(ledger.now());
    for (const [index, key] of changes.entries()) {
      const at = instantOf(now - (changes.length - index) * 60_000) ?? ledger.now();
      const message = untrue(id, key);
      await ledger.client.withSession((session) =>
        session.withTransaction(() =>
          storeMessages(ledger, { messages: [{ key, message }], at }, session),
        ),
      );
    }
  }
});

/** Of a workspace that is open, and of a clock that is over. */
function untrue(owner: string, key: string): Message {
  const of = { account: owner, workspace: 'w-3', site: 'cn1' };
  if (key === 'locked') return { type: 'workspace.locked', ...of, causes: ['arrears'] };
  if (key === 'unlocked') return { type: 'workspace.unlocked', ...of };
  const [owedSince, lockAt] = [instantOf(0), instantOf(14 * dayMs)];
  if (!owedSince || !lockAt) throw new Error('out of range');
  const debt = { currency: 'CNY', overdraft: parseAmount('5.00'), cloudArrears: zero } as const;
  return { type: 'arrears.notice', account: owner, ...debt, owedSince, day: 0, lockAt };
}
