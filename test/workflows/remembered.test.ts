import type { Collection } from 'mongodb';
import type { Day } from '../../domain/billing-cycle.js';
import { parseAmount } from '../../domain/money.js';
import { setAside } from '../../ledger/cohort-membership.js';
import { confirmRecharge } from '../../ledger/commands/confirm-recharge.js';
import { requestRecharge } from '../../ledger/commands/request-recharge.js';
import { connectLedger } from '../../ledger/connect.js';
import { fromDecimal128 } from '../../ledger/decimal128.js';
import type { CohortWork, Ledger } from '../../ledger/ledger-context.js';
import { takeSettlementStep } from '../../ledger/take-step.js';
import { command } from '../support/commands.js';
import { account, bill, enterpriseWorkspace } from '../support/records.js';
import { startSystem, type System } from '../support/system.js';
import { numbered, payingAccounts } from '../support/workflow-records.js';
import { closeDay, openAndPlan, openDay, settleRange } from '../support/workflow-steps.js';

/** What comes between the opening of a cohort and its steps, while its worker remembers it. */
describe('a remembered cohort', () => {
  let system: System;
  let ledger: Ledger;
  beforeAll(async () => {
    system = await startSystem({ workers: 0 });
    ({ ledger } = system);
  });
  afterEach(async () => {
    expect(await system.audit()).toEqual([]);
  });
  afterAll(() => system.stop());

  /** Five accounts that pay 10.00 each by 3.00 of a voucher, 2.00 of a card and 5.00 of cash; the last has 4.00. */
  async function openFive(prefix: string, day: Day): Promise<CohortWork> {
    await system.importRecords(payingAccounts(prefix, 5, day));
    const workOf = await openDay(ledger, day);
    return openAndPlan(ledger, workOf('1', numbered(prefix, 1), numbered(prefix, 5)));
  }

  async function locksOf(prefix: string): Promise<number[]> {
    const { accounts } = ledger.collections;
    const found = accounts.find({ _id: { $regex: `^${prefix}-` } }).sort({ _id: 1 });
    return (await found.toArray()).map(({ lock }) => lock);
  }

  async function pay(id: string, amount: string): Promise<void> {
    const asked = { amount: parseAmount(amount) };
    const { recharge } = await requestRecharge(ledger, command(id, 'ask'), asked);
    const paid = { recharge, reference: `paid-${id}`, ...asked };
    await confirmRecharge(ledger, command(id, 'confirm'), paid);
  }

  async function columnsOf(day: Day): Promise<string[]> {
    const found = ledger.collections.settlements.find({ cycle: day }).sort({ account: 1 });
    return (await found.toArray()).map(
      ({ account: id, totals: { ordinaryVouchers, storedValueCards, cash, arrears } }) =>
        [id, ...[ordinaryVouchers, storedValueCards, cash, arrears].map(fromDecimal128)].join(' '),
    );
  }

  it('is settled without its lines, instruments or settlements being read again', async () => {
    const day = '2026-11-01';
    const work = await openFive('known', day);
    const before = await locksOf('known');
    const reads = await readsOf(ledger, () => settleRange(ledger, work, 'applyVouchers'));
    expect([...new Set(reads)].toSorted()).toEqual([
      'find accounts: lock',
      'find settlements: account',
    ]);
    // A transaction for each that paid: voucher, card, cash, and for the last one what it owes.
    const after = await locksOf('known');
    expect(after.map((lock, index) => lock - (before[index] ?? 0))).toEqual([3, 3, 3, 3, 4]);
    expect(await closeDay(ledger, day)).toEqual([]);
    expect(await columnsOf(day)).toEqual([
      'known-001 3.00 2.00 5.00 0.00',
      'known-002 3.00 2.00 5.00 0.00',
      'known-003 3.00 2.00 5.00 0.00',
      'known-004 3.00 2.00 5.00 0.00',
      'known-005 3.00 2.00 4.00 1.00',
    ]);
  });

  it('pays with the cash that came after it was opened', async () => {
    const day = '2026-11-02';
    const work = await openFive('cash', day);
    await takeSettlementStep(ledger, 'applyVouchers', work);
    await pay('cash-005', '0.40');
    await settleRange(ledger, work, 'applyFullReductionVouchers');
    expect(await closeDay(ledger, day)).toEqual([]);
    expect((await columnsOf(day)).at(-1)).toBe('cash-005 3.00 2.00 4.40 0.60');
  });

  it('takes up what came for an account that had nothing to give before', async () => {
    const day = '2026-11-03';
    const ids = ['poor-001', 'poor-002'];
    await system.importRecords(
      ids.flatMap((id) => [
        account(id, '0.00'),
        enterpriseWorkspace(`w-${id}`, id),
        bill(`w-${id}`, '10.00', { day }),
      ]),
    );
    const workOf = await openDay(ledger, day);
    const work = await openAndPlan(ledger, workOf('1', 'poor-001', 'poor-002'));
    await pay('poor-002', '6.00');
    expect(await takeSettlementStep(ledger, 'deductCash', work)).toEqual({
      took: 1,
      amount: '6.00',
    });
    await settleRange(ledger, work, 'recordArrears');
    expect(await closeDay(ledger, day)).toEqual([]);
    expect(await columnsOf(day)).toEqual([
      'poor-001 0.00 0.00 0.00 10.00',
      'poor-002 0.00 0.00 6.00 4.00',
    ]);
  });

  it('leaves what was given to another workflow, with a lock or without one', async () => {
    const day = '2026-11-04';
    const work = await openFive('gone', day);
    const alone = { ...work, owner: `${work.owner}-alone`, first: 'gone-002', last: 'gone-002' };
    await setAside(ledger, work, { account: 'gone-002', newOwner: alone.owner });
    // As who takes over the settlements of a workflow that is gone.
    await ledger.collections.settlements.updateOne(
      { _id: `gone-003/${day}/1` },
      { $set: { owner: `${work.owner}-heir` } },
    );
    await settleRange(ledger, work, 'applyVouchers');
    expect(await columnsOf(day)).toEqual([
      'gone-001 3.00 2.00 5.00 0.00',
      'gone-002 0.00 0.00 0.00 0.00',
      'gone-003 0.00 0.00 0.00 0.00',
      'gone-004 3.00 2.00 5.00 0.00',
      'gone-005 3.00 2.00 4.00 1.00',
    ]);
    await settleRange(ledger, alone, 'applyVouchers');
    await settleRange(
      ledger,
      { ...work, owner: `${work.owner}-heir`, first: 'gone-003', last: 'gone-003' },
      'applyVouchers',
    );
    expect(await closeDay(ledger, day)).toEqual([]);
    expect((await columnsOf(day)).slice(1, 3)).toEqual([
      'gone-002 3.00 2.00 5.00 0.00',
      'gone-003 3.00 2.00 5.00 0.00',
    ]);
  });

  it('goes on from where another worker has brought it', async () => {
    const day = '2026-11-05';
    const work = await openFive('away', day);
    const { mongodbUri: uri, mongodbDatabase: database } = system.located;
    const other = await connectLedger({ uri, database });
    await takeSettlementStep(ledger, 'applyVouchers', work);
    await takeSettlementStep(other, 'applyStoredValueCards', work);
    await other.close();
    await settleRange(ledger, work, 'deductCash');
    expect(await closeDay(ledger, day)).toEqual([]);
    expect(await columnsOf(day)).toEqual([
      'away-001 3.00 2.00 5.00 0.00',
      'away-002 3.00 2.00 5.00 0.00',
      'away-003 3.00 2.00 5.00 0.00',
      'away-004 3.00 2.00 5.00 0.00',
      'away-005 3.00 2.00 4.00 1.00',
    ]);
  });
});

/** What `work` reads, as `command collection: fields`. */
async function readsOf({ collections }: Ledger, work: () => Promise<void>): Promise<string[]> {
  const reads: string[] = [];
  const spies = Object.values(collections).flatMap((collection) =>
    (['find', 'findOne', 'aggregate', 'distinct'] as const).map((read) => {
      const spy = jest.spyOn(collection as Collection, read);
      return () => {
        for (const [, options] of spy.mock.calls) {
          const { projection = {} } = (options ?? {}) as { projection?: object };
          const fields = Object.keys(projection).join(' ');
          reads.push(`${read} ${collection.collectionName}: ${fields}`);
        }
        spy.mockRestore();
      };
    }),
  );
  try {
    await work();
  } finally {
    for (const end of spies) end();
  }
  return reads;
}
