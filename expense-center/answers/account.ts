import { z } from 'zod';
import { voucher } from './instruments.js';
import {
  actor,
  amount,
  at,
  balance,
  currency,
  dayOf,
  id,
  instrumentStatus,
  language,
  lock,
  pageOf,
  paid,
  voucherType,
} from './parts.js';

const profileFields = {
  name: z.string(),
  email: z.string().optional(),
  language: language.optional(),
};

export const profile = z.strictObject(profileFields);
export const wholeProfile = z.strictObject({ account: id, currency, ...profileFields });

const courseStep = z.strictObject({
  kind: z.enum(['notice', 'lock']),
  day: z.number().int().meta({ description: 'Of the arrears clock' }),
  at: at.meta({ description: 'When it is due' }),
  takenAt: at.optional(),
  overtaken: z.literal(true).optional().meta({ description: 'By a later step that was due too' }),
});

const spending = z.strictObject({
  day: dayOf,
  total: amount,
  items: z.array(z.strictObject({ item: z.string(), amount })),
  ...paid,
});

export const overview = z
  .strictObject({
    account: id,
    ...profileFields,
    currency,
    today: dayOf.meta({ description: 'In the center’s zone' }),
    cash: amount,
    storedValueBalance: balance,
    cards: z.strictObject({ count: z.number().int(), balance: amount }),
    vouchers: z.strictObject({
      count: z.number().int(),
      balance: amount,
      first: z.array(voucher).meta({ description: 'Some of them, in the order they would pay' }),
    }),
    overdraft: amount,
    cloudArrears: amount,
    owed: amount,
    arrearsSince: at.optional().meta({ description: 'Since when something is owed' }),
    course: z
      .array(courseStep)
      .meta({ description: 'The notices and the lock of what is owed, and when they came' }),
    locks: z.array(lock),
    spending: z.array(spending).meta({ description: 'The last 30 days with today, oldest first' }),
  })
  .meta({ id: 'Overview' });

const money = {
  account: id,
  currency,
  cash: amount,
  overdraft: amount,
  cloudArrears: amount,
  storedValueBalance: balance,
};

const balancesNow = z
  .strictObject({
    ...money,
    vouchers: z.array(
      z.strictObject({ id, type: voucherType, balance: amount, status: instrumentStatus }),
    ),
    storedValueCards: z.array(z.strictObject({ id, balance: amount, status: instrumentStatus })),
  })
  .meta({ id: 'Balances' });

const balancesThen = z
  .strictObject({
    ...money,
    at,
    entry: z.number().int().meta({ description: 'The number of the last entry that counts' }),
    vouchers: z.array(z.strictObject({ id, balance: amount })),
    storedValueCards: z.array(z.strictObject({ id, balance: amount })),
  })
  .meta({ id: 'BalancesThen' });

export const balances = z.union([balancesNow, balancesThen]);

const place = z.union([
  z.strictObject({ kind: z.literal('cash') }),
  z.strictObject({ kind: z.enum(['voucher', 'card']), id }),
]);

const occasion = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('settlement'), day: dayOf, n: z.string(), step: z.string() }),
  z.strictObject({ kind: z.literal('import'), number: z.string() }),
  z.strictObject({ kind: z.literal('recharge'), id }),
  z.strictObject({ kind: z.literal('redemption'), order: id }),
  z.strictObject({ kind: z.literal('command'), name: z.string(), key: z.string() }),
]);

const movementKind = z.enum([
  'opening',
  'recharge',
  'grant',
  'gift',
  'redemption',
  'card-purchase',
  'consumption',
  'forfeit',
  'repayment',
  'other',
]);

export const movements = pageOf(
  z
    .strictObject({
      entry: id.meta({ description: 'Of the ledger' }),
      at,
      place,
      direction: z.enum(['in', 'out']),
      amount,
      balance: amount.meta({ description: 'Of that cash, voucher or card, after it' }),
      kind: movementKind,
      occasion,
    })
    .meta({ id: 'Movement' }),
);

const said = z.record(z.string(), z.unknown());

export const commands = pageOf(
  z
    .strictObject({
      key: z.string(),
      name: z.string(),
      content: said.meta({ description: 'What was asked for, without secrets' }),
      result: said.meta({ description: 'What it was answered with' }),
      actor,
      from: z.string().optional().meta({ description: 'The address that it came from' }),
      at,
    })
    .meta({ id: 'Command' }),
);
