import type { Day } from '../../domain/billing-cycle.js';
import type { Amount } from '../../domain/money.js';
import { adoptWaiting } from '../../ledger/adopt-waiting.js';
import { setAside } from '../../ledger/cohort-membership.js';
import { adoptOrphans } from '../../ledger/cycles.js';
import type { CohortWork, Ledger } from '../../ledger/ledger-context.js';
import { openSettlements } from '../../ledger/open-settlements.js';
import { recharge } from '../../ledger/recharge.js';
import { takeSettlementStep } from '../../ledger/take-step.js';
import {
  account,
  bill,
  enterpriseWorkspace,
  recharge as rechargeRecord,
} from '../support/records.js';
import { startSystem, type System } from '../support/system.js';
import { untilTrue } from '../support/until-true.js';
import { billsOf, payingAccounts } from '../support/workflow-records.js';
import { closeDay, openDay, settleRange } from '../support/workflow-steps.js';
import { countRefusals, holdTransaction } from '../support/workflow-transactions.js';

/** What `payingAccounts` come to when everything was taken once. */
const rich = { cash: '95.00', overdraft: '0.00', storedValueBalance: '0.00' };
const poor = { cash: '0.00', overdraft: '1.00', storedValueBalance: '-1.00' };

describe('who settles what', () => {
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

  /** Cash and overdraft of the accounts of a test, in id order. */
  async function balancesOf(prefix: string): Promise<object[]> {
    return (await system.balances())
      .filter(({ account: id }) => id.startsWith(`${prefix}-`))
      .map(({ cash, overdraft, storedValueBalance }) => ({ cash, overdraft, storedValueBalance }));
  }

  async function ownersOf(day: Day): Promise<string[]> {
    const found = await ledger.collections.settlements
      .find({ cycle: day })
      .sort({ account: 1 })
      .toArray();
    return found.map(({ account: id, owner, state }) => `${id} ${owner.split('/')[3]} ${state}`);
  }

  it('drops and names an account that was set aside before the cohort opened it', async () => {
    const day = '2026-10-07';
    await system.importRecords(payingAccounts('early', 3, day));
    const workOf = await openDay(ledger, day);
    const work = workOf('1', 'early-001', 'early-003');
    const alone = workOf('alone', 'early-002', 'early-002');
    const behind = holdTransaction(ledger, 'begin');
    const opening = openSettlements(behind.ledger, work);
    await behind.reached;
    expect(await setAside(ledger, work, { account: 'early-002', newOwner: alone.owner })).toBe(
      true,
    );
    behind.release();
    expect(await opening).toMatchObject({
      opened: [{ account: { _id: 'early-001' } }, { account: { _id: 'early-003' } }],
      elsewhere: ['early-002'],
    });
    await settleRange(ledger, work);
    await settleRange(ledger, alone);
    expect(await closeDay(ledger, day)).toEqual([]);
    expect(await balancesOf('early')).toEqual([rich, rich, poor]);
  });

  it('drops and names an account that another cohort opened while this one was about to', async () => {
    const day = '2026-10-08';
    await system.importRecords(payingAccounts('race', 3, day));
    const workOf = await openDay(ledger, day);
    const behind = holdTransaction(ledger, 'begin');
    const opening = openSettlements(behind.ledger, workOf('1', 'race-001', 'race-003'));
    await behind.reached;
    const quicker = workOf('2', 'race-002', 'race-002');
    await settleRange(ledger, quicker);
    behind.release();
    expect(await opening).toMatchObject({
      opened: [{ account: { _id: 'race-001' } }, { account: { _id: 'race-003' } }],
      elsewhere: ['race-002'],
    });
    await settleRange(ledger, workOf('1', 'race-001', 'race-003'));
    expect(await closeDay(ledger, day)).toEqual([]);
    expect(await balancesOf('race')).toEqual([rich, rich, poor]);
  });

  it('gives the settlements of a vanished workflow away behind its step in flight, which counts once', async () => {
    const day = '2026-10-09';
    await system.importRecords(payingAccounts('orph', 5, day));
    const workOf = await openDay(ledger, day);
    const work: CohortWork = workOf('cohort', 'orph-001', 'orph-005');
    await openSettlements(ledger, work);
    const flight = holdTransaction(ledger, 'commit');
    const step = takeSettlementStep(flight.ledger, 'applyVouchers', work);
    await flight.reached;
    const heir = workOf('heir', 'orph-001', 'orph-005');
    const adopted = adoptOrphans(
      ledger,
      { currency: 'CNY', day },
      { owner: work.owner, state: 'open', accounts: 5, first: 'orph-001', last: 'orph-005' },
      () => heir.owner,
    );
    flight.release();
    expect(await step).toMatchObject({ took: 5 });
    expect(await adopted).toMatchObject({ accounts: 5 });
    // The old one has not noticed and goes on.
    await Promise.all([
      settleRange(ledger, work, 'applyVouchers'),
      settleRange(ledger, heir, 'openSettlements'),
    ]);
    expect((await ownersOf(day)).at(0)).toBe('orph-001 heir done');
    expect(await closeDay(ledger, day)).toEqual([]);
    expect(await balancesOf('orph')).toEqual([...Array.from({ length: 4 }, () => rich), poor]);
  });

  it('never misses a next day that comes to wait while its day is ending', async () => {
    const [day, next] = ['2026-10-11', '2026-10-12'];
    await system.importRecords(payingAccounts('next', 1, day));
    await system.importRecords(billsOf('next', 1, next));
    const work = (await openDay(ledger, day))('1', 'next-001', 'next-001');
    await openSettlements(ledger, work);
    // With that the step that takes the cash is its last.
    await system.importRecords([rechargeRecord('r-next', 'next-001', '50.00')]);
    const following = holdTransaction(ledger, 'commit');
    const workOfNext = await openDay(ledger, next);
    const opening = openSettlements(following.ledger, workOfNext('1', 'next-001', 'next-001'));
    await following.reached;
    const last = countRefusals(ledger);
    let isAdopted = false;
    const adopting = settleRange(last.ledger, work, 'deductCash')
      .then(() => adoptWaiting(ledger, work, () => workOfNext('2', '', '').owner))
      .finally(() => {
        isAdopted = true;
      });
    await untilTrue(async () => isAdopted || last.refusals() > 0);
    following.release();
    expect(await opening).toMatchObject({ waiting: [{ account: 'next-001', day }] });
    expect(await adopting).toMatchObject([{ day: next, first: 'next-001', accounts: 1 }]);
    await settleRange(ledger, workOfNext('2', 'next-001', 'next-001'));
    expect(await closeDay(ledger, day)).toEqual([]);
    expect(await closeDay(ledger, next)).toEqual([]);
    // 4.00 and 50.00 cash paid 10.00; the next day took the voucher and the card before 5.00 of it.
    expect(await balancesOf('next')).toEqual([
      { cash: '39.00', overdraft: '0.00', storedValueBalance: '0.00' },
    ]);
  });

  it('takes the cash of a recharge that comes before recordArrears, and repays with one that comes after', async () => {
    const day = '2026-10-10';
    const at = '2026-10-11T00:00:00.000Z' as Parameters<typeof recharge>[1]['at'];
    await system.importRecords([
      account('owe-1', '3.00'),
      enterpriseWorkspace('w-owe-1', 'owe-1'),
      bill('w-owe-1', '10.00', { day }),
    ]);
    const work = (await openDay(ledger, day))('1', 'owe-1', 'owe-1');
    await openSettlements(ledger, work);
    await takeSettlementStep(ledger, 'deductCash', work);
    const before = { account: 'owe-1', id: 'r-1', amount: '2.00' as Amount, at };
    expect(await recharge(ledger, before)).toEqual({
      overdraft: '0.00',
      cloudArrears: '0.00',
      cash: '2.00',
    });
    const flight = holdTransaction(ledger, 'commit');
    const last = takeSettlementStep(flight.ledger, 'recordArrears', work);
    await flight.reached;
    // Its plain write waits for the step; nothing of it may come before.
    const after = recharge(ledger, {
      account: 'owe-1',
      id: 'r-2',
      amount: '6.00' as Amount,
      at,
    });
    flight.release();
    expect(await last).toMatchObject({ took: 1 });
    expect(await after).toEqual({ overdraft: '5.00', cloudArrears: '0.00', cash: '1.00' });
    expect(await closeDay(ledger, day)).toEqual([]);
    expect((await system.statement(day))[0]).toMatchObject({
      state: 'settled',
      cash: '5.00',
      arrears: '5.00',
    });
    expect(await balancesOf('owe')).toEqual([
      { cash: '1.00', overdraft: '0.00', storedValueBalance: '0.00' },
    ]);
  });
});
