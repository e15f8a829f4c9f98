import { parseInstant } from '../../domain/instant.js';
import { readBalances, type BalancesRow } from '../../ledger/read-balances.js';
import { account, bill, day, enterpriseWorkspace } from '../support/records.js';
import { card, voucher } from '../support/ledger-records.js';
import { startLedger, type LedgerSystem } from '../support/ledger-system.js';

let system: LedgerSystem;

beforeAll(async () => {
  system = await startLedger();
  const full = { type: 'full-reduction', minSpend: '10.00' };
  await system.importRecords([
    account('acct-1', '1.00'),
    enterpriseWorkspace('w-1', 'acct-1'),
    voucher('v-gone', 'acct-1', '2.00', { expiresAt: '2026-11-22T12:00:00+08:00' }),
    voucher('v-later', 'acct-1', '3.00', { validFrom: '2027-01-01T00:00:00+08:00' }),
    voucher('v-once', 'acct-1', '90.00', {
      ...full,
      singleUse: true,
      expiresAt: '2027-01-01T00:00:00Z',
    }),
    voucher('v-rest', 'acct-1', '4.00', { ...full, minSpend: '99.00' }),
    voucher('v-used', 'acct-1', '5.00'),
    card('c-gone', 'acct-1', '8.00', { expiresAt: '2026-11-22T12:00:00+08:00' }),
    card('c-used', 'acct-1', '6.00'),
    bill('w-1', '20.00', { restricted: '9.50' }),
    account('acct-2', '0.00', 'USD'),
    card('c-2', 'acct-2', '7.00'),
  ]);
  await system.settle(day);
  const { accounts } = system.ledger.collections;
  const published = await accounts.findOne({ _id: 'acct-2' });
  if (published)
    await accounts.insertOne({ ...published, _id: 'acct-3', account: 'acct-3', import: 2 });
});

afterAll(() => system.drop());

async function balances(of: { account?: string }): Promise<BalancesRow[]> {
  const now = parseInstant('2026-11-24T00:00:00Z');
  const rows: BalancesRow[] = [];
  if (now) for await (const row of readBalances(system.ledger, of, now)) rows.push(row);
  return rows;
}

describe('balances', () => {
  it('show every published account with every voucher and card, and their status as of now', async () => {
    const row = { cash: '0.00', cloudArrears: '0.00' };
    expect(await balances({})).toEqual([
      {
        ...row,
        account: 'acct-1',
        currency: 'CNY',
        overdraft: '2.50',
        storedValueBalance: '-2.50',
        vouchers: [
          { id: 'v-gone', type: 'ordinary', balance: '2.00', status: 'expired' },
          { id: 'v-later', type: 'ordinary', balance: '3.00', status: 'not-yet-valid' },
          { id: 'v-once', type: 'full-reduction', balance: '0.00', status: 'forfeited' },
          { id: 'v-rest', type: 'full-reduction', balance: '4.00', status: 'active' },
          { id: 'v-used', type: 'ordinary', balance: '0.00', status: 'used-up' },
        ],
        storedValueCards: [
          { id: 'c-gone', balance: '8.00', status: 'expired' },
          { id: 'c-used', balance: '0.00', status: 'used-up' },
        ],
      },
      {
        ...row,
        account: 'acct-2',
        currency: 'USD',
        overdraft: '0.00',
        storedValueBalance: '7.00',
        vouchers: [],
        storedValueCards: [{ id: 'c-2', balance: '7.00', status: 'active' }],
      },
    ]);
  });

  it('show one account, or none where there is none', async () => {
    expect((await balances({ account: 'acct-2' })).map((row) => row.account)).toEqual(['acct-2']);
    expect(await balances({ account: 'acct-9' })).toEqual([]);
  });
});
