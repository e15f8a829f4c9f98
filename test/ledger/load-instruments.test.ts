import { instrumentsOf, loadInstruments } from '../../ledger/load-instruments.js';
import { startLedger, type LedgerSystem } from '../support/ledger-system.js';

const account = { kind: 'account', id: 'acct-1', name: 'Example Ltd', currency: 'CNY' };
const voucher = { kind: 'voucher', account: 'acct-1', type: 'ordinary', faceValue: '10.00' };
const card = {
  kind: 'storedValueCard',
  account: 'acct-1',
  faceValue: '100.00',
  purchaseType: 'cash',
  purchasedAt: '2026-01-01T00:00:00+08:00',
};
// Of 2026-11-22 in Asia/Shanghai, and the second before it.
const end = '2026-11-23T00:00:00+08:00';
const tooEarly = '2026-11-22T23:59:59+08:00';

describe('loadInstruments', () => {
  let system: LedgerSystem;

  beforeEach(async () => {
    system = await startLedger();
  });

  afterEach(async () => {
    await system.drop();
  });

  it('leaves what expired before the end of the cycle where it is', async () => {
    await system.importRecords([
      account,
      { ...voucher, id: 'without-end' },
      { ...voucher, id: 'at-the-end', expiresAt: end },
      { ...voucher, id: 'too-early', expiresAt: tooEarly },
      { ...card, id: 'card-at-the-end', expiresAt: end },
      { ...card, id: 'card-too-early', expiresAt: tooEarly },
    ]);
    const stored = await loadInstruments(system.ledger, {
      day: '2026-11-22',
      currency: 'CNY',
      cut: 1,
      accounts: ['acct-1'],
      kinds: new Set(['ordinary-voucher', 'stored-value-card']),
    });
    expect(
      instrumentsOf(stored, 'acct-1')
        .map(({ id }) => id)
        .toSorted(),
    ).toEqual(['at-the-end', 'card-at-the-end', 'without-end']);
  });
});
