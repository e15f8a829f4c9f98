import { z } from 'zod';
import {
  amount,
  at,
  billsState,
  currency,
  dayOf,
  id,
  instrumentKind,
  method,
  pageOf,
  stepName,
} from './parts.js';

const rule = z.enum([
  'deduction order',
  'rule 2',
  'rule 4',
  'rule 5',
  'rule 6',
  'rule 7',
  'rule 8',
  'rule 9',
]);

const reason = z
  .discriminatedUnion('kind', [
    z.strictObject({ kind: z.literal('voucher-never-restricted'), item: z.string() }),
    z.strictObject({ kind: z.literal('cash-never-cloud'), cloudAccount: id }),
    z.strictObject({ kind: z.literal('cloud-account-never-enterprise') }),
    z.strictObject({ kind: z.literal('not-in-order') }),
    z.strictObject({ kind: z.literal('another-cloud-account'), cloudAccount: id }),
    z.strictObject({ kind: z.literal('nothing-to-pay') }),
    z.strictObject({ kind: z.literal('came-after') }),
    z.strictObject({ kind: z.literal('expired'), at, end: at }),
    z.strictObject({ kind: z.literal('not-valid-yet'), from: at, end: at }),
    z.strictObject({
      kind: z.literal('below-threshold'),
      minSpend: amount,
      eligibleSpend: amount,
    }),
    z.strictObject({ kind: z.literal('empty') }),
    z.strictObject({ kind: z.literal('used-up') }),
    z.strictObject({
      kind: z.literal('paid-already'),
      by: z.array(z.strictObject({ kind: instrumentKind, id })),
    }),
    z.strictObject({ kind: z.literal('turn-not-come'), step: stepName }),
  ])
  .meta({ id: 'UnpaidReason', description: 'Why an instrument paid nothing of a line' });

const payment = z.strictObject({
  kind: instrumentKind,
  id,
  amount,
  step: stepName,
  rule,
  entry: id.meta({ description: 'Of the ledger' }),
  outcome: z.enum(['accepted', 'charging', 'not-subscribed', 'refused']).optional(),
});

const line = z
  .strictObject({
    workspace: id,
    site: z.string(),
    item: z.string(),
    restricted: z.boolean(),
    method,
    cloudAccount: id.optional(),
    amount,
    n: z.number().int().meta({ description: 'The supplement' }),
    line: z.number().int().meta({ description: 'The place in its settlement' }),
    paid: z.array(payment),
    owed: z.strictObject({ amount, rule, entry: id }).optional(),
    due: amount,
    unpaid: z.array(z.strictObject({ kind: instrumentKind, id, reason, rule })),
  })
  .meta({ id: 'ExplainedLine' });

const settlement = z.strictObject({
  n: z.number().int(),
  state: billsState,
  total: amount,
  eligibleSpend: amount.meta({ description: 'What thresholds are compared with' }),
  settledAt: at.optional(),
  reason: z.string().optional(),
});

export const explanation = pageOf(line).extend({
  account: id,
  day: dayOf,
  currency,
  end: at.meta({ description: 'Against which validity is tested' }),
  settlements: z.array(settlement),
  unsettled: amount,
  moreInstruments: z.boolean(),
});
