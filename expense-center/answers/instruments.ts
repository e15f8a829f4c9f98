import { z } from 'zod';
import { amount, at, id, instrumentStatus, pageOf, voucherType } from './parts.js';

export const voucher = z
  .strictObject({
    id,
    type: voucherType,
    faceValue: amount,
    balance: amount,
    minSpend: amount.meta({ description: 'The eligible spend that it asks for; 0.00 is none' }),
    singleUse: z.boolean(),
    status: instrumentStatus,
    validFrom: at.optional(),
    expiresAt: at.optional(),
  })
  .meta({ id: 'Voucher' });

export const vouchers = pageOf(voucher);

export const cards = pageOf(
  z
    .strictObject({
      id: id.meta({ description: 'The card number' }),
      faceValue: amount,
      balance: amount,
      status: instrumentStatus,
      purchaseType: z.enum(['cash', 'huawei', 'partner']),
      purchasedAt: at,
      expiresAt: at.optional(),
      order: id.optional().meta({ description: 'The Huawei order that it was redeemed from' }),
    })
    .meta({ id: 'StoredValueCard' }),
);

export const boughtCard = z.strictObject({
  card: id,
  faceValue: amount,
  cash: amount.meta({ description: 'What is left' }),
  gift: z
    .strictObject({ voucher: id, faceValue: amount })
    .optional()
    .meta({ description: 'The full-reduction voucher that came with it' }),
});

export const redeemedOrder = z.strictObject({
  cards: z.array(id),
  faceValue: amount.meta({ description: 'Of each card' }),
  repaid: amount.meta({ description: 'How much of the cards went to the overdraft' }),
});

export const givenVoucher = z.strictObject({
  voucher: id,
  faceValue: amount,
  validFrom: at,
  expiresAt: at.optional(),
});

export const issuedCodes = z.strictObject({
  batch: id,
  codes: z.array(z.string()).meta({ description: 'Answered this once' }),
});
