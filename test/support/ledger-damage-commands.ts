import { amount, copy, remove, set, unset, type Damage } from './ledger-damage.js';

/** Done to what the commands of accounts have left: see test/ledger/audit-commands.test.ts. */
export const commandDamages: readonly Damage[] = [
  {
    name: 'an order that another account has redeemed',
    collection: 'huaweiOrders',
    damage: set('CS-1', { account: 'acct-2' }),
    found: [
      'redemption: storedValueCards CS-1-1: expected huaweiOrders CS-1, redeemed by acct-1, found none',
      'redemption: storedValueCards CS-1-2: expected huaweiOrders CS-1, redeemed by acct-1, found none',
      'redemption: entries acct-1/1: expected huaweiOrders CS-1, redeemed by acct-1, found none',
      'redemption: huaweiOrders CS-1: expected cards 2, found 0',
      'redemption: huaweiOrders CS-1: expected at its entry, found AT',
    ],
  },
  {
    name: 'an order that says of nobody that it was redeemed',
    collection: 'huaweiOrders',
    damage: unset('CS-1', 'account'),
    found: [
      'redemption: storedValueCards CS-1-1: expected huaweiOrders CS-1, redeemed by acct-1, found none',
      'redemption: storedValueCards CS-1-2: expected huaweiOrders CS-1, redeemed by acct-1, found none',
      'redemption: entries acct-1/1: expected huaweiOrders CS-1, redeemed by acct-1, found none',
      'redemption: huaweiOrders CS-1: expected the account that redeemed it, found none',
    ],
  },
  {
    name: 'an order with an account that is no text',
    collection: 'huaweiOrders',
    damage: set('CS-2', { account: 5 }),
    found: ['unreadable: huaweiOrders CS-2: expected account a text, found 5'],
  },
  {
    name: 'an order redeemed without cards',
    collection: 'huaweiOrders',
    damage: set('CS-2', { account: 'acct-1', redeemedAt: '2026-11-23T00:00:00.000Z' }),
    found: [
      'redemption: huaweiOrders CS-2: expected cards 1, found 0',
      'redemption: huaweiOrders CS-2: expected at its entry, found AT',
    ],
  },
  {
    name: 'a redeemed card that is gone',
    collection: 'storedValueCards',
    damage: remove('CS-1-2'),
    found: [
      'posting: entries acct-1/1: expected a ledger account that exists, found card:CS-1-2',
      'redemption: huaweiOrders CS-1: expected cards 2, found 1',
      'redemption: huaweiOrders CS-1: expected in the ledger card:CS-1-1 100.00, found card:CS-1-1 100.00, card:CS-1-2 100.00',
      'identity: identities storedValueCard/CS-1-2: expected storedValueCards CS-1-2, found none',
    ],
  },
  {
    name: 'a card more of the order',
    collection: 'storedValueCards',
    damage: copy('CS-1-2', { _id: 'CS-1-3' }),
    found: [
      'balance: storedValueCards CS-1-3: expected 0.00, found 100.00',
      'redemption: huaweiOrders CS-1: expected cards 2, found 3',
      'redemption: huaweiOrders CS-1: expected in the ledger card:CS-1-1 100.00, card:CS-1-2 100.00, card:CS-1-3 100.00, found card:CS-1-1 100.00, card:CS-1-2 100.00',
      'identity: storedValueCards CS-1-3: expected identities storedValueCard/CS-1-3, found none',
    ],
  },
  {
    name: 'a redeemed card of another kind',
    collection: 'storedValueCards',
    damage: set('CS-1-2', { purchaseType: 'cash' }),
    found: [
      'redemption: storedValueCards CS-1-2: expected huawei 100.00 100.00 AT never, found cash 100.00 100.00 AT never',
    ],
  },
  {
    name: 'a cent in a redeemed card',
    collection: 'storedValueCards',
    damage: set('CS-1-2', { balance: amount('99.99') }),
    found: ['balance: storedValueCards CS-1-2: expected 100.00, found 99.99'],
  },
  {
    name: 'a card of no import and no order',
    collection: 'storedValueCards',
    damage: unset('CS-1-1', 'order'),
    found: [
      'opening: storedValueCards CS-1-1: expected in the ledger 100.00, found 0.00',
      'redemption: huaweiOrders CS-1: expected cards 2, found 1',
      'redemption: huaweiOrders CS-1: expected in the ledger card:CS-1-2 100.00, found card:CS-1-1 100.00, card:CS-1-2 100.00',
      'given: storedValueCards CS-1-1: expected cash 100.00 AT never, found huawei 100.00 AT never',
    ],
  },
  {
    name: 'a lock that is gone',
    collection: 'accounts',
    damage: unset('acct-2', 'locks'),
    found: [
      'unsubscription: workspaces w-aws: expected a lock, because ca-aws is unsubscribed, found none',
    ],
  },
  {
    name: 'a lock because of a cloud account that is subscribed',
    collection: 'cloudAccounts',
    damage: unset('ca-aws', 'subscribedUntil'),
    found: ['unsubscription: workspaces w-aws: expected no lock, found one because of ca-aws'],
  },
  {
    name: 'a switch that nobody has asked for',
    collection: 'cloudAccounts',
    damage: unset('ca-ali', 'subscribedUntil'),
    found: [
      'unsubscription: workspaces w-ali: expected an unsubscribed cloud account left from 2026-11-22 on, found none',
    ],
  },
  {
    name: 'a switch that came too early',
    collection: 'cloudAccounts',
    damage: set('ca-ali', { subscribedUntil: '2026-11-22T00:00:00.000Z' }),
    found: [
      'unsubscription: workspaces w-ali: expected enterprise after 2026-11-22, found enterprise from 2026-11-22',
    ],
  },
  {
    name: 'terms without the switch',
    collection: 'workspaces',
    damage: (stored) => stored.updateOne({ _id: 'w-ali' }, { $pop: { terms: 1 } }),
    found: [
      'unsubscription: workspaces w-ali: expected enterprise settlement, found cloud account ca-ali',
      'bill stamp: bills w-ali/2026-11-22: expected cn2, acct-2, cloud, ca-ali, found cn2, acct-2, enterprise, enterprise',
    ],
  },
  {
    name: 'terms out of order',
    collection: 'workspaces',
    damage: set('w-ali', { 'terms.0.from': '2026-11-23' }),
    found: [
      'unsubscription: workspaces w-ali: expected terms from 2026-11-23 or later, found 2026-11-22',
    ],
  },
];
