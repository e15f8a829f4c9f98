import { readOverview } from '../../../ledger/reads/read-overview.js';
import { account, bill, cloudWorkspace, enterpriseWorkspace } from '../../support/records.js';
import { awsAccount, card, voucher } from '../../support/ledger-records.js';
import { startLedger, type LedgerSystem } from '../../support/ledger-system.js';

let system: LedgerSystem;

beforeAll(async () => {
  system = await startLedger();
});

afterAll(() => system.drop());

describe('the overview of an account', () => {
  it('shows what is there, what is owed and since when (worked examples 3 and 16)', async () => {
    await system.importRecords([
      account('acct-3', '5.00'),
      enterpriseWorkspace('w-3', 'acct-3'),
      awsAccount('aws-3', 'acct-3', false),
      cloudWorkspace('w-3c', 'acct-3', 'aws-3'),
      voucher('ov-3', 'acct-3', '80.00'),
      voucher('ov-late', 'acct-3', '7.00', { validFrom: '2026-11-25T00:00:00+08:00' }),
      voucher('ov-gone', 'acct-3', '7.00', { expiresAt: '2026-11-22T12:00:00+08:00' }),
      voucher('ov-last-day', 'acct-3', '7.00', {
        validFrom: '2026-11-23T00:00:00+08:00',
        expiresAt: '2026-11-25T00:00:00+08:00',
      }),
      card('c-3', 'acct-3', '25.00'),
      card('c-gone', 'acct-3', '50.00', { expiresAt: '2026-11-01T00:00:00+08:00' }),
      bill('w-3', '60.00', { restricted: '40.00' }),
      bill('w-3c', '0.00', { restricted: '20.00' }),
      bill('w-3', '3.00', { day: '2026-11-24' }),
    ]);
    await system.settle('2026-11-22');
    const { spending, ...overview } = await readOverview(system.ledger, { account: 'acct-3' });
    expect(overview).toMatchObject({
      account: 'acct-3',
      name: 'acct-3',
      currency: 'CNY',
      today: '2026-11-24',
      cash: '0.00',
      storedValueBalance: '-10.00',
      cards: { count: 0, balance: '0.00' },
      vouchers: { count: 2, balance: '27.00', first: [{ id: 'ov-last-day' }, { id: 'ov-3' }] },
      overdraft: '10.00',
      cloudArrears: '20.00',
      owed: '30.00',
      arrearsSince: '2026-11-24T01:00:00.000Z',
      locks: [],
    });
    expect(spending).toHaveLength(30);
    expect([spending[0]?.day, spending[0]?.total, spending[0]?.items]).toEqual([
      '2026-10-26',
      '0.00',
      [],
    ]);
    expect(spending[27]).toMatchObject({ day: '2026-11-22', total: '120.00', due: '0.00' });
    expect(spending[27]).toMatchObject({
      ordinaryVouchers: '60.00',
      fullReductionVouchers: '0.00',
      storedValueCards: '25.00',
      cash: '5.00',
      cloudAccount: '0.00',
      arrears: '30.00',
      items: [
        { item: 'logs', amount: '60.00' },
        { item: 'sms', amount: '60.00' },
      ],
    });
    expect(spending[29]).toMatchObject({ day: '2026-11-24', total: '3.00', due: '3.00' });
  });

  it('is of nobody where there is no such account, or where its import is not published', async () => {
    await expect(readOverview(system.ledger, { account: 'nobody' })).rejects.toThrow(
      'no account nobody',
    );
    await system.importRecords([account('hidden')]);
    const { imports } = system.ledger.collections;
    const state = await imports.findOne({ _id: 'imports' });
    await imports.updateOne({ _id: 'imports' }, { $inc: { published: -1 } });
    await expect(readOverview(system.ledger, { account: 'hidden' })).rejects.toThrow(
      'no account hidden',
    );
    await imports.updateOne({ _id: 'imports' }, { $set: { published: state?.published ?? 0 } });
  });
});
