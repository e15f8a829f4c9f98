import type { Day } from '../../domain/billing-cycle.js';
import { parseAmount } from '../../domain/money.js';
import { buyCard } from '../../ledger/commands/buy-card.js';
import { changeSettlementMethod } from '../../ledger/commands/change-settlement-method.js';
import { moveWorkspace } from '../../ledger/commands/move-workspace.js';
import { payCloudArrears } from '../../ledger/commands/pay-cloud-arrears.js';
import { redeemOrder } from '../../ledger/commands/redeem-order.js';
import { unbindWorkspace } from '../../ledger/commands/unbind-workspace.js';
import { unsubscribeCloudAccount } from '../../ledger/commands/unsubscribe-cloud-account.js';
import { withdrawChange } from '../../ledger/commands/withdraw-change.js';
import type { Ledger } from '../../ledger/ledger-context.js';
import { recharge } from '../../ledger/recharge.js';
import { command, outcomesOf } from './commands.js';
import { awsAccount, cloudAccount, voucher } from './ledger-records.js';
import { account, bill, cloudWorkspace, enterpriseWorkspace } from './records.js';

/** Day 0. What is consumed is of September and October; arrears run by the time that is let pass. */
export const firstDay: Day = '2026-09-01';

const huaweiCustomer = '0123456789abcdef0123456789abcdef';

function withMail(id: string, cash: string): object {
  return { ...account(id, cash), email: `${id}@example.com` };
}

export const customers: readonly object[] = [
  withMail('sms', '10.00'),
  enterpriseWorkspace('w-sms', 'sms'),
  voucher('ov-sms', 'sms', '500.00'),
  withMail('relapse', '30.00'),
  enterpriseWorkspace('w-relapse', 'relapse'),
  account('buyer', '20000.00'),
  enterpriseWorkspace('w-buyer', 'buyer'),
  account('huawei'),
  enterpriseWorkspace('w-huawei', 'huawei'),
  { kind: 'huaweiOrder', order: 'HW-1', customer: huaweiCustomer, currency: 'CNY', cards: 2 },
  account('changer', '100.00'),
  awsAccount('aws-changer', 'changer'),
  enterpriseWorkspace('w-changer', 'changer'),
  enterpriseWorkspace('w-changer-2', 'changer'),
  account('switched', '50.00'),
  cloudAccount('ali-switched', 'switched', 'alibaba-cloud'),
  cloudWorkspace('w-switched', 'switched', 'ali-switched'),
  withMail('left', '100.00'),
  awsAccount('aws-left', 'left'),
  cloudWorkspace('w-left', 'left', 'aws-left'),
  withMail('refused', '100.00'),
  awsAccount('aws-refused', 'refused'),
  cloudWorkspace('w-refused', 'refused', 'aws-refused'),
  account('expiring', '100.00'),
  enterpriseWorkspace('w-expiring', 'expiring'),
  // Its last day is day 9, whose end is this instant (rule 5).
  voucher('ov-expiring', 'expiring', '100.00', { expiresAt: '2026-09-11T00:00:00+08:00' }),
  account('reduced', '500.00'),
  enterpriseWorkspace('w-reduced', 'reduced'),
  voucher('fv-reduced', 'reduced', '20.00', { type: 'full-reduction', minSpend: '100.00' }),
  account('late', '100.00'),
  enterpriseWorkspace('w-late', 'late'),
  enterpriseWorkspace('w-late-2', 'late'),
  account('giver', '50.00'),
  enterpriseWorkspace('w-moved', 'giver'),
  account('taker', '50.00'),
  account('dollar', '10.00', 'USD'),
  enterpriseWorkspace('w-dollar', 'dollar', 'us1'),
];

interface Consumption {
  workspace: string;
  /** First and last day. */
  days: readonly [number, number];
  ordinary: string;
  restricted?: string;
  currency?: 'USD';
}

const consumption: readonly Consumption[] = [
  { workspace: 'w-sms', days: [0, 44], ordinary: '0.00', restricted: '2.00' },
  { workspace: 'w-relapse', days: [0, 16], ordinary: '10.00' },
  { workspace: 'w-buyer', days: [3, 6], ordinary: '300.00' },
  { workspace: 'w-huawei', days: [2, 10], ordinary: '15.00' },
  { workspace: 'w-changer', days: [10, 11], ordinary: '20.00' },
  { workspace: 'w-changer-2', days: [33, 33], ordinary: '5.00' },
  { workspace: 'w-switched', days: [12, 13], ordinary: '10.00' },
  { workspace: 'w-left', days: [15, 15], ordinary: '20.00' },
  { workspace: 'w-left', days: [17, 17], ordinary: '5.00' },
  { workspace: 'w-refused', days: [20, 20], ordinary: '30.00' },
  { workspace: 'w-expiring', days: [0, 12], ordinary: '5.00' },
  { workspace: 'w-reduced', days: [1, 1], ordinary: '80.00', restricted: '30.00' },
  { workspace: 'w-reduced', days: [2, 2], ordinary: '150.00' },
  { workspace: 'w-late', days: [20, 20], ordinary: '10.00' },
  { workspace: 'w-moved', days: [8, 9], ordinary: '10.00' },
  { workspace: 'w-dollar', days: [0, 2], ordinary: '3.00', currency: 'USD' },
];

