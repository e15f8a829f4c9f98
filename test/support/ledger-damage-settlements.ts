import { amount, remove, set, unset, type Damage } from './ledger-damage.js';

export const settlementDamages: readonly Damage[] = [
  {
    name: 'a parked settlement that nobody would find',
    collection: 'settlements',
    damage: unset('acct-5/2026-11-22/1', 'delayed'),
    found: [
      'unsettled: settlements acct-5/2026-11-22/1: expected delayed, because it is parked, found not delayed',
    ],
  },
  {
    name: 'one that has ended and looks delayed',
    collection: 'settlements',
    damage: set('acct-2/2026-11-22/1', { delayed: true }),
    found: [
      'unsettled: settlements acct-2/2026-11-22/1: expected not delayed, because it has ended, found delayed',
    ],
  },
  {
    name: 'a line of another amount',
    collection: 'settlements',
    damage: set('acct-2/2026-11-22/1', { 'lines.0.amount': amount('8.01') }),
    found: [
      'settlement lines: settlements acct-2/2026-11-22/1: expected line 0 cn1 w-2 logs enterprise 8.00, found cn1 w-2 logs enterprise 8.01',
      'settlement lines: settlements acct-2/2026-11-22/1: expected total 8.71, found 8.70',
      'settlement lines: settlements acct-2/2026-11-22/1: expected eligibleSpend 8.01, found 8.00',
      'settlement: settlements acct-2/2026-11-22/1: expected arrears 3.71, found 3.70',
      'settlement in the ledger: settlements acct-2/2026-11-22/1: expected overdraft 3.71, found 3.70',
    ],
  },
  {
    name: 'a deduction that is gone',
    collection: 'settlements',
    damage: (stored) =>
      stored.updateOne({ _id: 'acct-2/2026-11-22/1' }, { $pop: { deductions: 1 } }),
    found: [
      'settlement: settlements acct-2/2026-11-22/1: expected cash 0.00, found 5.00',
      'settlement: settlements acct-2/2026-11-22/1: expected arrears 8.70, found 3.70',
      'settlement in the ledger: settlements acct-2/2026-11-22/1: expected overdraft 8.70, found 3.70',
      'settlement in the ledger: settlements acct-2/2026-11-22/1: expected cash 0.00, found 5.00',
    ],
  },
  {
    name: 'a voucher on a restricted line',
    collection: 'settlements',
    damage: set('acct-1/2026-11-22/1', { 'deductions.0.line': 1 }),
    found: [
      'deduction: settlements acct-1/2026-11-22/1: expected a payer of sms by enterprise settlement, found ordinary-voucher ov-1 of 100.00 on line 1',
      'deduction: settlements acct-1/2026-11-22/1: expected at most 30.00 taken for line 1, found more',
      'settlement: settlements acct-1/2026-11-22/1: expected arrears 100.00, found 0.00',
      'settlement in the ledger: settlements acct-1/2026-11-22/1: expected overdraft 100.00, found 0.00',
    ],
  },
  {
    name: 'a column that does not add up',
    collection: 'settlements',
    damage: set('acct-2/2026-11-22/1', { 'totals.cash': amount('5.01') }),
    found: [
      'settlement: settlements acct-2/2026-11-22/1: expected cash 5.00, found 5.01',
      'cycle: cycles CNY/2026-11-22: expected columns cash 42.02, found 42.01',
    ],
  },
  {
    name: 'another debt than the ledger has',
    collection: 'settlements',
    damage: set('acct-2/2026-11-22/1', { 'owed.overdraft': amount('1') }),
    found: [
      'owed: settlements acct-2/2026-11-22/1: expected overdraft 2.00, found 1.00',
      'owed: accounts acct-2: expected overdraft of settlements 1.00, found 2.00',
    ],
  },
  {
    name: 'a settlement that is gone',
    collection: 'settlements',
    damage: remove('acct-1/2026-11-23/1'),
    found: [
      'claim: bills w-1/2026-11-23: expected settlements acct-1/2026-11-23/1, which took it, found none',
      'settlement in the ledger: entries acct-1/10: expected settlements acct-1/2026-11-23/1, found none',
      'settlement in the ledger: entries acct-1/11: expected settlements acct-1/2026-11-23/1, found none',
      'cycle: cycles CNY/2026-11-23: expected settled accounts 0, found 1',
      'cycle: cycles CNY/2026-11-23: expected settled bills 0, found 1',
      'cycle: cycles CNY/2026-11-23: expected settled total 0.00, found 1.00',
      'cycle: cycles CNY/2026-11-23: expected columns cash 0.00, found 1.00',
    ],
  },
  {
    name: 'a settlement that says it is open',
    collection: 'settlements',
    damage: set('acct-1/2026-11-23/1', { state: 'open' }),
    found: [
      'settlement: settlements acct-1/2026-11-23/1: expected settledAt is there false, found true',
      'settlement: settlements acct-1/2026-11-23/1: expected has done every step false, found true',
    ],
  },
  {
    name: 'another eligible spend',
    collection: 'settlements',
    damage: set('acct-1/2026-11-22/2', { eligibleSpend: amount('7') }),
    found: [
      'settlement lines: settlements acct-1/2026-11-22/2: expected eligibleSpend 127.00, found 7.00',
    ],
  },
  {
    name: 'a settlement of no state',
    collection: 'settlements',
    damage: set('acct-1/2026-11-23/1', { state: 'lost' }),
    found: [
      'unreadable: settlements acct-1/2026-11-23/1: expected state one of open, waiting, parked, charging, done, found "lost"',
      'cycle: cycles CNY/2026-11-23: expected settled accounts 0, found 1',
      'cycle: cycles CNY/2026-11-23: expected settled bills 0, found 1',
      'cycle: cycles CNY/2026-11-23: expected settled total 0.00, found 1.00',
      'cycle: cycles CNY/2026-11-23: expected columns cash 0.00, found 1.00',
    ],
  },
  {
    name: 'a set-aside settlement that counts other bills',
    collection: 'settlements',
    damage: set('acct-5/2026-11-22/1', { bills: 2 }),
    found: ['settlement lines: settlements acct-5/2026-11-22/1: expected bills 1, found 2'],
  },
  {
    name: 'a part that is gone',
    collection: 'settlementParts',
    damage: remove('acct-6/2026-11-22/1/1'),
    found: [
      'settlement lines: settlements acct-6/2026-11-22/1: expected parts 1, found none',
      'settlement lines: settlements acct-6/2026-11-22/1: expected line 2000 cn4 w-6 logs enterprise 0.01, found none',
      'settlement lines: settlements acct-6/2026-11-22/1: expected total 20.00, found 20.01',
      'settlement lines: settlements acct-6/2026-11-22/1: expected eligibleSpend 20.00, found 20.01',
      'settlement: settlements acct-6/2026-11-22/1: expected cash 20.00, found 20.01',
      'settlement in the ledger: settlements acct-6/2026-11-22/1: expected cash 20.00, found 20.01',
    ],
  },
  {
    name: 'a deduction in a part of another amount',
    collection: 'settlementParts',
    damage: set('acct-6/2026-11-22/1/1', { 'deductions.0.amount': amount('0.02') }),
    found: [
      'deduction: settlements acct-6/2026-11-22/1: expected at most 0.01 taken for line 2000, found more',
      'settlement: settlements acct-6/2026-11-22/1: expected cash 20.02, found 20.01',
      'settlement in the ledger: settlements acct-6/2026-11-22/1: expected cash 20.02, found 20.01',
    ],
  },
];
