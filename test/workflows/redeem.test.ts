import { parseInstant } from '../../domain/instant.js';
import { parseAmount } from '../../domain/money.js';
import { connectLedger } from '../../ledger/connect.js';
import { createImportStore, type NewRecord } from '../../ledger/import-store.js';
import { redeem, type Redemption } from '../../ledger/redeem.js';
import { account, bill, enterpriseWorkspace, recharge } from '../support/records.js';
import { addressesOf, runSettle, type CommandRun } from '../support/command-run.js';
import { card } from '../support/ledger-records.js';
import { startSystem, type System } from '../support/system.js';
import { closeDay, openDay, settleRange } from '../support/workflow-steps.js';
import { holdTransaction } from '../support/workflow-transactions.js';

const customer = '0123456789abcdef0123456789abcdef';
const day = '2025-11-20';

function order(id: string, cards: number, more: object = {}): object {
  return { kind: 'huaweiOrder', order: id, customer, currency: 'CNY', cards, ...more };
}

describe('an order in the marketplace of Huawei', () => {
  let system: System;
  beforeAll(async () => {
    system = await startSystem();
  });
  afterEach(async () => {
    expect(await system.audit()).toEqual([]);
  });
  afterAll(() => system.stop());

  it('becomes cards that the account sees at once and the next settlement takes', async () => {
    await system.importRecords([
      account('buyer', '50.00'),
      enterpriseWorkspace('w-buyer', 'buyer'),
      bill('w-buyer', '130.00', { day }),
      order('CS-1', 2),
    ]);
    expect(await settleRedeem('buyer', customer, 'CS-1')).toEqual({
      status: 0,
      stdout: 'CS-1-1 100.00\nCS-1-2 100.00\n',
      stderr: 'order CS-1: 2 cards of 100.00 each\n',
    });
    expect(await balanceOf('buyer')).toMatchObject({
      cash: '50.00',
      storedValueBalance: '200.00',
      storedValueCards: [
        { id: 'CS-1-1', balance: '100.00', status: 'active' },
        { id: 'CS-1-2', balance: '100.00', status: 'active' },
      ],
    });
    await system.settle(day);
    expect((await system.statement(day)).find((row) => row.account === 'buyer')).toMatchObject({
      state: 'settled',
      storedValueCards: '130.00',
      cash: '0.00',
      deductions: [
        { kind: 'stored-value-card', id: 'CS-1-1', amount: '100.00' },
        { kind: 'stored-value-card', id: 'CS-1-2', amount: '30.00' },
      ],
    });
    expect(await balanceOf('buyer')).toMatchObject({ cash: '50.00', storedValueBalance: '70.00' });
  });

  it('is redeemed once: the same account is answered the same again, another one is refused', async () => {
    await system.importRecords([
      account('first'),
      account('second'),
      order('CS-2', 11, { faceValue: '12.50' }),
    ]);
    const wanted = { account: 'first', customer, order: 'CS-2' };
    const answer = await redeem(system.ledger, wanted);
    expect(answer).toEqual({
      cards: Array.from({ length: 11 }, (_, index) => `CS-2-${String(index + 1).padStart(2, '0')}`),
      faceValue: '12.50',
      repaid: '0.00',
    });
    const before = await storedOf('first');
    expect(await redeem(system.ledger, { ...wanted, customer: customer.toUpperCase() })).toEqual(
      answer,
    );
    expect(await storedOf('first')).toEqual(before);
    expect(await balanceOf('first')).toMatchObject({ storedValueBalance: '137.50' });
    expect(await settleRedeem('second', customer, 'CS-2')).toEqual({
      status: 2,
      stdout: '',
      stderr: 'settle: order CS-2 was redeemed already, by account first\n',
    });
    expect(await balanceOf('second')).toMatchObject({ storedValueCards: [] });
  });

  it('comes to one account when several ask at once, each on a connection of its own', async () => {
    const accounts = ['race-1', 'race-2', 'race-3', 'race-4'];
    await system.importRecords([...accounts.map((id) => account(id)), order('CS-3', 3)]);
    const outcomes = await Promise.all(accounts.map((id) => redeemAlone(system, id, 'CS-3')));
    expect(outcomes.filter((each) => each === '3 cards')).toHaveLength(1);
    const winner = accounts[outcomes.indexOf('3 cards')];
    const refusal = `order CS-3 was redeemed already, by account ${winner}`;
    expect(outcomes.filter((each) => each === refusal)).toHaveLength(3);
    const rows = await Promise.all(accounts.map((id) => balanceOf(id)));
    const balances = rows.map((row) => row?.storedValueBalance);
    expect(balances.filter((balance) => balance === '300.00')).toHaveLength(1);
    expect(balances.filter((balance) => balance === '0.00')).toHaveLength(3);
  });

  it('comes once to an account that asks for it in several processes at once', async () => {
    await system.importRecords([account('twice'), order('CS-4', 1)]);
    const runs = await Promise.all([1, 2, 3].map(() => settleRedeem('twice', customer, 'CS-4')));
    const same = {
      status: 0,
      stdout: 'CS-4-1 100.00\n',
      stderr: 'order CS-4: 1 card of 100.00 each\n',
    };
    expect(runs).toEqual([same, same, same]);
    expect(await balanceOf('twice')).toMatchObject({ storedValueBalance: '100.00' });
    expect((await storedOf('twice')).entries).toBe(1);
  });

  it('repays an overdraft first, in the order that cards are drawn, and the clock of the arrears clears', async () => {
    await system.importRecords([
      account('debtor'),
      enterpriseWorkspace('w-debtor', 'debtor'),
      bill('w-debtor', '130.00', { day: '2025-11-21' }),
      order('CS-5', 3),
    ]);
    await system.settle('2025-11-21');
    expect(await balanceOf('debtor')).toMatchObject({ overdraft: '130.00' });
    const answer = {
      status: 0,
      stdout: 'CS-5-1 100.00\nCS-5-2 100.00\nCS-5-3 100.00\n',
      stderr: 'order CS-5: 3 cards of 100.00 each\n130.00 of them repaid the overdraft of debtor\n',
    };
    expect(await settleRedeem('debtor', customer, 'CS-5')).toEqual(answer);
    expect(await settleRedeem('debtor', customer, 'CS-5')).toEqual(answer);
    expect(await balanceOf('debtor')).toMatchObject({
      overdraft: '0.00',
      storedValueBalance: '170.00',
      storedValueCards: [
        { id: 'CS-5-1', balance: '0.00', status: 'used-up' },
        { id: 'CS-5-2', balance: '70.00', status: 'active' },
        { id: 'CS-5-3', balance: '100.00', status: 'active' },
      ],
    });
    const [row] = await system.statement('2025-11-21');
    expect(row).toMatchObject({ account: 'debtor', state: 'settled', arrears: '130.00' });
    const stored = await system.ledger.collections.accounts.findOne({ _id: 'debtor' });
    expect(stored?.arrearsSince).toBeUndefined();
  });

  it('pays a day that was opened before it was redeemed', async () => {
    const { ledger } = system;
    await system.importRecords([
      account('midday', '80.00'),
      enterpriseWorkspace('w-midday', 'midday'),
      bill('w-midday', '60.00', { day: '2025-11-22' }),
      order('CS-6', 1, { faceValue: '40.00' }),
    ]);
    const work = (await openDay(ledger, '2025-11-22'))('1', 'midday', 'midday');
    await redeem(ledger, { account: 'midday', customer, order: 'CS-6' });
    await settleRange(ledger, work);
    expect(await closeDay(ledger, '2025-11-22')).toEqual([]);
    expect(await balanceOf('midday')).toMatchObject({ cash: '60.00', storedValueBalance: '0.00' });
  });

  it('brings no voucher, whatever it is worth', async () => {
    await system.importRecords([account('large'), order('CS-7', 100, { faceValue: '1000.00' })]);
    await redeem(system.ledger, { account: 'large', customer, order: 'CS-7' });
    expect(await balanceOf('large')).toMatchObject({
      cash: '0.00',
      storedValueBalance: '100000.00',
      vouchers: [],
    });
  });

  it('is refused where a card of that id is there, and its own ids are taken for later imports', async () => {
    await system.importRecords([
      account('clash'),
      card('CS-8-2', 'clash', '5.00'),
      order('CS-8', 2),
      order('CS-9', 1),
    ]);
    expect(await settleRedeem('clash', customer, 'CS-8')).toEqual({
      status: 2,
      stdout: '',
      stderr:
        'settle: order CS-8 cannot be redeemed: there is a stored-value card CS-8-2 already\n',
    });
    expect(await balanceOf('clash')).toMatchObject({ storedValueBalance: '5.00' });
    await redeem(system.ledger, { account: 'clash', customer, order: 'CS-9' });
    const imported = { purchaseType: 'huawei', purchasedAt: '2025-01-01T00:00:00Z' };
    const result = await system.importRecords([card('CS-9-1', 'clash', '100.00', imported)]);
    expect(result).toMatchObject({ rejected: 1, problems: 1 });
    expect(await balanceOf('clash')).toMatchObject({ storedValueBalance: '105.00' });
  });

  it('makes an import that brings a card of the same id meanwhile be made again', async () => {
    const { ledger } = system;
    await system.importRecords([account('late'), order('CS-12', 1)]);
    const store = await createImportStore({
      db: ledger.client.db(ledger.collections.imports.dbName),
    });
    const number = await store.begin();
    // The import has looked and found no such card; the order is redeemed before it writes.
    const redeemed = holdTransaction(ledger, 'commit');
    const answer = redeem(redeemed.ledger, { account: 'late', customer, order: 'CS-12' });
    await redeemed.reached;
    const written = store.write(number, [recordOf('CS-12-1', 'late')]);
    redeemed.release();
    await expect(written).rejects.toThrow(
      'a record of the same id was made by a command meanwhile: import the file again',
    );
    await store.abort(number);
    expect((await answer).cards).toEqual(['CS-12-1']);
    expect(await balanceOf('late')).toMatchObject({ storedValueBalance: '100.00' });
  });

  it('is refused while an import brings a card of the same id', async () => {
    const { ledger } = system;
    await system.importRecords([account('later'), order('CS-13', 1)]);
    const store = await createImportStore({
      db: ledger.client.db(ledger.collections.imports.dbName),
    });
    const number = await store.begin();
    const behind = holdTransaction(ledger, 'begin');
    const wanted = { account: 'later', customer, order: 'CS-13' };
    const answer = redeem(behind.ledger, wanted).then(
      () => 'redeemed',
      (error: Error) => error.message,
    );
    await behind.reached;
    await store.write(number, [recordOf('CS-13-1', 'later')]);
    behind.release();
    expect(await answer).toBe(
      'order CS-13 cannot be redeemed: there is a stored-value card CS-13-1 already',
    );
    await store.abort(number);
    expect(await redeem(ledger, wanted)).toMatchObject({ cards: ['CS-13-1'] });
  });

  it('may have the longest number that there is', async () => {
    const longest = 'x'.repeat(128);
    await system.importRecords([
      account('long'),
      order(longest, 1),
      recharge('r-1', 'long', '1.00'),
    ]);
    const { cards } = await redeem(system.ledger, { account: 'long', customer, order: longest });
    expect(cards).toEqual(['24da1b81d0b16df6428eee73c69fcb2a93c76bc6df706f0c6670fe6bfe800464-1']);
    expect(await balanceOf('long')).toMatchObject({ cash: '1.00', storedValueBalance: '100.00' });
  });

  it('is refused in one line, with status 2, and nothing changes', async () => {
    const stranger = 'ffffffffffffffffffffffffffffffff';
    await system.importRecords([
      account('asker'),
      account('dollars', '0.00', 'USD'),
      order('CS-10', 1),
      order('CS-11', 10_001),
    ]);
    const asked: [...Parameters<typeof settleRedeem>, string][] = [
      ['nobody', customer, 'CS-10', 'no account nobody'],
      ['asker', customer, 'CS-99', 'no Huawei order CS-99'],
      ['asker', stranger, 'CS-10', `order CS-10 was not bought by the Huawei account ${stranger}`],
      ['dollars', customer, 'CS-10', 'order CS-10 is in CNY, but account dollars is in USD'],
      ['asker', customer, 'CS-11', 'order CS-11 is of 10001 cards, more than 10000'],
    ];
    for (const [owner, buyer, id, reason] of asked) {
      const run = await settleRedeem(owner, buyer, id);
      expect(run).toEqual({ status: 2, stdout: '', stderr: `settle: ${reason}\n` });
    }
    expect((await storedOf('asker')).entries).toBe(0);
    const { huaweiOrders } = system.ledger.collections;
    const used = { _id: { $in: ['CS-10', 'CS-11'] }, account: { $exists: true } };
    expect(await huaweiOrders.countDocuments(used)).toBe(0);
  });

  it('waits for a server that is away: status 1', async () => {
    const args = ['redeem', '--account', 'a', '--customer', customer, '--order', 'CS-1'];
    const environment = { MONGODB_URI: 'mongodb://127.0.0.1:1/?replicaSet=rs0' };
    const { status, stderr } = await runSettle(args, { environment });
    expect(status).toBe(1);
    expect(stderr).toContain('MongoDB does not answer at');
  });

  function settleRedeem(owner: string, buyer: string, id: string): Promise<CommandRun> {
    const args = ['redeem', '--account', owner, '--customer', buyer, '--order', id];
    return runSettle(args, { environment: addressesOf(system.located) });
  }

  async function balanceOf(id: string) {
    return (await system.balances()).find((each) => each.account === id);
  }

  /** How much there is of an account, and its cards as they stand. */
  async function storedOf(id: string): Promise<{ entries: number; cards: object[] }> {
    const { accounts, storedValueCards } = system.ledger.collections;
    const stored = await accounts.findOne({ _id: id });
    const cards = await storedValueCards.find({ account: id }).sort({ _id: 1 }).toArray();
    return { entries: stored?.entries ?? -1, cards };
  }
});

/** A card as an import has read it. */
function recordOf(id: string, owner: string): NewRecord {
  const amount = parseAmount('100.00');
  const purchasedAt = parseInstant('2025-01-01T00:00:00Z');
  if (purchasedAt === undefined) throw new RangeError('no instant');
  return {
    record: {
      kind: 'storedValueCard',
      id,
      account: owner,
      faceValue: amount,
      balance: amount,
      purchaseType: 'huawei',
      purchasedAt,
    },
    identities: [{ id: `storedValueCard/${id}`, hash: 'x' }],
  };
}

async function redeemAlone({ located }: System, id: string, number: string): Promise<string> {
  const { mongodbUri: uri, mongodbDatabase: database } = located;
  const ledger = await connectLedger({ uri, database });
  const wanted: Redemption = { account: id, customer, order: number };
  try {
    const { cards } = await redeem(ledger, wanted);
    return `${cards.length} cards`;
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  } finally {
    await ledger.close();
  }
}
