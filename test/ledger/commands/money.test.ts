import { parseInstant } from '../../../domain/instant.js';
import { parseAmount as amountOf, type Amount } from '../../../domain/money.js';
import { activateVoucher } from '../../../ledger/commands/activate-voucher.js';
import { buyCard } from '../../../ledger/commands/buy-card.js';
import { cancelRecharge } from '../../../ledger/commands/cancel-recharge.js';
import { accountOfRecharge, confirmRecharge } from '../../../ledger/commands/confirm-recharge.js';
import { grantVoucher } from '../../../ledger/commands/grant-voucher.js';
import { issueVoucherCodes } from '../../../ledger/commands/issue-voucher-codes.js';
import { payCloudArrears } from '../../../ledger/commands/pay-cloud-arrears.js';
import { redeemOrder } from '../../../ledger/commands/redeem-order.js';
import { requestRecharge } from '../../../ledger/commands/request-recharge.js';
import { readBalances, type BalancesRow } from '../../../ledger/read-balances.js';
import { command, onDay, operator, outcomesOf } from '../../support/commands.js';
import { account, bill, cloudWorkspace, enterpriseWorkspace } from '../../support/records.js';
import { startLedger, type LedgerSystem } from '../../support/ledger-system.js';

const day = '2026-11-22';
const customer = '0123456789abcdef0123456789abcdef';
const zero = amountOf('0.00');

function ordinary(faceValue: string): {
  type: 'ordinary';
  faceValue: Amount;
  minSpend: Amount;
  singleUse: boolean;
} {
  return { type: 'ordinary', faceValue: amountOf(faceValue), minSpend: zero, singleUse: false };
}

