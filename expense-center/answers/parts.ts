import { z } from 'zod';
import { currencies } from '../../domain/billing-cycle.js';
import { settlementSteps } from '../../domain/deduction-order.js';

/** What answers are made of. */

export const id = z.string();

export const amount = z
  .string()
  .meta({ description: 'In the currency of the account', examples: ['130.00'] });

export const balance = z
  .string()
  .meta({ description: 'May be below zero: cards less the overdraft', examples: ['-8.70'] });

export const at = z.string().meta({ format: 'date-time' });
export const dayOf = z.string().meta({ format: 'date' });

export const currency = z.enum(currencies);
export const method = z.enum(['enterprise', 'cloud']);
export const provider = z.enum(['aws', 'alibaba-cloud', 'huawei-cloud']);
export const language = z.enum(['en', 'zh']);
export const role = z.enum(['viewer', 'finance', 'owner', 'operator']);
export const voucherType = z.enum(['ordinary', 'full-reduction']);
export const stepName = z.enum(settlementSteps.map(({ name }) => name));

export const instrumentKind = z.enum([
  'ordinary-voucher',
  'full-reduction-voucher',
  'stored-value-card',
  'cash',
  'cloud-account',
]);

export const instrumentStatus = z
  .enum(['active', 'not-yet-valid', 'used-up', 'expired', 'forfeited'])
  .meta({ description: 'As of now' });

/** A list, page by page. */
export function pageOf<Row extends z.ZodType>(
  row: Row,
): z.ZodObject<{ rows: z.ZodArray<Row>; next: z.ZodOptional<z.ZodString> }, z.core.$strict> {
  return z.strictObject({
    rows: z.array(row),
    next: z
      .string()
      .optional()
      .meta({ description: 'The `after` of the next page; absent where this is the last' }),
  });
}

export const columns = {
  ordinaryVouchers: amount,
  fullReductionVouchers: amount,
  storedValueCards: amount,
  cash: amount,
  cloudAccount: amount,
  arrears: amount,
};

export const paid = {
  ...columns,
  due: z.string().meta({ description: 'What nobody has paid and nobody owes yet' }),
};

export const billsState = z.enum(['unsettled', 'parked', 'open', 'charging', 'arrears', 'settled']);

export const lockCause = z.enum(['arrears', 'cloud-account-unsubscribed']);

export const lock = z.discriminatedUnion('cause', [
  z.strictObject({ cause: z.literal('arrears'), since: at, owedSince: at }),
  z.strictObject({
    cause: z.literal('cloud-account-unsubscribed'),
    workspace: id,
    cloudAccount: id,
    since: at,
  }),
]);

export const actor = z.strictObject({ id, name: z.string(), role });
