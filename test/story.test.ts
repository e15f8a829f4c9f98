import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { startCycleRun } from '../client/run-cycle.js';
import { wakeFollowUp } from '../client/wake-follow-up.js';
import type { ChargeState } from '../domain/cloud-charge.js';
import { addDays } from '../domain/billing-cycle.js';
import { startMailbox, type RunningMailbox } from '../emulators/mailbox/start-mailbox.js';
import type { ReceivedMail } from '../emulators/mailbox/received-mail.js';
import type { ReceivedWebhook } from '../emulators/mailbox/webhook-sink.js';
import type { Emulators } from '../emulators/start-emulators.js';
import { hasFollowUp } from '../ledger/outbox-queue.js';
import { readBalances } from '../ledger/read-balances.js';
import { emulatedVendors } from './support/emulated-vendors.js';
import { dayMs, startPassingDays, type PassingDays } from './support/passing-days.js';
import { atTime } from './support/commands.js';
import { billsOf, customers, firstDay, happenings, lateCents } from './support/story.js';
import { untilTrue } from './support/until-true.js';

const days = 45;
const undecidedStates: ChargeState[] = ['stored', 'sending', 'undecided'];
const golden = join(__dirname, 'golden', 'story.txt');

/**
 * Twelve customers over 45 days, told in support/story.ts with what each comes to by the rules: every
 * day is imported, settled by its workflow, audited, and lived; notices, locks and clouds are real.
 */
describe('forty-five days', () => {
  let system: PassingDays;
  let mailbox: RunningMailbox;
  let vendors: Emulators;
  const lines: string[] = [];

  beforeAll(async () => {
    mailbox = await startMailbox({ webhookSecret });
    const { emulators, environment } = await emulatedVendors();
    vendors = emulators;
    vendors.faults.add([
      {
        kind: 'partial',
        match: { instance: 'arn:aws:license-manager::294406891311:license:l-aws-refused' },
        status: 'CustomerNotSubscribed',
        times: 1,
      },
    ]);
    system = await startPassingDays({
      ...environment,
      SMTP_URL: mailbox.smtpUrl,
      MAIL_FROM: 'billing@example.com',
      WEBHOOK_URLS: mailbox.webhookUrl,
      WEBHOOK_SECRETS: webhookSecret,
    });
    await system.importRecords(customers);
  });
  afterAll(async () => {
    await system.stop();
    await vendors.stop();
    await mailbox.stop();
  });

  it('pass with clean books each day', async () => {
    for (let number = 0; number < days; number++) await live(number);
    expect(lines).toHaveLength(104);
  }, 600_000);

  it('end with what the rules say that each customer has', async () => {
    const found: Record<string, string> = {};
    for await (const row of readBalances(system.ledger, {}, system.ledger.now())) {
      const { account, cash, overdraft, cloudArrears, storedValueBalance, vouchers } = row;
      const left = vouchers.map(({ id, balance, status }) => `${nameOf(id)} ${balance} ${status}`);
      const owed = `owes ${overdraft} + ${cloudArrears}`;
      found[account] = [`cash ${cash}`, owed, `stored ${storedValueBalance}`, ...left].join(', ');
    }
    expect(found).toEqual(ends);
  });

  it('settle to the cent as they did before', () => {
    const text = `${lines.join('\n')}\n`;
    if (process.env['UPDATE_GOLDEN'] === '1') writeFileSync(golden, text);
    expect(text).toBe(readFileSync(golden, 'utf8'));
  });

  it('lose and make no cent: what was put in is what was paid and what is left', async () => {
    let [left, owed] = [0n, 0n];
    const { accounts, vouchers, storedValueCards } = system.ledger.collections;
    for await (const { cash, overdraft, cloudArrears } of accounts.find()) {
      left += cents(cash);
      owed += cents(overdraft) + cents(cloudArrears);
    }
    for await (const { balance } of vouchers.find()) left += cents(balance);
    for await (const { balance } of storedValueCards.find()) left += cents(balance);
    // Cash 21,200, vouchers 620, a Huawei order 200, recharges 240, a gift voucher 1,000.
    const putIn = 2_326_000n;
    // What AWS took of changer on day 11, and Alibaba Cloud of switched on day 12.
    const cloud = 3_000n;
    const consumed = Array.from({ length: days }, (_, number) => billsOf(number, firstDay))
      .flat()
      .reduce((sum, { cents: of }) => sum + BigInt(of), BigInt(lateCents));
    expect(putIn - left + owed + cloud).toBe(consumed);
  });

  it('tell the customer of each step on its day, and other systems of each lock', async () => {
    const mails = (await received<ReceivedMail>('mails')).toReversed();
    const of = (name: string): string[] =>
      mails.filter(({ to }) => to === `${name}@example.com`).map(({ subject }) => subject);
    expect(of('sms')).toHaveLength(5);
    expect(of('relapse')).toHaveLength(4);
    expect(of('left')).toHaveLength(2);
    expect(of('refused')).toHaveLength(2);
    const locks = (await received<ReceivedWebhook>('webhooks'))
      .filter(({ type }) => type.startsWith('workspace.'))
      .map(({ type, data }) => `${(data as { workspace: string }).workspace} ${type}`);
    const ofSms = (await received<ReceivedWebhook>('webhooks'))
      .filter(({ data }) => (data as { account: string }).account === 'sms')
      .filter(({ type }) => type.startsWith('arrears.'))
      .map(({ type, data }) => {
        const { owed = '', day } = data as { owed?: string; day?: number };
        return `${type} ${day ?? ''} ${owed}`;
      });
    // 2.00 are owed on its day 0, and each day 2.00 more.
    expect(ofSms.toReversed()).toEqual([
      'arrears.notice 0 2.00',
      'arrears.notice 11 22.00',
      'arrears.notice 13 26.00',
      'arrears.locked  28.00',
      'arrears.cleared  ',
    ]);
    expect(locks.toReversed()).toEqual([
      'w-left workspace.locked',
      'w-left workspace.unlocked',
      'w-sms workspace.locked',
      'w-sms workspace.unlocked',
    ]);
  });

  /** One day: its bills, its cycle, its happenings, and the audit; then the next one begins. */
  async function live(number: number): Promise<void> {
    const day = addDays(firstDay, number);
    const bills = billsOf(number, day);
    if (bills.length > 0) await system.importRecords(bills.map(({ record }) => record));
    for (const currency of new Set(bills.map((each) => each.currency))) await settle(day, currency);
    const ledger = atTime(system.ledger, `${day}T12:00:00+08:00`);
    for (const happen of happenings[number] ?? [])
      await happen({
        ledger,
        importRecords: (records) => system.importRecords(records),
        settleAgain: () => settle(day, 'CNY'),
      });
    await settled();
    for (const row of await system.statement({ day })) {
      const { account, state, deductions, total, arrears } = row;
      const paid = deductions.map(({ kind, id, amount }) => `${kind} ${nameOf(id)} ${amount}`);
      const owed = arrears === '0.00' ? [] : [`arrears ${arrears}`];
      lines.push([`${day} ${account} ${total} ${state}`, ...paid, ...owed].join(', '));
    }
    expect([day, await system.audit()]).toEqual([day, []]);
    await system.pass(dayMs);
    await settled();
  }

  async function settle(day: string, currency: 'CNY' | 'USD'): Promise<void> {
    const handle = await startCycleRun(system.client, { currency, day });
    const { differences } = await handle.result();
    expect([day, differences]).toEqual([day, []]);
  }

  /** Every charge is decided, everybody has been told. */
  async function settled(): Promise<void> {
    const { ledger, client } = system;
    const undecided = { state: { $in: undecidedStates } };
    await untilTrue(
      async () => (await ledger.collections.cloudCharges.countDocuments(undecided)) === 0,
    );
    if (await hasFollowUp(ledger)) await wakeFollowUp(client);
    await untilTrue(async () => !(await hasFollowUp(ledger)));
  }

  async function received<T>(what: 'mails' | 'webhooks'): Promise<T[]> {
    return (await (await fetch(`${mailbox.url}/${what}`)).json()) as T[];
  }
});

