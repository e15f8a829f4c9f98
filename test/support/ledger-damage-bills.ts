import { amount, remove, set, type Damage } from './ledger-damage.js';

export const billDamages: readonly Damage[] = [
  {
    name: 'a bill line of another amount',
    collection: 'bills',
    damage: set('w-2/2026-11-22', { 'lines.0.amount': amount('9') }),
    found: [
      'bill: bills w-2/2026-11-22: expected total 9.70, found 8.70',
      'bill: bills w-2/2026-11-22: expected rounded 9.70, found 8.70',
      'settlement lines: settlements acct-2/2026-11-22/1: expected line 0 cn1 w-2 logs enterprise 9.00, found cn1 w-2 logs enterprise 8.00',
    ],
  },
  {
    name: 'a bill that nobody claims',
    collection: 'bills',
    damage: set('w-1/2026-11-23', { settlement: null }),
    found: [
      'settlement lines: settlements acct-1/2026-11-23/1: expected bills 0, found 1',
      'settlement lines: settlements acct-1/2026-11-23/1: expected line 0 none, found cn1 w-1 logs enterprise 1.00',
      'claim: bills w-1/2026-11-23: expected a settlement, because cycle CNY/2026-11-23 is closed, found none',
      'unsettled: bills w-1/2026-11-23: expected CNY/2026-11-23 in unsettledDays, found none',
    ],
  },
  {
    name: 'a bill claimed by a settlement that there is not',
    collection: 'bills',
    damage: set('w-1/2026-11-23', { settlement: 4 }),
    found: [
      'claim: bills w-1/2026-11-23: expected settlements acct-1/2026-11-23/4, which took it, found none',
      'settlement lines: settlements acct-1/2026-11-23/1: expected bills 0, found 1',
      'settlement lines: settlements acct-1/2026-11-23/1: expected line 0 none, found cn1 w-1 logs enterprise 1.00',
    ],
  },
  {
    name: 'a bill that is gone',
    collection: 'bills',
    damage: remove('w-4/2026-11-22'),
    found: [
      'settlement lines: settlements acct-4/2026-11-22/1: expected bills 0, found 1',
      'settlement lines: settlements acct-4/2026-11-22/1: expected line 0 none, found cn2 w-4 logs cloud aws-4 30.00',
      'cycle: cycles CNY/2026-11-22: expected imported bills 7, found 8',
      'cycle: cycles CNY/2026-11-22: expected imported total 330.71, found 360.71',
      'identity: identities bill/w-4/2026-11-22: expected bills w-4/2026-11-22, found none',
    ],
  },
  {
    name: 'a bill of another method',
    collection: 'bills',
    damage: set('w-4/2026-11-22', { method: 'enterprise' }),
    found: [
      'bill stamp: bills w-4/2026-11-22: expected cn2, acct-4, cloud, aws-4, found cn2, acct-4, enterprise, aws-4',
      'settlement lines: settlements acct-4/2026-11-22/1: expected line 0 cn2 w-4 logs enterprise aws-4 30.00, found cn2 w-4 logs cloud aws-4 30.00',
    ],
  },
  {
    name: 'a charge of another amount',
    collection: 'cloudCharges',
    damage: set('aws-3/2026-11-22/1', { amount: amount('65.01') }),
    found: [
      'cloud charge: cloudCharges aws-3/2026-11-22/1: expected amount 65.00, found 65.01',
      'cloud charge: cloudCharges aws-3/2026-11-22/1: expected units 6501, found 6500',
      'cloud charge: settlements acct-3/2026-11-22/1: expected charge aws-3/2026-11-22/1 aws-3 65.01 charging, found aws-3 65.00 charging',
      'cloud charge: cloudCharges aws-3/2026-11-22/1: expected in the ledger 65.00, found 65.01',
    ],
  },
  {
    name: 'a share of another amount',
    collection: 'cloudCharges',
    damage: set('aws-3/2026-11-22/1', { 'shares.0.amount': amount('64') }),
    found: [
      'cloud charge: cloudCharges aws-3/2026-11-22/1: expected shares w-3b 65.00, found w-3b 64.00',
    ],
  },
  {
    name: 'a charge in another state',
    collection: 'cloudCharges',
    damage: set('aws-3/2026-11-22/1', { state: 'accepted' }),
    found: [
      'cloud charge: settlements acct-3/2026-11-22/1: expected charge aws-3/2026-11-22/1 aws-3 65.00 accepted, found aws-3 65.00 charging',
      'cloud charge: cloudCharges aws-3/2026-11-22/1: expected decided in the ledger 0.00, found 65.00',
    ],
  },
  {
    name: 'a charge that is gone',
    collection: 'cloudCharges',
    damage: remove('aws-4/2026-11-22/1'),
    found: [
      'posting: entries acct-4/4: expected a ledger account that exists, found charge:aws-4/2026-11-22/1',
      'posting: entries acct-4/4: expected a ledger account that exists, found charge:aws-4/2026-11-22/1',
      'cloud charge: settlements acct-4/2026-11-22/1: expected cloudCharges aws-4/2026-11-22/1, found none',
    ],
  },
  {
    name: 'a cloud account that is gone',
    collection: 'cloudAccounts',
    damage: remove('aws-3'),
    found: [
      'reference: workspaces w-3a: expected cloudAccounts aws-3 of acct-3, found none',
      'reference: workspaces w-3b: expected cloudAccounts aws-3 of acct-3, found none',
      'cloud charge: cloudCharges aws-3/2026-11-22/1: expected cloud account aws-3 of its provider, found none',
      'identity: identities cloudAccount/aws-3: expected cloudAccounts aws-3, found none',
    ],
  },
  {
    name: 'a cloud account of another vendor',
    collection: 'cloudAccounts',
    damage: set('aws-3', { provider: 'huawei-cloud' }),
    found: [
      'cloud charge: cloudCharges aws-3/2026-11-22/1: expected cloud account aws-3 of huawei-cloud, found aws',
    ],
  },
  {
    name: 'a workspace with other terms',
    collection: 'workspaces',
    damage: set('w-2', { 'terms.0.account': 'acct-1' }),
    found: [
      'bill stamp: bills w-2/2026-11-22: expected cn1, acct-1, enterprise, enterprise, found cn1, acct-2, enterprise, enterprise',
    ],
  },
  {
    name: 'a workspace that is gone',
    collection: 'workspaces',
    damage: remove('w-2'),
    found: [
      'bill: bills w-2/2026-11-22: expected workspaces w-2, found none',
      'identity: identities workspace/w-2: expected workspaces w-2, found none',
    ],
  },
];
