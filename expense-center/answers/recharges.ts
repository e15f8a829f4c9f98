import { z } from 'zod';
import { amount, at, currency, id, pageOf } from './parts.js';

export const recharges = pageOf(
  z
    .strictObject({
      id,
      amount,
      state: z.enum(['pending', 'confirmed', 'cancelled']),
      at: at.meta({ description: 'When it was asked for; of an imported one when it came' }),
      confirmedAt: at.optional(),
      reference: z.string().optional().meta({ description: 'The payment’s' }),
      imported: z.boolean(),
    })
    .meta({ id: 'Recharge' }),
);

export const requestedRecharge = z.strictObject({
  recharge: id,
  amount,
  state: z.literal('pending'),
  requestedAt: at,
});

export const confirmedRecharge = z
  .strictObject({
    recharge: id,
    amount,
    overdraft: amount.meta({ description: 'What of it repaid the overdraft' }),
    cloudArrears: amount.meta({ description: 'What of it repaid cloud arrears' }),
    cash: amount.meta({ description: 'What of it became cash' }),
  })
  .meta({ id: 'ConfirmedRecharge' });

export const cancelledRecharge = z.strictObject({ recharge: id, state: z.literal('cancelled') });

export const paidCloudArrears = z.strictObject({
  paid: amount,
  cloudArrears: amount.meta({ description: 'What is still owed of cloud accounts' }),
  cash: amount,
});

export const pendingRecharges = pageOf(
  z.strictObject({ account: id, recharge: id, amount, currency, requestedAt: at }),
);
