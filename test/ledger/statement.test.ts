import { account, bill, cloudWorkspace, day, enterpriseWorkspace } from '../support/records.js';
import {
  awsAccount,
  card,
  cloudAccount,
  manyLines,
  voucher,
  example14,
} from '../support/ledger-records.js';
import { startLedger, type LedgerSystem } from '../support/ledger-system.js';

let system: LedgerSystem;

beforeAll(async () => {
  system = await startLedger();
  await system.importRecords([
    account('acct-12', '500.00'),
    cloudAccount('ali-12', 'acct-12', 'alibaba-cloud'),
    cloudWorkspace('w-12', 'acct-12', 'ali-12'),
    voucher('ov-12', 'acct-12', '30.00'),
    card('c-12', 'acct-12', '50.00'),
    bill('w-12', '100.00', { restricted: '20.00' }),
    account('acct-13'),
    awsAccount('aws-13', 'acct-13'),
    cloudWorkspace('w-13', 'acct-13', 'aws-13'),
    voucher('ov-13', 'acct-13', '200.00'),
    bill('w-13', '50.00', { restricted: '30.00' }),
    ...example14('acct-14', '14'),
    account('acct-16'),
    awsAccount('aws-16', 'acct-16', false),
    cloudWorkspace('w-16', 'acct-16', 'aws-16'),
    voucher('ov-16', 'acct-16', '10.00'),
    bill('w-16', '30.00'),
    account('acct-17', '1.00', 'USD'),
    enterpriseWorkspace('w-17', 'acct-17'),
    bill('w-17', '0.004'),
    account('acct-19', '20.00', 'USD'),
    enterpriseWorkspace('w-19', 'acct-19'),
    {
      kind: 'bill',
      workspace: 'w-19',
      day,
      lines: Array.from({ length: manyLines }, () => ({ item: 'logs', amount: '0.01' })),
    },
    account('acct-20', '9.00'),
    enterpriseWorkspace('w-20', 'acct-20', 'cn4'),
    bill('w-20', '9.00'),
    account('acct-21', '1.00'),
  ]);
  await system.settle(day, { parked: { 'acct-20': 'no terms' } });
  await system.settle(day, { currency: 'USD' });
});

afterAll(() => system.drop());

const nothing = {
  ordinaryVouchers: '0.00',
  fullReductionVouchers: '0.00',
  storedValueCards: '0.00',
  cash: '0.00',
  cloudAccount: '0.00',
  arrears: '0.00',
};

const of = (id: string, currency = 'CNY'): object => ({ account: id, cycle: day, currency });

