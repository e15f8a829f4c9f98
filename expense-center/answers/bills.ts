import { z } from 'zod';
import {
  amount,
  billsState,
  columns,
  currency,
  dayOf,
  id,
  instrumentKind,
  pageOf,
  paid,
  provider,
} from './parts.js';

export const bills = pageOf(
  z
    .strictObject({
      of: z.string().meta({ description: 'The day, the month, the workspace or the item' }),
      site: z.string().optional(),
      total: amount,
      bills: z.number().int().meta({ description: 'How many; of an item its lines' }),
      state: billsState,
      ...paid,
    })
    .meta({ id: 'Bills' }),
);

const ofWorkspace = { workspace: id, site: z.string(), total: amount };
const deduction = z.strictObject({ kind: instrumentKind, id, amount });

export const statement = z
  .strictObject({
    account: id,
    cycle: dayOf,
    currency,
    state: z.enum(['parked', 'open', 'charging', 'arrears', 'settled']),
    total: amount,
    ...columns,
    due: amount.optional(),
    reason: z.string().optional().meta({ description: 'Why it is parked' }),
    deductions: z.array(deduction),
    workspaces: z.array(z.strictObject({ ...ofWorkspace, ...columns })),
  })
  .meta({ id: 'Statement' });

export const preview = z
  .strictObject({
    account: id,
    day: dayOf,
    currency,
    isOver: z.boolean().meta({ description: 'If not, more may be billed of the day' }),
    n: z.number().int().meta({ description: 'Which supplement it would be' }),
    total: amount,
    ...paid,
    workspaces: z.array(z.strictObject({ ...ofWorkspace, ...paid })),
    payers: z.array(deduction).meta({ description: 'In the deduction order' }),
    charges: z.array(
      z.strictObject({
        cloudAccount: id,
        provider,
        amount,
        state: z.enum(['charging', 'refused']),
      }),
    ),
    repaid: amount.meta({ description: 'What of the recharge would repay earlier days' }),
    after: z.strictObject({ cash: amount, overdraft: amount, cloudArrears: amount }),
    waitsFor: dayOf.optional(),
    trouble: z.string().optional().meta({ description: 'Why it would be parked instead' }),
  })
  .meta({ id: 'Preview' });

export const exported = z
  .string()
  .meta({ description: 'CSV with a header, or one JSON object a line; see docs/exports.md' });
