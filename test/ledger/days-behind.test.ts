import { addDays, type Day } from '../../domain/billing-cycle.js';
import { hasWaiting } from '../../ledger/cohort-result.js';
import { findHoldings } from '../../ledger/holds.js';
import { loadInstruments } from '../../ledger/load-instruments.js';
import { missedDays } from '../../ledger/missed-days.js';
import { findUnclaimedBills } from '../../ledger/reads/unclaimed-bills.js';
import { account, bill, enterpriseWorkspace } from '../support/records.js';
import { card, voucher } from '../support/ledger-records.js';
import { profiled } from '../support/profiled.js';
import { startLedger, type LedgerSystem } from '../support/ledger-system.js';

const days = 12;
const firstDay: Day = '2026-11-01';
const today = addDays(firstDay, days);
const range = { currency: 'CNY', account: 'a', from: firstDay, to: today } as const;
const cohort = { owner: 'o', currency: 'CNY', day: today, cut: 1, first: 'a', last: 'a' } as const;

let system: LedgerSystem;

/** Twelve days behind, each with a voucher and a card that it used up, and one day before them to settle. */
beforeAll(async () => {
  system = await startLedger();
  const behind = Array.from({ length: days }, (_, index) => addDays(firstDay, index));
  await system.importRecords([
    account('a', '100.00'),
    enterpriseWorkspace('w', 'a'),
    ...behind.flatMap((day) => [
      voucher(`v-${day}`, 'a', '1.00'),
      card(`c-${day}`, 'a', '1.00'),
      bill('w', '2.00', { day }),
    ]),
    bill('w', '2.00', { day: today }),
  ]);
  for (const day of behind) await system.settle(day);
});

afterAll(() => system.drop());

describe('the days behind an account cost the next one nothing', () => {
  it.each<[string, number, () => Promise<unknown>]>([
    [
      'what holds it',
      0,
      () =>
        system.ledger.client.withSession((session) =>
          findHoldings(system.ledger, { currency: 'CNY', accounts: ['a'], day: today }, session),
        ),
    ],
    ['what waits for it', 0, () => hasWaiting(system.ledger, cohort)],
    [
      'vouchers and cards',
      0,
      () =>
        loadInstruments(system.ledger, {
          ...cohort,
          accounts: ['a'],
          kinds: new Set(['ordinary-voucher', 'stored-value-card']),
        }),
    ],
    ['its bills', 1, async () => (await findUnclaimedBills(system.ledger, range)).toArray()],
    ['days that nobody ran', 1, () => missedDays(system.ledger, { currency: 'CNY', day: today })],
  ])('of %s', async (_, most, read) => {
    const { plans, read: documents } = await profiled(system.ledger, async () => {
      await read();
    });
    expect(plans.filter((plan) => plan.includes('COLLSCAN'))).toEqual([]);
    // And the notes of the unsettled days, the one document `imports`, and the cycle of the day before.
    expect(documents).toBeLessThanOrEqual(most + 3);
  });
});