/** Comes after its day was settled: a supplement; 7.005 rounds to 7.01 (rule 2). */
const lateBill = bill('w-late-2', '7.005', { day: '2026-09-21' });
export const lateCents = 701;

export function billsOf(
  number: number,
  day: Day,
): { record: object; currency: 'CNY' | 'USD'; cents: number }[] {
  return consumption
    .filter(({ days: [first, last] }) => first <= number && number <= last)
    .map(({ workspace, ordinary, restricted, currency }) => ({
      record: bill(workspace, ordinary, { day, ...(restricted ? { restricted } : {}) }),
      currency: currency ?? 'CNY',
      cents: centsOf(ordinary) + centsOf(restricted ?? '0.00'),
    }));
}

function centsOf(amount: string): number {
  return Number(amount.replace('.', ''));
}

export interface Happening {
  /** At noon of the day. */
  ledger: Ledger;
  importRecords: (records: readonly object[]) => Promise<void>;
  /** The day's cycle once more. */
  settleAgain: () => Promise<void>;
}

type Happen = (of: Happening) => Promise<unknown>;

async function refused(work: Promise<object>): Promise<void> {
  const [outcome] = await outcomesOf([work]);
  if (outcome !== 'refused') throw new Error(`it was not refused: ${outcome}`);
}

function pay(of: string, amount: string): Happen {
  return ({ ledger }) => {
    const paid = { account: of, id: `${of}-${amount}`, amount: parseAmount(amount) };
    return recharge(ledger, { ...paid, at: ledger.now() });
  };
}

function change(of: string, workspace: string, cloud: string | undefined): Happen {
  const settlement =
    cloud === undefined
      ? ({ method: 'enterprise' } as const)
      : ({ method: 'cloud', cloudAccount: cloud } as const);
  const key = `${workspace} to ${cloud ?? 'enterprise'}`;
  return ({ ledger }) =>
    changeSettlementMethod(ledger, command(of, key), { workspace, settlement });
}

function leave(of: string, cloud: string): Happen {
  return ({ ledger }) =>
    unsubscribeCloudAccount(ledger, command(of, `leave ${cloud}`), { cloudAccount: cloud });
}

/** What happens on which day, after it was settled. */
export const happenings: Readonly<Record<number, readonly Happen[]>> = {
  1: [
    ({ ledger }) =>
      redeemOrder(ledger, command('huawei', 'redeem'), { customer: huaweiCustomer, order: 'HW-1' }),
  ],
  // With a full-reduction voucher of 1,000 (rule 16), which pays before the card.
  2: [
    ({ ledger }) => buyCard(ledger, command('buyer', 'buy'), { faceValue: parseAmount('10000') }),
  ],
  6: [pay('relapse', '40.00')],
  8: [
    ({ ledger }) =>
      moveWorkspace(ledger, command('giver', 'move'), { workspace: 'w-moved', to: 'taker' }),
  ],
  9: [pay('relapse', '100.00')],
  10: [
    change('changer', 'w-changer', 'aws-changer'),
    ({ ledger }) => unbindWorkspace(ledger, command('taker', 'unbind'), { workspace: 'w-moved' }),
  ],
  // A bill of nobody's workspace, and a second change in a month, are refused (rule 12).
  11: [
    async ({ importRecords }) => {
      const nobodys = bill('w-moved', '1.00', { day: '2026-09-12' });
      const isTaken = await importRecords([nobodys]).then(
        () => true,
        () => false,
      );
      if (isTaken) throw new Error('a bill of a workspace that is unbound was taken');
    },
  ],
  12: [
    (of) => refused(change('changer', 'w-changer', undefined)(of) as Promise<object>),
    leave('switched', 'ali-switched'),
  ],
  14: [leave('left', 'aws-left')],
  16: [change('left', 'w-left', undefined)],
  18: [({ ledger }) => payCloudArrears(ledger, command('left', 'pay'), {})],
  20: [
    async ({ importRecords, settleAgain }) => {
      await importRecords([lateBill]);
      await settleAgain();
    },
  ],
  22: [({ ledger }) => payCloudArrears(ledger, command('refused', 'pay'), {})],
  25: [pay('sms', '100.00')],
  // Withdrawn, which counts: a third one in October is refused (rule 12).
  31: [
    change('changer', 'w-changer-2', 'aws-changer'),
    ({ ledger }) =>
      withdrawChange(ledger, command('changer', 'withdraw'), { workspace: 'w-changer-2' }),
    ({ ledger }) =>
      refused(
        changeSettlementMethod(ledger, command('changer', 'again'), {
          workspace: 'w-changer-2',
          settlement: { method: 'cloud', cloudAccount: 'aws-changer' },
        }),
      ),
  ],
};
