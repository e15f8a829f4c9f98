import { newInstrumentId } from '../../ledger/commands/new-instruments.js';
import { command } from './commands.js';
import { amount, remove, set, unset, type Damage } from './ledger-damage.js';

/** What the commands of test/ledger/audit-money.test.ts make: ids follow from their keys. */
export const made = {
  recharge: newInstrumentId('recharge', command('acct-1', 'ask')),
  pending: newInstrumentId('recharge', command('acct-1', 'ask-2')),
  card: newInstrumentId('card', command('acct-1', 'buy')),
  gift: newInstrumentId('gift', command('acct-1', 'buy')),
  granted: newInstrumentId('voucher', command('acct-1', 'grant')),
  activated: newInstrumentId('voucher', command('acct-1', 'activate')),
  cloud: newInstrumentId('cloud', command('acct-2', 'register')),
};

/** Done to what money commands, codes and changes of workspaces have left. */
export const moneyDamages: readonly Damage[] = [
  {
    name: 'a recharge that nobody confirmed and that is money',
    collection: 'rechargeOrders',
    damage: set(made.recharge, { state: 'pending' }),
    found: [
      'recharge: rechargeOrders recharge-ID: expected confirmed at AT with a reference, 20000.00, found pending at AT with a reference, 20000.00',
      'payment: identities payment/pay-1: expected recharge/recharge-ID, confirmed by it, found none',
    ],
  },
  {
    name: 'a recharge that was confirmed and is no money',
    collection: 'rechargeOrders',
    damage: set(made.pending, {
      state: 'confirmed',
      confirmedAt: '2026-11-21T02:00:00.000Z',
      reference: 'pay-1',
    }),
    found: [
      'recharge: rechargeOrders recharge-ID: expected no confirmation, found confirmed at AT with a reference, 5.00',
      'payment: rechargeOrders recharge-ID: expected a payment pay-1 of its own, found recharge/recharge-ID',
    ],
  },
  {
    name: 'a cent more of a recharge than came',
    collection: 'rechargeOrders',
    damage: set(made.recharge, { amount: amount('20000.01') }),
    found: [
      'recharge: rechargeOrders recharge-ID: expected confirmed at AT with a reference, 20000.00, found confirmed at AT with a reference, 20000.01',
    ],
  },
  {
    name: 'a recharge that is gone',
    collection: 'rechargeOrders',
    damage: remove(made.recharge),
    found: [
      'recharge: entries acct-1/1: expected rechargeOrders recharge-ID, found none',
      'payment: identities payment/pay-1: expected recharge/recharge-ID, confirmed by it, found none',
      'identity: identities recharge/recharge-ID: expected recharges or rechargeOrders recharge-ID, found none',
    ],
  },
  {
    name: 'a command that is gone',
    collection: 'commands',
    damage: remove('acct-1/buy'),
    found: ['command: entries acct-1/2: expected a command buyCard/buy, found none'],
  },
  {
    name: 'a command that says something else than was asked for',
    collection: 'commands',
    damage: set('acct-1/buy', { 'content.faceValue': '20000.00' }),
    found: [
      'command: commands acct-1/buy: expected hash HASH, found HASH',
      'command: commands acct-1/buy: expected in the ledger cash card:card-ID 20000.00, promotion voucher:gift-ID 1000.00, found cash card:card-ID 10000.00, promotion voucher:gift-ID 1000.00',
    ],
  },
  {
    name: 'a command of another time than its entry',
    collection: 'commands',
    damage: set('acct-1/grant', { at: '2026-11-20T00:00:00.000Z' }),
    found: ['command: commands acct-1/grant: expected at AT, found AT'],
  },
  {
    name: 'a command under the key of another',
    collection: 'commands',
    damage: set('acct-1/ask-2', { key: 'ask-3' }),
    found: ['command: commands acct-1/ask-2: expected id acct-1/ask-3, found acct-1/ask-2'],
  },
  {
    name: 'an answer that names another voucher',
    collection: 'commands',
    damage: set('acct-1/activate', { 'result.voucher': 'v-x' }),
    found: [
      'command: commands acct-1/activate: expected in the ledger promotion voucher:v-x 3.00, found promotion voucher:voucher-ID 3.00',
      'code: commands acct-1/activate: expected a code of v-x, found a code of voucher-ID',
    ],
  },
  {
    name: 'a gift that is worth more',
    collection: 'vouchers',
    damage: set(made.gift, { opening: amount('5000.00') }),
    found: [
      'opening: vouchers gift-ID: expected in the ledger 5000.00, found 1000.00',
      'given: vouchers gift-ID: expected opening 1000.00, found 5000.00',
    ],
  },
  {
    name: 'a voucher that pays days that were over when it was given',
    collection: 'vouchers',
    damage: set(made.granted, { validFrom: '2026-01-01T00:00:00.000Z' }),
    found: ['given: vouchers voucher-ID: expected validFrom AT or later, found AT'],
  },
  {
    name: 'a voucher without a first day',
    collection: 'vouchers',
    damage: unset(made.granted, 'validFrom'),
    found: ['given: vouchers voucher-ID: expected validFrom AT or later, found no time'],
  },
  {
    name: 'a bought card that expires',
    collection: 'storedValueCards',
    damage: set(made.card, { expiresAt: '2027-01-01T00:00:00.000Z' }),
    found: [
      'given: storedValueCards card-ID: expected cash 10000.00 AT never, found cash 10000.00 AT AT',
    ],
  },
  {
    name: 'a used code of another voucher',
    collection: 'voucherCodes',
    damage: (stored) => stored.updateOne({ account: 'acct-1' }, { $set: { voucher: 'v-x' } }),
    found: [
      'code: voucherCodes CODE: expected a voucher of ordinary 3.00 above 0.00 often from AT for ever, found none',
      'code: commands acct-1/activate: expected a code of voucher-ID, found a code of v-x',
    ],
  },
  {
    name: 'an activated voucher that says something else than its code',
    collection: 'vouchers',
    damage: set(made.activated, { singleUse: true }),
    found: [
      'code: voucherCodes CODE: expected a voucher of ordinary 3.00 above 0.00 often from AT for ever, found a voucher of ordinary 3.00 above 0.00 once from AT for ever',
    ],
  },
  {
    name: 'a used code that says of nobody that it was used',
    collection: 'voucherCodes',
    damage: (stored) => stored.updateOne({ account: 'acct-1' }, { $unset: { account: '' } }),
    found: [
      'code: commands acct-1/activate: expected a code of voucher-ID, found none',
      'code: voucherCodes CODE: expected the account that used it, found none',
    ],
  },
  {
    name: 'a code with an account that is no text',
    collection: 'voucherCodes',
    damage: (stored) => stored.updateOne({ account: { $exists: false } }, { $set: { account: 5 } }),
    found: ['unreadable: voucherCodes HASH-OF-CODE: expected account a text, found 5'],
  },
  {
    name: 'a cloud account that is not what was registered',
    collection: 'cloudAccounts',
    damage: set(made.cloud, { customer: '999999999999' }),
    found: [
      'command: commands acct-2/register: expected cloudAccounts cloud-ID aws 123456789012 product1, found aws 999999999999 product1',
    ],
  },
  {
    name: 'terms that nobody asked for',
    collection: 'workspaces',
    damage: unset('w-2', 'terms.1.asked'),
    found: [
      'terms: workspaces w-2: expected a command that changed it from 2026-11-22 on, found none',
      'terms: commands acct-2/method: expected a term of w-2, found none',
    ],
  },
  {
    name: 'terms that hold too early',
    collection: 'workspaces',
    damage: set('w-2', { 'terms.1.from': '2026-11-21' }),
    found: ['terms: workspaces w-2: expected a term from 2026-11-22 on, found 2026-11-21'],
  },
  {
    name: 'terms by a command of another kind',
    collection: 'workspaces',
    damage: set('w-2', { 'terms.1.asked.change': 'bind' }),
    found: [
      'terms: workspaces w-2: expected commands acct-2/method, bindWorkspace, found changeSettlementMethod',
    ],
  },
  {
    name: 'two changes of method in a month',
    collection: 'workspaces',
    damage: (stored) =>
      stored.updateOne(
        { _id: 'w-2' },
        {
          $push: {
            terms: {
              from: '2026-11-23',
              account: 'acct-2',
              method: 'enterprise',
              asked: { change: 'method', on: '2026-11-22', command: 'acct-2/method' },
            },
          } as never,
        },
      ),
    found: ['terms: workspaces w-2: expected one change of method in 2026-11, found more'],
  },
  {
    name: 'a workspace that was bound and is gone',
    collection: 'workspaces',
    damage: remove('w-new'),
    found: [
      'terms: commands acct-2/bind: expected a term of w-new, found none',
      'identity: identities workspace/w-new: expected workspaces w-new, found none',
    ],
  },
  {
    name: 'a payment that confirmed another recharge',
    collection: 'identities',
    damage: set('payment/pay-1', { hash: 'recharge/r-x' }),
    found: [
      'payment: rechargeOrders recharge-ID: expected a payment pay-1 of its own, found recharge/r-x',
      'payment: identities payment/pay-1: expected recharge/r-x, confirmed by it, found none',
    ],
  },
];
