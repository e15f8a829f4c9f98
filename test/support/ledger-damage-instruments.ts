import { amount, copy, remove, set, unset, type Damage } from './ledger-damage.js';

export const instrumentDamages: readonly Damage[] = [
  {
    name: 'a cent in a voucher',
    collection: 'vouchers',
    damage: set('ov-3', { balance: amount('0.01') }),
    found: [
      'balance: vouchers ov-3: expected 0.00, found 0.01',
      'balance: vouchers ov-3: expected not used up, because something is left, found 0.01',
    ],
  },
  {
    name: 'a voucher without an entry',
    collection: 'vouchers',
    damage: copy('ov-3', { _id: 'ov-x', balance: amount('60') }),
    found: [
      'balance: vouchers ov-x: expected 0.00, found 60.00',
      'balance: vouchers ov-x: expected not used up, because something is left, found 60.00',
      'opening: vouchers ov-x: expected in the ledger 60.00, found 0.00',
      'identity: vouchers ov-x: expected identities voucher/ov-x, found none',
    ],
  },
  {
    name: 'a voucher that is gone',
    collection: 'vouchers',
    damage: remove('ov-4'),
    found: [
      'posting: entries acct-4/1: expected a ledger account that exists, found voucher:ov-4',
      'posting: entries acct-4/3: expected a ledger account that exists, found voucher:ov-4',
      'deduction: settlements acct-4/2026-11-22/1: expected an instrument that exists, found ordinary-voucher ov-4',
      'settlement in the ledger: entries acct-4/3: expected a payer of applyVouchers, found voucher:ov-4',
      'identity: identities voucher/ov-4: expected vouchers ov-4, found none',
    ],
  },
  {
    name: 'a forfeit that is not said',
    collection: 'vouchers',
    damage: unset('fv-1', 'forfeited'),
    found: ['forfeit: vouchers fv-1: expected forfeited true, found false'],
  },
  {
    name: 'a voucher that had expired',
    collection: 'vouchers',
    damage: set('ov-4', { expiresAt: '2026-11-01T00:00:00.000Z' }),
    found: [
      'deduction: settlements acct-4/2026-11-22/1: expected an instrument valid at 2026-11-22T16:00:00.000Z, found ordinary-voucher ov-4',
    ],
  },
  {
    name: 'a voucher of another type',
    collection: 'vouchers',
    damage: set('ov-4', { type: 'full-reduction' }),
    found: [
      'deduction: settlements acct-4/2026-11-22/1: expected an instrument that exists, found ordinary-voucher ov-4',
      'settlement in the ledger: entries acct-4/3: expected a payer of applyVouchers, found voucher:ov-4',
    ],
  },
  {
    name: 'a threshold that was not met',
    collection: 'vouchers',
    damage: set('fv-1', { minSpend: amount('500') }),
    found: [
      'deduction: settlements acct-1/2026-11-22/1: expected a threshold of at most 120.00, found full-reduction-voucher fv-1',
    ],
  },
  {
    name: 'a voucher that is not published',
    collection: 'vouchers',
    damage: set('ov-4', { import: 9 }),
    found: [
      'unpublished: entries acct-4/1: expected a published instrument, found voucher:ov-4',
      'unpublished: entries acct-4/3: expected a published instrument, found voucher:ov-4',
      'deduction: settlements acct-4/2026-11-22/1: expected an instrument that exists, found ordinary-voucher ov-4',
      'settlement in the ledger: entries acct-4/3: expected a payer of applyVouchers, found voucher:ov-4',
      'identity: identities voucher/ov-4: expected vouchers ov-4, found none',
    ],
  },
  {
    name: 'a cent in a card',
    collection: 'storedValueCards',
    damage: set('c-1', { balance: amount('0.01') }),
    found: [
      'balance: storedValueCards c-1: expected 0.00, found 0.01',
      'balance: storedValueCards c-1: expected not used up, because something is left, found 0.01',
    ],
  },
  {
    name: 'a card above its face value',
    collection: 'storedValueCards',
    damage: set('c-3', { faceValue: amount('0.5'), balance: amount('1') }),
    found: [
      'balance: storedValueCards c-3: expected 0.00, found 1.00',
      'balance: storedValueCards c-3: expected not used up, because something is left, found 1.00',
      'balance: storedValueCards c-3: expected at most its face value 0.50, found 1.00',
    ],
  },
  {
    name: 'a recharge of another amount',
    collection: 'recharges',
    damage: set('r-1', { amount: amount('11') }),
    found: ['opening: recharges r-1: expected in the ledger 11.00, found 10.00'],
  },
];