function cents(amount: { toString(): string }): bigint {
  return BigInt(Math.round(Number(amount.toString()) * 100));
}

const webhookSecret = `whsec_${Buffer.alloc(32, 9).toString('base64')}`;

/** What is made with a random id has another one each time. */
function nameOf(id: string): string {
  return id.replace(/^(gift|card)-.*$/, '$1');
}

/** By the rules, from what support/story.ts tells; worked out by hand. */
const ends: Readonly<Record<string, string>> = {
  sms: 'cash 20.00, owes 0.00 + 0.00, stored 0.00, ov-sms 500.00 active',
  relapse: 'cash 0.00, owes 0.00 + 0.00, stored 0.00',
  buyer: 'cash 10000.00, owes 0.00 + 0.00, stored 9800.00, gift 0.00 used-up',
  huawei: 'cash 0.00, owes 0.00 + 0.00, stored 65.00',
  changer: 'cash 75.00, owes 0.00 + 0.00, stored 0.00',
  switched: 'cash 40.00, owes 0.00 + 0.00, stored 0.00',
  left: 'cash 75.00, owes 0.00 + 0.00, stored 0.00',
  refused: 'cash 70.00, owes 0.00 + 0.00, stored 0.00',
  expiring: 'cash 85.00, owes 0.00 + 0.00, stored 0.00, ov-expiring 50.00 expired',
  reduced: 'cash 260.00, owes 0.00 + 0.00, stored 0.00, fv-reduced 0.00 used-up',
  late: 'cash 82.99, owes 0.00 + 0.00, stored 0.00',
  giver: 'cash 40.00, owes 0.00 + 0.00, stored 0.00',
  taker: 'cash 40.00, owes 0.00 + 0.00, stored 0.00',
  dollar: 'cash 1.00, owes 0.00 + 0.00, stored 0.00',
};