describe('money commands', () => {
  let system: LedgerSystem;
  beforeAll(async () => {
    system = await startLedger();
  });
  afterEach(async () => {
    expect(await system.audit()).toEqual([]);
  });
  afterAll(() => system.drop());

  async function balanceOf(id: string): Promise<BalancesRow | undefined> {
    for await (const row of readBalances(system.ledger, { account: id }, system.ledger.now()))
      return row;
    return undefined;
  }

  async function recharge(of: string, amount: string, key = `recharge ${amount}`): Promise<object> {
    const { ledger } = system;
    const order = await requestRecharge(ledger, command(of, key), { amount: amountOf(amount) });
    return confirmRecharge(ledger, command(of, `confirm ${key}`), {
      recharge: order.recharge,
      reference: `pay ${of} ${key}`,
    });
  }

  async function withOverdraft(id: string, amount: string): Promise<void> {
    await system.importRecords([
      account(id),
      enterpriseWorkspace(`w-${id}`, id),
      bill(`w-${id}`, amount, { day }),
    ]);
    await system.settle(day);
  }

  it('example 9: a recharge of 130 repays 30, then a card of 100 is bought with the rest', async () => {
    await withOverdraft('nine', '30.00');
    expect(await recharge('nine', '130.00')).toMatchObject({
      overdraft: '30.00',
      cloudArrears: '0.00',
      cash: '100.00',
    });
    expect(
      await buyCard(system.ledger, command('nine', 'buy'), { faceValue: amountOf('100') }),
    ).toMatchObject({ faceValue: '100.00', cash: '0.00' });
    expect(await balanceOf('nine')).toMatchObject({
      cash: '0.00',
      overdraft: '0.00',
      storedValueBalance: '100.00',
    });
    const stored = await system.ledger.collections.accounts.findOne({ _id: 'nine' });
    expect(stored?.arrearsSince).toBeUndefined();
  });

  it('example 10: a recharge of 20 leaves an overdraft of 10, and the clock goes on', async () => {
    await withOverdraft('ten', '30.00');
    const before = await system.ledger.collections.accounts.findOne({ _id: 'ten' });
    expect(await recharge('ten', '20.00')).toMatchObject({ overdraft: '20.00', cash: '0.00' });
    const after = await system.ledger.collections.accounts.findOne({ _id: 'ten' });
    expect(after?.arrearsSince).toBe(before?.arrearsSince);
    expect(await balanceOf('ten')).toMatchObject({ cash: '0.00', overdraft: '10.00' });
  });

  it('example 11: an activated voucher pays the next day, the overdraft stays', async () => {
    await withOverdraft('eleven', '30.00');
    const { ledger } = system;
    const { codes } = await issueVoucherCodes(ledger, operator('b-11'), {
      count: 1,
      currency: 'CNY',
      ...ordinary('100.00'),
    });
    const [code = ''] = codes;
    expect(code).toMatch(/^([2-9A-HJKMNP-Z]{5}-){3}[2-9A-HJKMNP-Z]{5}$/);
    const activated = await activateVoucher(ledger, command('eleven', 'act'), {
      code: code.toLowerCase().replaceAll('-', ' '),
    });
    expect(activated.faceValue).toBe('100.00');
    // Its validity begins now: a day that was over does not see it.
    await system.importRecords([bill('w-eleven', '40.00', { day: '2026-11-23' })]);
    await system.settle('2026-11-23');
    expect(await system.statement({ day: '2026-11-23', account: 'eleven' })).toMatchObject([
      { ordinaryVouchers: '0.00', arrears: '40.00' },
    ]);
    expect(await balanceOf('eleven')).toMatchObject({
      overdraft: '70.00',
      vouchers: [{ balance: '100.00' }],
    });
  });

  it('a code brings one voucher, and ten wrong ones make the account wait', async () => {
    await system.importRecords([account('codes'), account('dollars', '0.00', 'USD')]);
    const { ledger } = system;
    const batch = { count: 2, currency: 'CNY' as const, ...ordinary('5.00') };
    const { codes } = await issueVoucherCodes(ledger, operator('b-1'), batch);
    await expect(issueVoucherCodes(ledger, operator('b-1'), batch)).rejects.toMatchObject({
      code: 'refused',
    });
    await expect(
      issueVoucherCodes(ledger, operator('b-1'), { ...batch, count: 3 }),
    ).rejects.toMatchObject({ code: 'other-content' });
    const [code = '', other = ''] = codes;
    await expect(activateVoucher(ledger, command('dollars', 'a'), { code })).rejects.toMatchObject({
      code: 'refused',
    });
    const first = await activateVoucher(ledger, command('codes', 'a'), { code });
    expect(await activateVoucher(ledger, command('codes', 'a'), { code })).toEqual(first);
    for (let tries = 0; tries < 10; tries++)
      await expect(
        activateVoucher(ledger, command('codes', `b${tries}`), { code }),
      ).rejects.toMatchObject({ code: 'wrong-code' });
    await expect(
      activateVoucher(ledger, command('codes', 'c'), { code: other }),
    ).rejects.toMatchObject({ code: 'refused', message: expect.stringContaining('try again') });
  });

  it.each([
    ['9900.00', undefined],
    ['10000.00', '1000.00'],
    ['29900.00', '1000.00'],
    ['30000.00', '5000.00'],
    ['100000.00', '20000.00'],
  ])('one purchase of %s brings a voucher of %s', async (faceValue, gift) => {
    const id = `tier-${faceValue}`;
    await system.importRecords([account(id, faceValue)]);
    const bought = await buyCard(system.ledger, command(id, 'buy'), {
      faceValue: amountOf(faceValue),
    });
    expect(bought.gift?.faceValue).toBe(gift);
    expect(bought.cash).toBe('0.00');
    expect((await balanceOf(id))?.vouchers.map((each) => [each.type, each.balance])).toEqual(
      gift === undefined ? [] : [['full-reduction', gift]],
    );
  });

  it('the tiers of gifts are those that are configured', async () => {
    await system.importRecords([account('tiers', '1000.00')]);
    const giftTiers = { CNY: [{ from: amountOf('500'), voucher: amountOf('20') }], USD: [] };
    const ledger = { ...system.ledger, giftTiers };
    const buy = (key: string, faceValue: string): Promise<object> =>
      buyCard(ledger, command('tiers', key), { faceValue: amountOf(faceValue) });
    expect(await buy('1', '400')).not.toHaveProperty('gift');
    expect(await buy('2', '600')).toMatchObject({ gift: { faceValue: '20.00' }, cash: '0.00' });
  });

  it('dollars bring no gift', async () => {
    await system.importRecords([account('usd', '10000.00', 'USD')]);
    const bought = await buyCard(system.ledger, command('usd', 'buy'), {
      faceValue: amountOf('10000'),
    });
    expect(bought.gift).toBeUndefined();
  });

  it.each(['0.00', '50.00', '150.00', '100.01'])('a card of %s is refused', async (faceValue) => {
    await expect(
      buyCard(system.ledger, command('nine', 'x'), { faceValue: amountOf(faceValue) }),
    ).rejects.toMatchObject({ code: 'bad-input' });
  });

  it('a card is not bought without the cash for it', async () => {
    await system.importRecords([account('poor', '99.99')]);
    await expect(
      buyCard(system.ledger, command('poor', 'x'), { faceValue: amountOf('100') }),
    ).rejects.toMatchObject({ code: 'refused' });
    expect(await balanceOf('poor')).toMatchObject({ cash: '99.99', storedValueCards: [] });
  });

  it('a key stands for one command: again it answers the same, with other content it is refused', async () => {
    await system.importRecords([account('keys', '500.00')]);
    const buy = { faceValue: amountOf('100') };
    const first = await buyCard(system.ledger, command('keys', 'k'), buy);
    expect(await buyCard(system.ledger, command('keys', 'k'), buy)).toEqual(first);
    expect(await balanceOf('keys')).toMatchObject({ cash: '400.00' });
    await expect(
      buyCard(system.ledger, command('keys', 'k'), { faceValue: amountOf('200') }),
    ).rejects.toMatchObject({ code: 'other-content' });
    expect(await system.ledger.collections.commands.find({ account: 'keys' }).toArray()).toEqual([
      expect.objectContaining({
        key: 'k',
        name: 'buyCard',
        content: { faceValue: '100.00' },
        actor: { id: 'token-1', name: 'Ada', role: 'owner' },
      }),
    ]);
  });

  it('one payment confirms one recharge, whoever asks again', async () => {
    await system.importRecords([account('payer'), account('other')]);
    const { ledger } = system;
    const amount = amountOf('70.00');
    const { recharge: id } = await requestRecharge(ledger, command('payer', 'r'), { amount });
    expect(await balanceOf('payer')).toMatchObject({ cash: '0.00' });
    const paid = { recharge: id, reference: 'pay-1' };
    expect(await accountOfRecharge(ledger, paid)).toBe('payer');
    await expect(accountOfRecharge(ledger, { recharge: 'r-x' })).rejects.toThrow('no recharge r-x');
    const first = await confirmRecharge(ledger, command('payer', 'c1'), paid);
    expect(await confirmRecharge(ledger, command('payer', 'c1'), paid)).toEqual(first);
    expect(await confirmRecharge(ledger, command('payer', 'c2'), paid)).toEqual(first);
    expect(await balanceOf('payer')).toMatchObject({ cash: '70.00' });
    await expect(
      confirmRecharge(ledger, command('payer', 'c3'), { recharge: id, reference: 'pay-2' }),
    ).rejects.toMatchObject({ code: 'refused' });
    const theirs = await requestRecharge(ledger, command('other', 'r'), { amount });
    await expect(
      confirmRecharge(ledger, command('other', 'c'), {
        recharge: theirs.recharge,
        reference: 'pay-1',
      }),
    ).rejects.toMatchObject({ code: 'refused' });
    await expect(
      confirmRecharge(ledger, command('other', 'd'), {
        recharge: theirs.recharge,
        reference: 'pay-3',
        amount: amountOf('69.99'),
      }),
    ).rejects.toMatchObject({ code: 'refused' });
    await cancelRecharge(ledger, command('other', 'e'), { recharge: theirs.recharge });
    await expect(
      confirmRecharge(ledger, command('other', 'f'), {
        recharge: theirs.recharge,
        reference: 'pay-4',
      }),
    ).rejects.toMatchObject({ code: 'refused' });
    await expect(
      cancelRecharge(ledger, command('payer', 'g'), { recharge: id }),
    ).rejects.toMatchObject({ code: 'refused' });
  });

  it('an order is redeemed into cards that repay the overdraft first', async () => {
    await withOverdraft('redeemer', '30.00');
    await system.importRecords([
      { kind: 'huaweiOrder', order: 'CS-9', customer, currency: 'CNY', cards: 2 },
    ]);
    const wanted = { customer, order: 'CS-9' };
    const answer = await redeemOrder(system.ledger, command('redeemer', 'o'), wanted);
    expect(answer).toMatchObject({ cards: ['CS-9-1', 'CS-9-2'], repaid: '30.00' });
    expect(await redeemOrder(system.ledger, command('redeemer', 'o'), wanted)).toEqual(answer);
    expect(await balanceOf('redeemer')).toMatchObject({
      overdraft: '0.00',
      storedValueBalance: '170.00',
    });
  });

  it('cash pays cloud arrears only when the customer asks', async () => {
    await system.importRecords([
      account('cloudy', '15.00'),
      {
        kind: 'cloudAccount',
        id: 'ca-cloudy',
        account: 'cloudy',
        provider: 'alibaba-cloud',
        customer: '12345',
        instance: 'inst-cloudy',
        subscribed: false,
      },
      cloudWorkspace('w-cloudy', 'cloudy', 'ca-cloudy'),
      bill('w-cloudy', '20.00', { day }),
    ]);
    await system.settle(day);
    expect(await balanceOf('cloudy')).toMatchObject({ cash: '15.00', cloudArrears: '20.00' });
    const { ledger } = system;
    await expect(
      payCloudArrears(ledger, command('cloudy', 'p0'), { amount: amountOf('20.01') }),
    ).rejects.toMatchObject({ code: 'refused' });
    expect(await payCloudArrears(ledger, command('cloudy', 'p1'), {})).toEqual({
      paid: '15.00',
      cloudArrears: '5.00',
      cash: '0.00',
    });
    await expect(payCloudArrears(ledger, command('cloudy', 'p2'), {})).rejects.toMatchObject({
      code: 'refused',
    });
  });

  it('a payment confirms one of the recharges that claim it at once', async () => {
    const ids = ['claim-1', 'claim-2', 'claim-3', 'claim-4'];
    await system.importRecords(ids.map((id) => account(id)));
    const { ledger } = system;
    const asked = await Promise.all(
      ids.map((id) => requestRecharge(ledger, command(id, 'r'), { amount: amountOf('9.00') })),
    );
    const outcomes = await outcomesOf(
      ids.map((id, index) =>
        confirmRecharge(ledger, command(id, 'c'), {
          recharge: asked[index]?.recharge ?? '',
          reference: 'one payment',
        }),
      ),
    );
    expect(outcomes.toSorted()).toEqual(['done', 'refused', 'refused', 'refused']);
  });

  it('a granted voucher pays the day of its granting, and none that was over', async () => {
    await system.importRecords([
      account('granted', '50.00'),
      enterpriseWorkspace('w-granted', 'granted'),
      bill('w-granted', '7.00', { day: '2026-11-20' }),
      bill('w-granted', '8.00', { day: '2026-11-21' }),
    ]);
    const ledger = onDay(system.ledger, '2026-11-21');
    expect(await grantVoucher(ledger, command('granted', 'g'), ordinary('10.00'))).toMatchObject({
      faceValue: '10.00',
      validFrom: '2026-11-21T04:00:00.000Z',
    });
    for (const each of ['2026-11-20', '2026-11-21']) await system.settle(each);
    expect(await system.statement({ day: '2026-11-20', account: 'granted' })).toMatchObject([
      { ordinaryVouchers: '0.00', cash: '7.00' },
    ]);
    expect(await system.statement({ day: '2026-11-21', account: 'granted' })).toMatchObject([
      { ordinaryVouchers: '8.00', cash: '0.00' },
    ]);
  });

  it('a voucher may begin later than its granting, never before it, and ends after it begins', async () => {
    await system.importRecords([account('later')]);
    const ledger = onDay(system.ledger, '2026-11-21');
    const grant = (key: string, from: string, until: string): Promise<object> =>
      grantVoucher(ledger, command('later', key), {
        ...ordinary('10.00'),
        validFrom: parseInstant(from),
        expiresAt: parseInstant(until),
      });
    expect(await grant('1', '2026-12-01T00:00:00Z', '2027-01-01T00:00:00Z')).toMatchObject({
      validFrom: '2026-12-01T00:00:00.000Z',
    });
    expect(await grant('2', '2026-01-01T00:00:00Z', '2027-01-01T00:00:00Z')).toMatchObject({
      validFrom: '2026-11-21T04:00:00.000Z',
    });
    await expect(grant('3', '2026-12-01T00:00:00Z', '2026-12-01T00:00:00Z')).rejects.toMatchObject({
      code: 'bad-input',
    });
    await expect(
      grantVoucher(ledger, command('later', '4'), { ...ordinary('10.00'), singleUse: true }),
    ).rejects.toMatchObject({ code: 'bad-input' });
  });

  it('nobody commands for an account that there is not', async () => {
    await expect(
      requestRecharge(system.ledger, command('nobody', 'r'), { amount: amountOf('1.00') }),
    ).rejects.toMatchObject({ code: 'not-found' });
  });
});
