import { reasonInWords } from '../../../domain/explain-words.js';
import { parseAmount } from '../../../domain/money.js';
import { buyCard } from '../../../ledger/commands/buy-card.js';
import { explainBill } from '../../../ledger/reads/explain-bill.js';
import type { ExplainedBillLine } from '../../../ledger/reads/explained-line.js';
import {
  account,
  bill,
  cloudWorkspace,
  day,
  enterpriseWorkspace,
  recharge,
} from '../../support/records.js';
import {
  awsAccount,
  example14,
  someOfEverything,
  voucher,
  whatComesLater,
} from '../../support/ledger-records.js';
import { startLedger, type LedgerSystem } from '../../support/ledger-system.js';

let system: LedgerSystem;

beforeAll(async () => {
  system = await startLedger();
  await system.importRecords([
    account('ex-2', '10.00'),
    enterpriseWorkspace('w-2x', 'ex-2'),
    voucher('ov-2', 'ex-2', '500.00'),
    { kind: 'bill', workspace: 'w-2x', day, lines: [{ item: 'sms', amount: '18.70' }] },
    account('ex-6', '100.00'),
    enterpriseWorkspace('w-6x', 'ex-6'),
    voucher('ov-6', 'ex-6', '50.00'),
    voucher('ov-old', 'ex-6', '50.00', { expiresAt: '2026-11-22T23:59:59+08:00' }),
    voucher('fv-6', 'ex-6', '20.00', { type: 'full-reduction', minSpend: '100.00' }),
    voucher('fv-high', 'ex-6', '20.00', { type: 'full-reduction', minSpend: '120.01' }),
    bill('w-6x', '120.00'),
    ...example14('ex-14', '14'),
    account('ex-16'),
    awsAccount('aws-16', 'ex-16', false),
    cloudWorkspace('w-16x', 'ex-16', 'aws-16'),
    voucher('ov-16', 'ex-16', '10.00'),
    bill('w-16x', '30.00'),
  ]);
  await system.settle(day);
});

afterAll(() => system.drop());

