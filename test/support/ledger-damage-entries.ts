import { amount, copy, remove, set, type Damage } from './ledger-damage.js';

export const entrieDamages: readonly Damage[] = [
  {
    name: 'an entry that is gone',
    collection: 'entries',
    damage: remove('acct-1/2'),
    found: [
      'chain: entries acct-1/3: expected number 2, found 3',
      'balance: accounts acct-1: expected cash 82.00, found 92.00',
      'opening: recharges r-1: expected in the ledger 10.00, found 0.00',
    ],
  },
  {
    name: 'the last entry that is gone',
    collection: 'entries',
    damage: remove('acct-7/1'),
    found: [
      'chain: accounts acct-7: expected entries 0, found 1',
      'chain: accounts acct-7: expected head none, found HASH',
      'balance: accounts acct-7: expected cash 0.00, found 3.00',
      'opening: accounts acct-7: expected in the ledger 3.00, found 0.00',
    ],
  },
  {
    name: 'an entry that is there twice',
    collection: 'entries',
    damage: copy('acct-7/1', { _id: 'acct-7/2', number: 2, key: 'import/1 ' }),
    found: [
      'chain: entries acct-7/2: expected previous HASH, found none',
      'chain: entries acct-7/2: expected hash HASH, found HASH',
      'chain: accounts acct-7: expected entries 2, found 1',
      'balance: accounts acct-7: expected cash 6.00, found 3.00',
    ],
  },
  {
    name: 'a posting of another amount',
    collection: 'entries',
    damage: set('acct-7/1', { 'postings.0.amount': amount('3.01') }),
    found: [
      'chain: entries acct-7/1: expected hash HASH, found HASH',
      'balance: accounts acct-7: expected cash 3.01, found 3.00',
      'opening: accounts acct-7: expected in the ledger 3.00, found 3.01',
    ],
  },
  {
    name: 'a posting to no ledger account',
    collection: 'entries',
    damage: set('acct-7/1', { 'postings.0.credit': 'cahs' }),
    found: [
      'chain: entries acct-7/1: expected hash HASH, found HASH',
      'posting: entries acct-7/1: expected a ledger account that exists, found cahs',
      'balance: accounts acct-7: expected cash 0.00, found 3.00',
      'opening: accounts acct-7: expected in the ledger 3.00, found 0.00',
    ],
  },
  {
    name: 'a posting of nothing',
    collection: 'entries',
    damage: set('acct-7/1', { 'postings.0.amount': amount('0') }),
    found: [
      'chain: entries acct-7/1: expected hash HASH, found HASH',
      'posting: entries acct-7/1: expected an amount above zero, found 0.00',
      'balance: accounts acct-7: expected cash 0.00, found 3.00',
      'opening: accounts acct-7: expected in the ledger 3.00, found 0.00',
    ],
  },
  {
    name: 'a broken hash',
    collection: 'entries',
    damage: set('acct-7/1', { hash: 'x' }),
    found: [
      'chain: entries acct-7/1: expected hash HASH, found x',
      'chain: accounts acct-7: expected head x, found HASH',
    ],
  },
  {
    name: 'an entry after another one',
    collection: 'entries',
    damage: set('acct-1/3', { previous: 'x' }),
    found: [
      'chain: entries acct-1/3: expected previous HASH, found x',
      'chain: entries acct-1/3: expected hash HASH, found HASH',
    ],
  },
  {
    name: 'an entry of another currency',
    collection: 'entries',
    damage: set('acct-7/1', { currency: 'USD' }),
    found: [
      'chain: entries acct-7/1: expected hash HASH, found HASH',
      'posting: entries acct-7/1: expected currency CNY, found USD',
    ],
  },
  {
    name: 'an entry that cannot be read',
    collection: 'entries',
    damage: set('acct-7/1', { postings: 'none' }),
    found: ['unreadable: entries acct-7/1: expected postings a list, found "none"'],
  },
];
