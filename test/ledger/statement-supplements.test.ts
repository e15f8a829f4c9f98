import { account, bill, day, enterpriseWorkspace, recharge } from '../support/records.js';
import { voucher } from '../support/ledger-records.js';
import { startLedger, type LedgerSystem } from '../support/ledger-system.js';

let system: LedgerSystem;

beforeAll(async () => {
  system = await startLedger();
  await system.importRecords([
    account('acct-1', '5.00'),
    enterpriseWorkspace('w-1', 'acct-1'),
    bill('w-1', '12.00'),
  ]);
  await system.settle(day);
});

afterAll(() => system.drop());

describe('a statement after late bills and a repayment', () => {
  it('adds up the supplements, and a repayment changes no amount but the state', async () => {
    expect(await system.statement({ day })).toMatchObject([{ state: 'arrears', arrears: '7.00' }]);
    await system.importRecords([
      enterpriseWorkspace('w-2', 'acct-1', 'cn3'),
      bill('w-2', '3.00'),
      voucher('ov-1', 'acct-1', '2.00'),
      recharge('r-1', 'acct-1', '8.50'),
    ]);
    await system.settle(day);
    const none = { fullReductionVouchers: '0.00', storedValueCards: '0.00', cloudAccount: '0.00' };
    expect(await system.statement({ day })).toEqual([
      {
        account: 'acct-1',
        cycle: day,
        currency: 'CNY',
        state: 'settled',
        total: '15.00',
        ...none,
        ordinaryVouchers: '2.00',
        cash: '6.00',
        arrears: '7.00',
        deductions: [
          { kind: 'cash', id: 'acct-1', amount: '6.00' },
          { kind: 'ordinary-voucher', id: 'ov-1', amount: '2.00' },
        ],
        workspaces: [
          {
            workspace: 'w-1',
            site: 'cn1',
            total: '12.00',
            ...none,
            ordinaryVouchers: '0.00',
            cash: '5.00',
            arrears: '7.00',
          },
          {
            workspace: 'w-2',
            site: 'cn3',
            total: '3.00',
            ...none,
            ordinaryVouchers: '2.00',
            cash: '1.00',
            arrears: '0.00',
          },
        ],
      },
    ]);
    expect(await system.audit()).toEqual([]);
  });
});
