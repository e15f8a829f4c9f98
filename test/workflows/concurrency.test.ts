import type { Day } from '../../domain/billing-cycle.js';
import { setAside } from '../../ledger/cohort-membership.js';
import type { CohortWork, Ledger } from '../../ledger/ledger-context.js';
import { openSettlements } from '../../ledger/open-settlements.js';
import { takeSettlementStep } from '../../ledger/take-step.js';
import { startSystem, type System } from '../support/system.js';
import { untilTrue } from '../support/until-true.js';
import { payingAccounts } from '../support/workflow-records.js';
import { closeDay, openAndPlan, openDay, settleRange } from '../support/workflow-steps.js';
import { countRefusals, holdTransaction } from '../support/workflow-transactions.js';

/** What `payingAccounts` come to when everything was taken once. */
const rich = { cash: '95.00', overdraft: '0.00', storedValueBalance: '0.00' };
const poor = { cash: '0.00', overdraft: '1.00', storedValueBalance: '-1.00' };

/** A worker that has not opened a cohort itself reads all of it at every step. */
const openings = {
  remembered: openAndPlan,
  read: async (ledger: Ledger, work: CohortWork) => {
    await openSettlements(ledger, work);
    return work;
  },
};

describe.each([
  ['remembered', '2026-09'],
  ['read', '2026-10'],
] as const)('the lock and the fence, of what is %s', (mode, month) => {
  const open = openings[mode];
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

  async function settleAll(work: CohortWork): Promise<void> {
    await settleRange(ledger, await open(ledger, work), 'applyVouchers');
  }

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

  it('settles each account once when two cohorts are handed the same accounts', async () => {
    const day: Day = `${month}-01`;
    await system.importRecords(payingAccounts('two', 15, day));
    const workOf = await openDay(ledger, day);
    await Promise.all([
      settleAll(workOf('1', 'two-001', 'two-010')),
      settleAll(workOf('2', 'two-005', 'two-015')),
    ]);
    expect(await closeDay(ledger, day)).toEqual([]);
    expect(await balancesOf('two')).toEqual([...Array.from({ length: 14 }, () => rich), poor]);
    expect(await ledger.collections.settlements.countDocuments({ cycle: day })).toBe(15);
  });

  it('settles each account once when the same cohort is started twice, each step beside itself', async () => {
    const day: Day = `${month}-02`;
    await system.importRecords(payingAccounts('twin', 10, day));
    const workOf = await openDay(ledger, day);
    const work = workOf('1', 'twin-001', 'twin-010');
    await Promise.all([settleAll(work), settleAll(work), settleAll(work)]);
    await settleAll(work);
    expect(await closeDay(ledger, day)).toEqual([]);
    expect(await balancesOf('twin')).toEqual([...Array.from({ length: 9 }, () => rich), poor]);
  });

  it('lets nothing of a zombie happen that commits after another try has ended the step', async () => {
    const day: Day = `${month}-03`;
    await system.importRecords(payingAccounts('late', 5, day));
    const work = await open(ledger, (await openDay(ledger, day))('1', 'late-001', 'late-005'));
    const zombie = holdTransaction(ledger, 'commit');
    const late = takeSettlementStep(zombie.ledger, 'deductCash', work).then(
      ({ took }) => `took ${took}`,
      () => 'refused',
    );
    await zombie.reached;
    // Its locks go when the server gives up the open transaction; until then a try may fail, and is made again.
    const tookOf: number[] = [];
    await untilTrue(async () => {
      const again = takeSettlementStep(ledger, 'deductCash', work);
      return again.then(
        ({ took }) => tookOf.push(took) > 0,
        () => false,
      );
    });
    expect(tookOf).toEqual([5]);
    zombie.release();
    expect(['refused', 'took 0']).toContain(await late);
    await settleRange(ledger, work, 'recordArrears');
    expect(await closeDay(ledger, day)).toEqual([]);
    // Cash went first here: the cards paid only what recordArrears found.
    expect(await balancesOf('late')).toEqual([
      ...Array.from({ length: 4 }, () => ({
        cash: '90.00',
        overdraft: '0.00',
        storedValueBalance: '2.00',
      })),
      { cash: '0.00', overdraft: '4.00', storedValueBalance: '-4.00' },
    ]);
  });

  it('takes nothing when a try that slept before its transaction wakes up after the last step', async () => {
    const day: Day = `${month}-04`;
    await system.importRecords(payingAccounts('slow', 5, day));
    const work = await open(ledger, (await openDay(ledger, day))('1', 'slow-001', 'slow-005'));
    const sleeper = holdTransaction(ledger, 'begin');
    const late = takeSettlementStep(sleeper.ledger, 'applyVouchers', work);
    await sleeper.reached;
    await settleRange(ledger, work, 'applyVouchers');
    sleeper.release();
    expect(await late).toMatchObject({ took: 0 });
    expect(await closeDay(ledger, day)).toEqual([]);
    expect(await balancesOf('slow')).toEqual([...Array.from({ length: 4 }, () => rich), poor]);
  });

  it('sets an account aside only after its transaction in flight, and goes on behind its step', async () => {
    const day: Day = `${month}-05`;
    await system.importRecords(payingAccounts('fly', 5, day));
    const workOf = await openDay(ledger, day);
    const work = await open(ledger, workOf('1', 'fly-001', 'fly-005'));
    const alone = workOf('alone', 'fly-002', 'fly-002');
    const flight = holdTransaction(ledger, 'commit');
    const step = takeSettlementStep(flight.ledger, 'applyVouchers', work);
    await flight.reached;
    const waiting = countRefusals(ledger);
    const aside = setAside(waiting.ledger, work, { account: 'fly-002', newOwner: alone.owner });
    await untilTrue(async () => waiting.refusals() > 0);
    flight.release();
    expect(await step).toMatchObject({ took: 5 });
    expect(await aside).toBe(true);
    expect(await ownersOf(day)).toEqual([
      'fly-001 1 open',
      'fly-002 alone open',
      'fly-003 1 open',
      'fly-004 1 open',
      'fly-005 1 open',
    ]);
    await Promise.all([
      settleRange(ledger, work, 'applyVouchers'),
      settleRange(ledger, alone, 'openSettlements'),
    ]);
    expect(await closeDay(ledger, day)).toEqual([]);
    expect(await balancesOf('fly')).toEqual([...Array.from({ length: 4 }, () => rich), poor]);
  });

  it('leaves an account to its new workflow that was set aside before the step got its lock', async () => {
    const day: Day = `${month}-06`;
    await system.importRecords(payingAccounts('gone', 5, day));
    const workOf = await openDay(ledger, day);
    const work = await open(ledger, workOf('1', 'gone-001', 'gone-005'));
    const alone = workOf('alone', 'gone-002', 'gone-002');
    const behind = holdTransaction(ledger, 'begin');
    const step = takeSettlementStep(behind.ledger, 'deductCash', work);
    await behind.reached;
    expect(await setAside(ledger, work, { account: 'gone-002', newOwner: alone.owner })).toBe(true);
    behind.release();
    expect(await step).toMatchObject({ took: 4 });
    await settleRange(ledger, work, 'recordArrears');
    await settleRange(ledger, alone);
    expect(await closeDay(ledger, day)).toEqual([]);
    expect(await balancesOf('gone')).toEqual([
      { cash: '90.00', overdraft: '0.00', storedValueBalance: '2.00' },
      rich,
      ...Array.from({ length: 2 }, () => ({
        cash: '90.00',
        overdraft: '0.00',
        storedValueBalance: '2.00',
      })),
      { cash: '0.00', overdraft: '4.00', storedValueBalance: '-4.00' },
    ]);
  });
});
