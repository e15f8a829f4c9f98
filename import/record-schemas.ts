import { z } from 'zod';
import { fits, roundBillLine, sum, zero } from '../domain/money.js';
import type { ImportRecord } from '../domain/records.js';
import * as field from './record-fields.js';

const currency = field.oneOf('CNY', 'USD');
const hundred = '100.00';

const account = z.strictObject({
  kind: z.literal('account'),
  id: field.id,
  name: field.name,
  currency,
  cash: field.amount.prefault(zero),
  email: field.email.exactOptional(),
  language: field.oneOf('en', 'zh').exactOptional(),
});

const workspace = z.strictObject({
  kind: z.literal('workspace'),
  id: field.id,
  account: field.id,
  site: field.site,
  settlement: z.discriminatedUnion('method', [
    z.strictObject({ method: z.literal('enterprise') }),
    z.strictObject({ method: z.literal('cloud'), cloudAccount: field.id }),
  ]),
});

const cloudAccount = z.strictObject({
  kind: z.literal('cloudAccount'),
  id: field.id,
  account: field.id,
  provider: field.oneOf('aws', 'alibaba-cloud', 'huawei-cloud'),
  customer: field.customer,
  instance: field.instance,
  region: field.region.exactOptional(),
  currency: currency.exactOptional(),
  subscribed: field.flag.prefault(true),
});

const voucher = z
  .strictObject({
    kind: z.literal('voucher'),
    id: field.id,
    account: field.id,
    type: field.oneOf('ordinary', 'full-reduction'),
    faceValue: field.amountAboveZero,
    balance: field.amount.exactOptional(),
    currency: currency.exactOptional(),
    minSpend: field.amount.prefault(zero),
    singleUse: field.flag.prefault(false),
    validFrom: field.instant.exactOptional(),
    expiresAt: field.instant.exactOptional(),
  })
  .transform((read) => ({ ...read, balance: read.balance ?? read.faceValue }));

const storedValueCard = z
  .strictObject({
    kind: z.literal('storedValueCard'),
    id: field.id,
    account: field.id,
    faceValue: field.amountAboveZero,
    balance: field.amount.exactOptional(),
    currency: currency.exactOptional(),
    purchaseType: field.oneOf('cash', 'huawei', 'partner'),
    purchasedAt: field.instant,
    expiresAt: field.instant.exactOptional(),
  })
  .transform((read) => ({ ...read, balance: read.balance ?? read.faceValue }));

const recharge = z.strictObject({
  kind: z.literal('recharge'),
  id: field.id,
  account: field.id,
  amount: field.amountAboveZero,
  currency: currency.exactOptional(),
  at: field.instant,
});

/** Amounts of so many characters fit 34 digits in sum, for a million of them. */
const alwaysAddsUp = 15;

const billLine = z.strictObject({
  item: field.item,
  quantity: field.quantity.exactOptional(),
  amount: field.unroundedAmount,
});

const bill = z
  .strictObject({
    kind: z.literal('bill'),
    workspace: field.id,
    day: field.day,
    currency: currency.exactOptional(),
    lines: z.array(billLine).min(1),
  })
  .superRefine(({ lines }, context) => {
    if (lines.every((line) => line.amount.length <= alwaysAddsUp)) return;
    if (fits(sum(lines.map((line) => roundBillLine(line.amount))))) return;
    context.addIssue({
      code: 'custom',
      path: ['lines'],
      message: 'their amounts, rounded, add up to more than 34 digits',
    });
  });

const huaweiOrder = z.strictObject({
  kind: z.literal('huaweiOrder'),
  order: field.id,
  customer: field.huaweiCustomer,
  currency,
  cards: field.wholeNumber(1),
  faceValue: field.amountAboveZero.prefault(hundred),
});

const manifest = z.strictObject({
  kind: z.literal('manifest'),
  site: field.site,
  currency,
  day: field.day,
  part: field.wholeNumber(1).prefault(1),
  bills: field.wholeNumber(0),
  total: field.unroundedAmount,
});

/** What each kind of record must be, and what it becomes after defaults. */
export const recordSchemas: {
  readonly [K in ImportRecord['kind']]: z.ZodType<Extract<ImportRecord, { kind: K }>>;
} = {
  account,
  workspace,
  cloudAccount,
  voucher,
  storedValueCard,
  recharge,
  bill,
  huaweiOrder,
  manifest,
};

export function isKind(kind: string): kind is ImportRecord['kind'] {
  return Object.hasOwn(recordSchemas, kind);
}

/** A record as written. */
export type RawRecord = Readonly<Record<string, unknown>>;