describe('a statement', () => {
  it('has a row for each account with a bill of the day, over all currencies in id order', async () => {
    const rows = await system.statement({ day });
    expect(rows.map((row) => `${row.account} ${row.currency} ${row.state} ${row.total}`)).toEqual([
      'acct-12 CNY charging 120.00',
      'acct-13 CNY charging 80.00',
      'acct-14 CNY charging 145.00',
      'acct-16 CNY arrears 30.00',
      'acct-17 USD settled 0.00',
      'acct-19 USD arrears 20.01',
      'acct-20 CNY parked 0.00',
    ]);
  });

  it('shows one currency, one account, or nothing', async () => {
    const ids = async (more: object): Promise<string[]> =>
      (await system.statement({ day, ...more })).map((row) => row.account);
    expect(await ids({ currency: 'USD' })).toEqual(['acct-17', 'acct-19']);
    expect(await ids({ account: 'acct-16' })).toEqual(['acct-16']);
    expect(await ids({ account: 'acct-16', currency: 'USD' })).toEqual([]);
    expect(await ids({ account: 'acct-21' })).toEqual([]);
    expect(await system.statement({ day: '2026-11-21' })).toEqual([]);
  });

  it('shows what vouchers, cards and a cloud account paid (worked example 12)', async () => {
    const amounts = {
      ...nothing,
      ordinaryVouchers: '30.00',
      storedValueCards: '50.00',
      cloudAccount: '40.00',
    };
    expect(await system.statement({ day, account: 'acct-12' })).toEqual([
      {
        ...of('acct-12'),
        state: 'charging',
        total: '120.00',
        ...amounts,
        deductions: [
          { kind: 'ordinary-voucher', id: 'ov-12', amount: '30.00' },
          { kind: 'stored-value-card', id: 'c-12', amount: '50.00' },
          { kind: 'cloud-account', id: 'ali-12', amount: '40.00' },
        ],
        workspaces: [{ workspace: 'w-12', site: 'cn2', total: '120.00', ...amounts }],
      },
    ]);
  });

  it('keeps vouchers from restricted lines (worked example 13)', async () => {
    const amounts = { ...nothing, ordinaryVouchers: '50.00', cloudAccount: '30.00' };
    expect(await system.statement({ day, account: 'acct-13' })).toMatchObject([
      { ...amounts, workspaces: [{ workspace: 'w-13', ...amounts }] },
    ]);
  });

  it('divides a charge among the workspaces (worked example 14)', async () => {
    expect(await system.statement({ day, account: 'acct-14' })).toEqual([
      {
        ...of('acct-14'),
        state: 'charging',
        total: '145.00',
        ...nothing,
        ordinaryVouchers: '60.00',
        storedValueCards: '20.00',
        cloudAccount: '65.00',
        deductions: [
          { kind: 'ordinary-voucher', id: 'ov-14', amount: '60.00' },
          { kind: 'stored-value-card', id: 'c-14', amount: '20.00' },
          { kind: 'cloud-account', id: 'aws-14', amount: '65.00' },
        ],
        workspaces: [
          { workspace: 'c', site: 'cn1', total: '25.00', ...nothing, ordinaryVouchers: '25.00' },
          {
            workspace: 'a',
            site: 'cn2',
            total: '40.00',
            ...nothing,
            ordinaryVouchers: '35.00',
            storedValueCards: '5.00',
          },
          {
            workspace: 'b',
            site: 'us1',
            total: '80.00',
            ...nothing,
            storedValueCards: '15.00',
            cloudAccount: '65.00',
          },
        ],
      },
    ]);
  });

  it('shows a refused charge as arrears, not as a deduction (worked example 16)', async () => {
    expect(await system.statement({ day, account: 'acct-16' })).toEqual([
      {
        ...of('acct-16'),
        state: 'arrears',
        total: '30.00',
        ...nothing,
        ordinaryVouchers: '10.00',
        arrears: '20.00',
        deductions: [{ kind: 'ordinary-voucher', id: 'ov-16', amount: '10.00' }],
        workspaces: [
          {
            workspace: 'w-16',
            site: 'cn2',
            total: '30.00',
            ...nothing,
            ordinaryVouchers: '10.00',
            arrears: '20.00',
          },
        ],
      },
    ]);
  });

  it('has a row at 0.00 for an account whose lines round to nothing', async () => {
    expect(await system.statement({ day, account: 'acct-17' })).toEqual([
      {
        ...of('acct-17', 'USD'),
        state: 'settled',
        total: '0.00',
        ...nothing,
        deductions: [],
        workspaces: [{ workspace: 'w-17', site: 'cn1', total: '0.00', ...nothing }],
      },
    ]);
  });

  it('adds up lines that stand in several documents', async () => {
    expect(await system.statement({ day, account: 'acct-19' })).toMatchObject([
      {
        total: '20.01',
        cash: '20.00',
        arrears: '0.01',
        deductions: [{ kind: 'cash', id: 'acct-19', amount: '20.00' }],
      },
    ]);
  });

  it('shows why an account is parked, and what is due of it', async () => {
    expect(await system.statement({ day, account: 'acct-20' })).toEqual([
      {
        ...of('acct-20'),
        state: 'parked',
        total: '0.00',
        ...nothing,
        due: '9.00',
        reason: 'no terms',
        deductions: [],
        workspaces: [{ workspace: 'w-20', site: 'cn4', total: '0.00', ...nothing }],
      },
    ]);
  });
});
