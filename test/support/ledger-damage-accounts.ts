import { amount, remove, set, unset, type Damage } from './ledger-damage.js';

export const accountDamages: readonly Damage[] = [
  {
    name: 'a cent more cash',
    collection: 'accounts',
    damage: set('acct-1', { cash: amount('92.01') }),
    found: ['balance: accounts acct-1: expected cash 92.00, found 92.01'],
  },
  {
    name: 'a cent less overdraft',
    collection: 'accounts',
    damage: set('acct-2', { overdraft: amount('1.99') }),
    found: [
      'balance: accounts acct-2: expected overdraft 2.00, found 1.99',
      'owed: accounts acct-2: expected overdraft of settlements 2.00, found 1.99',
    ],
  },
  {
    name: 'cloud arrears that are gone',
    collection: 'accounts',
    damage: set('acct-4', { cloudArrears: amount('0') }),
    found: [
      'balance: accounts acct-4: expected cloudArrears 20.00, found 0.00',
      'clock: accounts acct-4: expected no arrearsSince, because it owes nothing, found 2026-11-24T01:00:00.000Z',
      'owed: accounts acct-4: expected cloud arrears of settlements 20.00, found 0.00',
    ],
  },
  {
    name: 'cash and an overdraft at once',
    collection: 'accounts',
    damage: set('acct-2', { cash: amount('1') }),
    found: [
      'balance: accounts acct-2: expected cash 0.00, found 1.00',
      'balance: accounts acct-2: expected cash or an overdraft, never both, found 1.00 and 2.00',
    ],
  },
  {
    name: 'a debt without its clock',
    collection: 'accounts',
    damage: unset('acct-2', 'arrearsSince'),
    found: ['clock: accounts acct-2: expected arrearsSince, because it owes, found none'],
  },
  {
    name: 'a lock of arrears where nothing is owed',
    collection: 'accounts',
    damage: set('acct-7', {
      locks: [
        {
          cause: 'arrears',
          since: '2026-11-24T01:00:00.000Z',
          owedSince: '2026-11-01T01:00:00.000Z',
        },
      ],
    }),
    found: [
      'arrears course: accounts acct-7: expected no lock, because it owes nothing, found one of the clock of 2026-11-01T01:00:00.000Z',
    ],
  },
  {
    name: 'a lock of another clock, twice',
    collection: 'accounts',
    damage: set('acct-2', {
      locks: [
        {
          cause: 'arrears',
          since: '2026-12-08T01:00:00.000Z',
          owedSince: '2026-11-24T01:00:00.000Z',
        },
        {
          cause: 'arrears',
          since: '2026-11-24T01:00:00.000Z',
          owedSince: '2026-11-01T01:00:00.000Z',
        },
      ],
    }),
    found: [
      'arrears course: accounts acct-2: expected one lock because of arrears, found 2',
      'arrears course: accounts acct-2: expected a lock of the clock of 2026-11-24T01:00:00.000Z, found one of the clock of 2026-11-01T01:00:00.000Z',
    ],
  },
  {
    name: 'a step of the arrears course before its clock, taken twice',
    collection: 'accounts',
    damage: set('acct-2', {
      course: [
        { day: 0, at: '2026-11-24T01:00:00.000Z' },
        { day: 0, at: '2026-11-23T01:00:00.000Z' },
      ],
    }),
    found: [
      'arrears course: accounts acct-2: expected each step once, found day 0, 0',
      'arrears course: accounts acct-2: expected day 0 after 2026-11-24T01:00:00.000Z, found 2026-11-23T01:00:00.000Z',
    ],
  },
  {
    name: 'a step of an arrears course that is over',
    collection: 'accounts',
    damage: set('acct-7', { course: [{ day: 0, at: '2026-11-24T01:00:00.000Z' }] }),
    found: [
      'arrears course: accounts acct-7: expected no step, because it owes nothing, found day 0',
    ],
  },
  {
    name: 'a chain with another head',
    collection: 'accounts',
    damage: set('acct-7', { head: 'x' }),
    found: ['chain: accounts acct-7: expected head HASH, found x'],
  },
  {
    name: 'a count of entries that is too high',
    collection: 'accounts',
    damage: set('acct-7', { entries: 9 }),
    found: ['chain: accounts acct-7: expected entries 1, found 9'],
  },
  {
    name: 'a text where an amount belongs',
    collection: 'accounts',
    damage: set('acct-1', { cash: '92.00' }),
    found: ['unreadable: accounts acct-1: expected cash an amount (Decimal128), found "92.00"'],
  },
  {
    name: 'a balance below zero',
    collection: 'accounts',
    damage: set('acct-1', { cash: amount('-1') }),
    found: ['unreadable: accounts acct-1: expected cash an amount, not below zero, found -1'],
  },
  {
    name: 'an account that is gone',
    collection: 'accounts',
    damage: remove('acct-7'),
    found: [
      'reference: entries acct-7/1: expected accounts acct-7, found none',
      'identity: identities account/acct-7: expected accounts acct-7, found none',
    ],
  },
  {
    name: 'an account without its id',
    collection: 'accounts',
    damage: unset('acct-7', 'account'),
    found: [
      'reference: entries acct-7/1: expected accounts acct-7, found none',
      'reference: accounts acct-7: expected the id of an account, found none',
    ],
  },
  {
    name: 'an opening balance that is not what was opened',
    collection: 'accounts',
    damage: set('acct-7', { opening: amount('4') }),
    found: ['opening: accounts acct-7: expected in the ledger 4.00, found 3.00'],
  },
];
