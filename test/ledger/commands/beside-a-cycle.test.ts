import { parseAmount, type Amount } from '../../../domain/money.js';
import { activateVoucher } from '../../../ledger/commands/activate-voucher.js';
import { buyCard } from '../../../ledger/commands/buy-card.js';
import { confirmRecharge } from '../../../ledger/commands/confirm-recharge.js';
import { issueVoucherCodes } from '../../../ledger/commands/issue-voucher-codes.js';
import { redeemOrder } from '../../../ledger/commands/redeem-order.js';
import { requestRecharge } from '../../../ledger/commands/request-recharge.js';
import { connectLedger } from '../../../ledger/connect.js';
import type { Ledger } from '../../../ledger/ledger-context.js';
import { command, operator } from '../../support/commands.js';
import { startSystem, type System } from '../../support/system.js';
import { callDuring } from '../../support/workflow-clients.js';
import { billsOf, numbered, payingAccounts } from '../../support/workflow-records.js';

const days = Array.from({ length: 8 }, (_, index) => `2026-11-1${index}`);
const [day = '', ...laterDays] = days;
const accounts = 40;
/** The clients share so few of them that they meet each other as well as the cycle. */
const hot = 8;
const orders = 500;
const customer = '0123456789abcdef0123456789abcdef';
const hundred = parseAmount('100.00');

describe('sixteen clients beside a cycle that settles their accounts', () => {
  let system: System;
  /** As from another process: nobody waits in one line with the clients of the first. */
  let other: Awaited<ReturnType<typeof connectLedger>>;
  let codes: string[];
  const done = { recharge: 0, buy: 0, redeem: 0, activate: 0, withoutCash: 0 };
  beforeAll(async () => {
    system = await startSystem();
    const { mongodbUri: uri, mongodbDatabase: database } = system.located;
    other = await connectLedger({ uri, database });
    await system.importRecords(payingAccounts('busy', accounts, day));
    for (const each of laterDays) await system.importRecords(billsOf('busy', accounts, each));
    await system.importRecords(
      Array.from({ length: orders }, (_, number) => ({
        kind: 'huaweiOrder',
        order: `CS-${number}`,
        customer,
        currency: 'CNY',
        cards: 1,
        faceValue: '7.00',
      })),
    );
    ({ codes } = await issueVoucherCodes(system.ledger, operator('codes'), {
      count: orders,
      currency: 'CNY',
      type: 'ordinary',
      faceValue: parseAmount('3.00'),
      minSpend: parseAmount('0.00'),
      singleUse: false,
    }));
  });
  afterAll(async () => {
    await other.close();
    await system.stop();
  });

  /** A client that hears nothing asks another server: both answer the same. */
  async function twice(ask: (ledger: Ledger) => Promise<object>): Promise<void> {
    const [first, second] = await Promise.all([ask(system.ledger), ask(other)]);
    expect(second).toEqual(first);
  }

  async function recharge(of: string, number: number): Promise<void> {
    const order = await requestRecharge(other, command(of, `ask ${number}`), { amount: hundred });
    const paid = { recharge: order.recharge, reference: `payment ${number}` };
    await twice((ledger) => confirmRecharge(ledger, command(of, `paid ${number}`), paid));
    done.recharge++;
  }

  /** Of two tries one may come before a recharge and be refused, and the other after it. */
  async function buy(of: string, number: number): Promise<void> {
    const ask = (ledger: Ledger): Promise<object> =>
      buyCard(ledger, command(of, `buy ${number}`), { faceValue: hundred });
    const tries = await Promise.allSettled([ask(system.ledger), ask(other)]);
    for (const each of tries)
      if (each.status === 'rejected' && !/less than 100\.00/.test(String(each.reason)))
        throw each.reason;
    if (tries.some(({ status }) => status === 'fulfilled')) done.buy++;
    else done.withoutCash++;
  }

  async function call(number: number): Promise<void> {
    const turn = Math.floor(number / 4);
    const of = numbered('busy', (turn % hot) + 1);
    const code = codes[turn];
    if (number % 4 === 1) return buy(of, number);
    if (number % 4 === 2 && turn < orders) {
      const wanted = { customer, order: `CS-${turn}` };
      await twice((ledger) => redeemOrder(ledger, command(of, `redeem ${number}`), wanted));
      done.redeem++;
    } else if (number % 4 === 3 && code !== undefined) {
      await twice((ledger) => activateVoucher(ledger, command(of, `activate ${number}`), { code }));
      done.activate++;
    } else await recharge(of, number);
  }

  it('lose nothing, wait for nobody long, and leave books that are right', async () => {
    let seconds = 0;
    const { count, p50Ms, p99Ms, longestMs } = await callDuring({ clients: 16, call }, async () => {
      for (const each of days) {
        const report = await system.settle(each);
        seconds += Math.round(report.seconds);
        expect(report).toMatchObject({
          settled: { accounts, bills: accounts, total: '400.00' },
          differences: [],
        });
      }
    });
    const { redeem, activate, buy: bought, withoutCash } = done;
    process.stderr.write(
      `sixteen clients, ${hot} accounts of a cohort of ${accounts}, eight cycles of ${seconds} s: ${count} calls, each twice at once (${done.recharge} recharges, ${bought} cards, ${redeem} orders, ${activate} vouchers, ${withoutCash} without the cash); p50 ${p50Ms} ms, p99 ${p99Ms} ms, longest ${longestMs} ms\n`,
    );
    expect(Math.min(done.recharge, bought, redeem, activate)).toBeGreaterThan(10);
    expect(longestMs).toBeLessThan(15_000);
    expect(await system.audit()).toEqual([]);
    expect(await commandsOf()).toEqual({
      activateVoucher: activate,
      buyCard: bought,
      confirmRecharge: done.recharge,
      issueVoucherCodes: 1,
      redeemOrder: redeem,
      requestRecharge: done.recharge,
    });
    // What 40 accounts had, and what came, less eight days of 400.00.
    const had = 39 * 105_00 + 9_00;
    const came = done.recharge * 100_00 + redeem * 7_00 + activate * 3_00;
    expect(await worth()).toBe(had + came - 8 * 400_00);
  });

  async function commandsOf(): Promise<Record<string, number>> {
    const { commands } = system.ledger.collections;
    const names = await commands
      .aggregate<{ _id: string; count: number }>([
        { $group: { _id: '$name', count: { $sum: 1 } } },
        { $sort: { _id: 1 } },
      ])
      .toArray();
    return Object.fromEntries(names.map(({ _id, count }) => [_id, count]));
  }

  /** All that the accounts have, less what they owe, in cents. */
  async function worth(): Promise<number> {
    return (await system.balances()).reduce(
      (total, { cash, storedValueBalance, vouchers }) =>
        vouchers.reduce(
          (sum, { balance }) => sum + cents(balance),
          // The stored-value balance is what the cards have less the overdraft.
          total + cents(cash) + cents(storedValueBalance),
        ),
      0,
    );
  }
});

function cents(amount: Amount | string): number {
  return Math.round(Number(amount) * 100);
}
