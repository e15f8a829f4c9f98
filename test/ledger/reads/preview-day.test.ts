import { parseInstant } from '../../../domain/instant.js';
import { parseAmount } from '../../../domain/money.js';
import { statementColumns } from '../../../domain/statement.js';
import { previewDay } from '../../../ledger/reads/preview-day.js';
import { account, bill, cloudWorkspace, day, enterpriseWorkspace } from '../../support/records.js';
import {
  awsAccount,
  card,
  someOfEverything,
  voucher,
  whatComesLater,
} from '../../support/ledger-records.js';
import { startLedger, type LedgerSystem } from '../../support/ledger-system.js';

let system: LedgerSystem;

beforeEach(async () => {
  system = await startLedger();
});

afterEach(() => system.drop());

describe('a preview of a day', () => {
  it('is what settling the day comes to afterwards, to the cent, supplements too', async () => {
    await system.importRecords(someOfEverything);
    await previewsAgree();
    await system.settle(day, { currency: 'USD' });
    await system.settle(day);
    await system.importRecords(whatComesLater);
    const before = await statementOf('acct-1');
    const preview = await previewDay(system.ledger, { account: 'acct-1', day });
    expect(preview).toMatchObject({ n: 2, total: '7.00' });
    await system.settle(day);
    const after = await statementOf('acct-1');
    for (const column of statementColumns)
      expect(cents(after?.[column]) - cents(before?.[column])).toBe(cents(preview[column]));
  });

  it('writes nothing', async () => {
    await system.importRecords(someOfEverything);
    const before = await databaseHash();
    await previewDay(system.ledger, { account: 'acct-3', day });
    await previewDay(system.ledger, {
      account: 'acct-3',
      day,
      whatIf: {
        recharge: parseAmount('5.00'),
        voucher: { type: 'ordinary', amount: parseAmount('5.00') },
      },
    });
    expect(await databaseHash()).toEqual(before);
  });

  it('takes a recharge, which repays first (worked example 10), and another method (1 and 12)', async () => {
    await system.importRecords([
      account('acct-10'),
      enterpriseWorkspace('w-10', 'acct-10'),
      bill('w-10', '30.00', { day: '2026-11-21' }),
      bill('w-10', '15.00'),
      account('acct-1', '100.00'),
      awsAccount('aws-1', 'acct-1'),
      enterpriseWorkspace('w-1', 'acct-1'),
      voucher('ov-1', 'acct-1', '30.00'),
      card('c-1', 'acct-1', '50.00'),
      bill('w-1', '100.00'),
    ]);
    await system.settle('2026-11-21');
    expect(await previewDay(system.ledger, { account: 'acct-10', day })).toMatchObject({
      total: '15.00',
      arrears: '15.00',
      after: { cash: '0.00', overdraft: '45.00' },
      repaid: '0.00',
    });
    const recharged = { recharge: parseAmount('40.00') };
    expect(
      await previewDay(system.ledger, { account: 'acct-10', day, whatIf: recharged }),
    ).toMatchObject({
      repaid: '30.00',
      cash: '10.00',
      arrears: '5.00',
      after: { cash: '0.00', overdraft: '5.00' },
    });
    expect(await previewDay(system.ledger, { account: 'acct-1', day })).toMatchObject({
      ordinaryVouchers: '30.00',
      storedValueCards: '50.00',
      cash: '20.00',
      after: { cash: '80.00' },
      payers: [
        { kind: 'ordinary-voucher', id: 'ov-1', amount: '30.00' },
        { kind: 'stored-value-card', id: 'c-1', amount: '50.00' },
        { kind: 'cash', id: 'acct-1', amount: '20.00' },
      ],
      isOver: true,
    });
    const moved = {
      methods: [
        { workspace: 'w-1', settlement: { method: 'cloud' as const, cloudAccount: 'aws-1' } },
      ],
    };
    expect(
      await previewDay(system.ledger, { account: 'acct-1', day, whatIf: moved }),
    ).toMatchObject({
      cloudAccount: '20.00',
      after: { cash: '100.00' },
      charges: [{ cloudAccount: 'aws-1', provider: 'aws', amount: '20.00', state: 'charging' }],
    });
  });

  it('takes one more voucher, which pays no day that is over (rule 5)', async () => {
    await system.importRecords([
      account('acct-1', '100.00'),
      enterpriseWorkspace('w-1', 'acct-1'),
      bill('w-1', '40.00'),
      bill('w-1', '40.00', { day: '2026-11-24' }),
    ]);
    const whatIf = {
      voucher: {
        type: 'full-reduction' as const,
        amount: parseAmount('15.00'),
        minSpend: parseAmount('40.00'),
        expiresAt: parseInstant('2027-01-01T00:00:00Z'),
      },
    };
    expect(await previewDay(system.ledger, { account: 'acct-1', day, whatIf })).toMatchObject({
      fullReductionVouchers: '0.00',
    });
    const today = { account: 'acct-1', day: '2026-11-24', whatIf };
    expect(await previewDay(system.ledger, today)).toMatchObject({
      fullReductionVouchers: '15.00',
      after: { cash: '75.00' },
      isOver: false,
    });
  });

  it('says what it would wait for, why it would be parked, and refuses what is not there', async () => {
    await system.importRecords([
      account('acct-1', '1.00'),
      enterpriseWorkspace('w-1', 'acct-1'),
      bill('w-1', '1.00', { day: '2026-11-21' }),
      bill('w-1', '1.00'),
      account('acct-2'),
      awsAccount('aws-2', 'acct-2'),
      cloudWorkspace('w-2', 'acct-2', 'aws-2'),
      bill('w-2', '21474836.48'),
    ]);
    await system.settle('2026-11-21', { parked: { 'acct-1': 'no terms' } });
    expect(await previewDay(system.ledger, { account: 'acct-1', day })).toMatchObject({
      waitsFor: '2026-11-21',
    });
    expect(await previewDay(system.ledger, { account: 'acct-2', day })).toMatchObject({
      due: '21474836.48',
      trouble: '21,474,836.48 for aws-2 is above the 21,474,836.47 that aws takes at once',
    });
    await expect(previewDay(system.ledger, { account: 'nobody', day })).rejects.toThrow(
      'no account nobody',
    );
    await expect(
      previewDay(system.ledger, { account: 'acct-1', day: '2026-11-31' }),
    ).rejects.toThrow('no such day: 2026-11-31');
    const methods = [
      { workspace: 'w-1', settlement: { method: 'cloud' as const, cloudAccount: 'aws-2' } },
    ];
    await expect(
      previewDay(system.ledger, { account: 'acct-1', day, whatIf: { methods } }),
    ).rejects.toThrow('no cloud account aws-2');
  });
});