describe('an explanation of a bill', () => {
  it('names for each cent the instrument, the rule and the entry (worked example 2)', async () => {
    const explanation = await explainBill(system.ledger, { account: 'ex-2', day, limit: 10 });
    expect(explanation).toEqual({
      account: 'ex-2',
      day,
      currency: 'CNY',
      end: '2026-11-22T16:00:00.000Z',
      settlements: [
        {
          n: 1,
          state: 'arrears',
          total: '18.70',
          eligibleSpend: '0.00',
          settledAt: '2026-11-24T01:00:00.000Z',
        },
      ],
      unsettled: '0.00',
      moreInstruments: false,
      rows: [
        {
          n: 1,
          line: 0,
          workspace: 'w-2x',
          site: 'cn1',
          item: 'sms',
          restricted: true,
          method: 'enterprise',
          amount: '18.70',
          paid: [
            {
              kind: 'cash',
              id: 'ex-2',
              amount: '10.00',
              step: 'deductCash',
              rule: 'deduction order',
              entry: 'ex-2/3',
            },
          ],
          owed: { amount: '8.70', rule: 'rule 8', entry: 'ex-2/4' },
          due: '0.00',
          unpaid: [
            {
              kind: 'ordinary-voucher',
              id: 'ov-2',
              reason: { kind: 'voucher-never-restricted', item: 'sms' },
              rule: 'deduction order',
            },
          ],
        },
      ],
    });
  });

  it('says why the others did not pay (worked examples 6, 14, 16)', async () => {
    expect(await wordsOf('ex-6')).toEqual([
      'logs 120.00: ordinary-voucher ov-6 50.00, full-reduction-voucher fv-6 20.00, cash ex-6 50.00',
      '  ordinary-voucher ov-old: it expired at 2026-11-22T15:59:59.000Z, before the end of the day (2026-11-22T16:00:00.000Z)',
      '  full-reduction-voucher fv-high: its threshold 120.01 is above the eligible spend of the day, 120.00',
    ]);
    expect(await wordsOf('ex-14')).toEqual([
      'logs 25.00: ordinary-voucher ov-14 25.00',
      '  stored-value-card c-14: it comes later in the order, and the line was paid already by ordinary voucher ov-14',
      '  cash ex-14: it comes later in the order, and the line was paid already by ordinary voucher ov-14',
      '  cloud-account aws-14: the workspace settles with the enterprise account, not with a cloud account',
      'logs 40.00: ordinary-voucher ov-14 35.00, stored-value-card c-14 5.00',
      '  cash ex-14: cash never pays a workspace that settles with a cloud account (aws-14)',
      '  cloud-account aws-14: it comes later in the order, and the line was paid already by ordinary voucher ov-14, stored-value card c-14',
      'logs 70.00: stored-value-card c-14 15.00, cloud-account aws-14 55.00 (charging)',
      '  ordinary-voucher ov-14: it was used up by earlier lines of the day',
      '  cash ex-14: cash never pays a workspace that settles with a cloud account (aws-14)',
      'sms 10.00: cloud-account aws-14 10.00 (charging)',
      '  ordinary-voucher ov-14: a voucher never pays restricted items such as sms',
      '  stored-value-card c-14: it was used up by earlier lines of the day',
      '  cash ex-14: cash never pays a workspace that settles with a cloud account (aws-14)',
    ]);
    expect(await wordsOf('ex-16')).toEqual([
      'logs 30.00: ordinary-voucher ov-16 10.00, cloud-account aws-16 20.00 (not-subscribed)',
      '  cash ex-16: cash never pays a workspace that settles with a cloud account (aws-16)',
    ]);
  });

  it('is as of the settlement: what came later is said to have come later', async () => {
    await system.importRecords([
      account('ex-7', '100.00'),
      enterpriseWorkspace('w-7x', 'ex-7'),
      voucher('ov-gone', 'ex-7', '10.00', { balance: '0.00' }),
      bill('w-7x', '150.00', { day: '2026-11-21' }),
    ]);
    await system.settle('2026-11-21');
    await system.importRecords([
      voucher('ov-7', 'ex-7', '10.00'),
      recharge('r-7', 'ex-7', '400.00'),
    ]);
    const actor = { id: 't', name: 't', role: 'finance' } as const;
    const { card: bought } = await buyCard(
      system.ledger,
      { account: 'ex-7', key: 'k', actor },
      { faceValue: parseAmount('100.00') },
    );
    expect(await wordsOf('ex-7', '2026-11-21')).toEqual([
      'logs 150.00: cash ex-7 100.00, owed 50.00',
      '  ordinary-voucher ov-7: it came after the day was settled',
      '  ordinary-voucher ov-gone: nothing was left on it when its turn came',
      `  stored-value-card ${bought}: it came after the day was settled`,
    ]);
  });

  it('tells of a parked settlement whose turn has not come, and of what no settlement has taken', async () => {
    await system.importRecords([
      account('ex-8', '5.00'),
      enterpriseWorkspace('w-8x', 'ex-8'),
      bill('w-8x', '9.00', { day: '2026-11-20' }),
      bill('w-8x', '3.00', { day: '2026-11-19' }),
    ]);
    await system.settle('2026-11-20', { parked: { 'ex-8': 'no terms' } });
    expect(await wordsOf('ex-8', '2026-11-20')).toEqual([
      'logs 9.00: , due 9.00',
      '  cash ex-8: its turn has not come: the settlement has not done the step cash',
    ]);
    const parked = { account: 'ex-8', day: '2026-11-20', limit: 1 };
    expect(await explainBill(system.ledger, parked)).toMatchObject({
      settlements: [{ state: 'parked', reason: 'no terms' }],
    });
    const unsettled = { account: 'ex-8', day: '2026-11-19', limit: 1 };
    expect(await explainBill(system.ledger, unsettled)).toMatchObject({
      settlements: [],
      unsettled: '3.00',
      rows: [],
    });
  });

  it('pages through thousands of lines, with one of both for each instrument, supplements too', async () => {
    await system.importRecords(someOfEverything);
    await system.settle(day);
    await system.importRecords(whatComesLater);
    await system.settle(day);
    const { accounts, vouchers, storedValueCards, cloudAccounts } = system.ledger.collections;
    for (const { _id: id } of await accounts.find().toArray()) {
      const of = { account: id };
      const instruments =
        1 +
        (await vouchers.countDocuments(of)) +
        (await storedValueCards.countDocuments(of)) +
        (await cloudAccounts.countDocuments(of));
      let after: string | undefined;
      do {
        const page = await explainBill(system.ledger, { account: id, day, after, limit: 700 });
        for (const line of page.rows) {
          const named = [...line.paid, ...line.unpaid].map((each) => `${each.kind}/${each.id}`);
          expect(new Set(named).size).toBe(instruments);
          expect(sumOf(line)).toBe(Math.round(Number(line.amount) * 100));
          expect(line.paid.every(({ entry }) => entry.startsWith(`${id}/`))).toBe(true);
        }
        after = page.next;
      } while (after !== undefined);
    }
    const many = await explainBill(system.ledger, { account: 'acct-6', day, limit: 1 });
    expect(many.next).toBe('1/0');
    const last = { account: 'acct-6', day, after: '1/1999', limit: 10, workspace: 'w-6' };
    expect((await explainBill(system.ledger, last)).rows).toHaveLength(1);
    const late = await explainBill(system.ledger, { account: 'acct-1', day, limit: 10 });
    expect(late.settlements.map(({ n }) => n)).toEqual([1, 2]);
    await expect(
      explainBill(system.ledger, { account: 'acct-1', day, after: 'x', limit: 10 }),
    ).rejects.toThrow('no such place in the list: x');
  });
});

/** In cents. */
function sumOf({ paid, owed, due }: ExplainedBillLine): number {
  const amounts = [...paid.map(({ amount }) => amount), owed?.amount ?? '0.00', due];
  return amounts.reduce((total, amount) => total + Math.round(Number(amount) * 100), 0);
}

async function wordsOf(id: string, of = day): Promise<string[]> {
  const { rows } = await explainBill(system.ledger, { account: id, day: of, limit: 100 });
  return rows.flatMap(({ item, amount, paid, owed, due, unpaid }) => {
    const payments = paid.map(
      (each) =>
        `${each.kind} ${each.id} ${each.amount}${each.outcome === undefined ? '' : ` (${each.outcome})`}`,
    );
    const rest = [
      ...(owed ? [`, owed ${owed.amount}`] : []),
      ...(due === '0.00' ? [] : [`, due ${due}`]),
    ];
    return [
      `${item} ${amount}: ${payments.join(', ')}${rest.join('')}`,
      ...unpaid.map(
        ({ kind, id: of_, reason }) => `  ${kind} ${of_}: ${reasonInWords(reason, 'en')}`,
      ),
    ];
  });
}
