import { parseInstant } from '../../../domain/instant.js';
import { parseAmount } from '../../../domain/money.js';
import { activateVoucher } from '../../../ledger/commands/activate-voucher.js';
import { issueVoucherCodes, type CodeOffer } from '../../../ledger/commands/issue-voucher-codes.js';
import type { Ledger } from '../../../ledger/ledger-context.js';
import { atTime, command, onDay, operator, outcomesOf } from '../../support/commands.js';
import { startLedger, type LedgerSystem } from '../../support/ledger-system.js';
import { account } from '../../support/records.js';

const offer: CodeOffer = {
  count: 1,
  currency: 'CNY',
  type: 'full-reduction',
  faceValue: parseAmount('20.00'),
  minSpend: parseAmount('100.00'),
  singleUse: true,
};
const wrong = { code: 'wrong-code' };

async function issue(
  ledger: Ledger,
  key: string,
  more: Partial<CodeOffer> = {},
): Promise<string[]> {
  return (await issueVoucherCodes(ledger, operator(key), { ...offer, ...more })).codes;
}

describe('voucher codes', () => {
  let system: LedgerSystem;
  beforeAll(async () => {
    system = await startLedger();
  });
  afterEach(async () => {
    expect(await system.audit()).toEqual([]);
  });
  afterAll(() => system.drop());

  it('are twenty random characters of which only the hash is kept', async () => {
    const codes = await issue(system.ledger, 'kept', { count: 500 });
    expect(new Set(codes).size).toBe(500);
    for (const code of codes) expect(code).toMatch(/^[2-9A-HJKMNP-Z]{5}(-[2-9A-HJKMNP-Z]{5}){3}$/);
    const { voucherCodes, commands } = system.ledger.collections;
    const kept = JSON.stringify([
      await voucherCodes.find().toArray(),
      await commands.find().toArray(),
    ]);
    for (const code of codes) expect(kept).not.toContain(code);
    expect(await commands.findOne({ key: 'kept' })).toMatchObject({
      account: '*',
      name: 'issueVoucherCodes',
      content: { count: 500, faceValue: '20.00' },
      actor: { name: 'Li', role: 'operator' },
    });
  });

  it('bring what they say, from the instant of their activation', async () => {
    await system.importRecords([account('one')]);
    const expiresAt = parseInstant('2026-12-31T16:00:00Z');
    const [code = ''] = await issue(onDay(system.ledger, '2026-11-20'), 'one', { expiresAt });
    const activated = await activateVoucher(
      onDay(system.ledger, '2026-11-21'),
      command('one', 'a'),
      {
        code,
      },
    );
    expect(activated).toEqual({
      voucher: expect.stringMatching(/^voucher-/),
      faceValue: '20.00',
      validFrom: '2026-11-21T04:00:00.000Z',
      expiresAt: '2026-12-31T16:00:00.000Z',
    });
    const {
      _id,
      account: owner,
      import: number,
      ...stored
    } = (await system.ledger.collections.vouchers.findOne({ _id: activated.voucher })) ?? {};
    expect([_id, owner, number]).toEqual([activated.voucher, 'one', 0]);
    expect(stored).toMatchObject({
      type: 'full-reduction',
      singleUse: true,
      validFrom: '2026-11-21T04:00:00.000Z',
      expiresAt: '2026-12-31T16:00:00.000Z',
    });
  });

  it('come to one of many who activate them at once', async () => {
    const ids = Array.from({ length: 6 }, (_, index) => `race-${index}`);
    await system.importRecords(ids.map((id) => account(id)));
    const [code = ''] = await issue(system.ledger, 'race');
    const outcomes = await outcomesOf(
      ids.map((id) => activateVoucher(system.ledger, command(id, 'a'), { code })),
    );
    expect(outcomes.toSorted()).toEqual(['done', ...Array.from({ length: 5 }, () => 'wrong-code')]);
    expect(await system.ledger.collections.vouchers.countDocuments({ account: { $in: ids } })).toBe(
      1,
    );
  });

  it('that are over bring nothing', async () => {
    await system.importRecords([account('late')]);
    const usableUntil = parseInstant('2026-11-20T16:00:00Z');
    const [code = ''] = await issue(onDay(system.ledger, '2026-11-20'), 'late', { usableUntil });
    await expect(
      activateVoucher(onDay(system.ledger, '2026-11-21'), command('late', 'a'), { code }),
    ).rejects.toMatchObject(wrong);
    await expect(
      issue(onDay(system.ledger, '2026-11-21'), 'over', { usableUntil }),
    ).rejects.toMatchObject({ code: 'bad-input' });
  });

  it('are tried ten times in an hour, however many tries come at once, and again after it', async () => {
    await system.importRecords([account('guesses')]);
    const [code = ''] = await issue(onDay(system.ledger, '2026-11-20'), 'guesses');
    const at = (time: string) => atTime(system.ledger, `2026-11-21T${time}Z`);
    const guess = { code: 'ABCDE-ABCDE-ABCDE-ABCDE' };
    const outcomes = await outcomesOf(
      Array.from({ length: 30 }, (_, index) =>
        activateVoucher(at('10:00:00'), command('guesses', `g${index}`), guess),
      ),
    );
    expect(outcomes.filter((each) => each === 'wrong-code')).toHaveLength(10);
    expect(outcomes.filter((each) => each === 'refused')).toHaveLength(20);
    await expect(
      activateVoucher(at('10:59:59'), command('guesses', 'right'), { code }),
    ).rejects.toThrow('10 wrong codes in an hour: try again later');
    const activated = await activateVoucher(at('11:00:01'), command('guesses', 'right'), { code });
    expect(await activateVoucher(at('11:00:02'), command('guesses', 'right'), { code })).toEqual(
      activated,
    );
  });

  it('that are right count as no try', async () => {
    await system.importRecords([account('many')]);
    const codes = await issue(system.ledger, 'many', { count: 12 });
    for (const code of codes) await activateVoucher(system.ledger, command('many', code), { code });
    await expect(
      activateVoucher(system.ledger, command('many', 'x'), { code: codes[0] ?? '' }),
    ).rejects.toMatchObject(wrong);
  });

  it.each([
    [{ count: 0 }, 'a batch is of 1 to 1000 codes'],
    [{ count: 1_001 }, 'a batch is of 1 to 1000 codes'],
    [{ faceValue: parseAmount('0.00') }, 'the face value is above zero'],
    [{ faceValue: parseAmount('0.001') }, 'the face value has at most two decimals'],
    [{ faceValue: parseAmount('1000000000000.01') }, 'the face value is at most 1000000000000.00'],
    [{ type: 'ordinary' as const }, 'only a full-reduction voucher has a threshold'],
  ])('are not issued with %j', async (more, reason) => {
    await expect(issue(system.ledger, 'refused', more)).rejects.toThrow(reason);
  });
});