async function previewsAgree(): Promise<void> {
  const { accounts } = system.ledger.collections;
  const previews = new Map<string, Awaited<ReturnType<typeof previewDay>>>();
  for (const { _id: id } of await accounts.find().toArray())
    previews.set(id, await previewDay(system.ledger, { account: id, day }));
  const { ledger } = system;
  await system.settle(day, { currency: 'USD' });
  await system.settle(day);
  const rows = await system.statement({ day });
  expect(rows).toHaveLength(6);
  for (const row of rows) {
    const preview = previews.get(row.account);
    for (const column of ['total', ...statementColumns] as const)
      expect([row.account, column, preview?.[column]]).toEqual([row.account, column, row[column]]);
    const payers = preview?.payers.map(({ kind, id, amount }) => `${kind} ${id} ${amount}`);
    for (const { kind, id, amount } of row.deductions)
      expect(payers).toContain(`${kind} ${id} ${amount}`);
    const stored = await ledger.collections.accounts.findOne({ _id: row.account });
    expect(cents(stored?.cash.toString())).toBe(cents(preview?.after.cash));
    expect(cents(stored?.overdraft.toString())).toBe(cents(preview?.after.overdraft));
    expect(cents(stored?.cloudArrears.toString())).toBe(cents(preview?.after.cloudArrears));
  }
}

async function statementOf(id: string) {
  return (await system.statement({ day, account: id }))[0];
}

function cents(amount = '0'): number {
  return Math.round(Number(amount) * 100);
}

async function databaseHash(): Promise<unknown> {
  const { accounts } = system.ledger.collections;
  const answer = await system.ledger.client.db(accounts.dbName).command({ dbHash: 1 });
  return answer['md5'];
}
