import { amount, remove, set, type Damage } from './ledger-damage.js';

export const cycleDamages: readonly Damage[] = [
  {
    name: 'a cycle that is gone',
    collection: 'cycles',
    damage: remove('CNY/2026-11-23'),
    found: ['cycle: cycles CNY/2026-11-23: expected the cycle of its settlements, found none'],
  },
  {
    name: 'a figure of a report',
    collection: 'cycles',
    damage: set('CNY/2026-11-23', { 'report.columns.cash': '1.01' }),
    found: ['cycle: cycles CNY/2026-11-23: expected columns cash 1.00, found 1.01'],
  },
  {
    name: 'a report that says fewer bills',
    collection: 'cycles',
    damage: set('CNY/2026-11-22', { 'report.imported.bills': 1 }),
    found: ['cycle: cycles CNY/2026-11-22: expected imported bills 8, found 1'],
  },
  {
    name: 'a report with a difference',
    collection: 'cycles',
    damage: set('CNY/2026-11-23', { 'report.differences': ['cash: 1 and 2'] }),
    found: [
      'cycle: cycles CNY/2026-11-23: expected a report without differences, found cash: 1 and 2',
    ],
  },
  {
    name: 'a cut below what was settled',
    collection: 'cycles',
    damage: set('CNY/2026-11-23', { cut: 1 }),
    found: [
      'cycle: cycles CNY/2026-11-23: expected bills up to its cut 1, found bills w-1/2026-11-23 of import 2',
    ],
  },
  {
    name: 'a manifest that was changed',
    collection: 'manifests',
    damage: set('cn4/CNY/2026-11-22/1', { total: amount('20.02') }),
    found: [
      'cycle: cycles CNY/2026-11-22: expected matched sites none, found cn4',
      'cycle: cycles CNY/2026-11-22: expected differing sites cn4 1 bills of 20.02 sent, 1 of 20.01 imported, found none',
    ],
  },
  {
    name: 'a Huawei order that cannot be read',
    collection: 'huaweiOrders',
    damage: set('order-1', { faceValue: 100 }),
    found: [
      'unreadable: huaweiOrders order-1: expected faceValue an amount (Decimal128), found 100',
    ],
  },
  {
    name: 'a record without its identity',
    collection: 'identities',
    damage: remove('voucher/ov-1'),
    found: ['identity: vouchers ov-1: expected identities voucher/ov-1, found none'],
  },
  {
    name: 'imports that are not posted',
    collection: 'imports',
    damage: set('imports', { last: 4, published: 4 }),
    found: [
      'imports: imports imports: expected posted 4, found 2: imports 3 to 4 are published but not posted',
    ],
  },
];
