import { z } from 'zod';
import { chargeStates } from '../../domain/cloud-charge.js';
import { amount, at, columns, currency, dayOf, id, pageOf, provider } from './parts.js';

const accountFields = { account: id, name: z.string(), currency };

export const accountsInArrears = pageOf(
  z
    .strictObject({
      ...accountFields,
      overdraft: amount,
      cloudArrears: amount,
      arrearsSince: at,
      lockAt: at,
      locked: z.boolean(),
    })
    .meta({ id: 'AccountInArrears' }),
);

const by = z.enum(['account', 'thing']).meta({ description: 'What of it the text is' });
export const foundAccounts = z.strictObject({
  rows: z.array(z.strictObject({ ...accountFields, by })),
});

const chargeState = z.enum(chargeStates);

export const charges = pageOf(
  z
    .strictObject({
      charge: id,
      account: id,
      provider,
      cloudAccount: id,
      currency,
      cycle: dayOf,
      amount,
      units: z.string(),
      state: chargeState,
      hour: at.optional(),
      attempts: z.number().int(),
      reference: z.string().optional(),
      reason: z.string().optional(),
      answeredBy: z.string().optional(),
      replacedBy: id.optional(),
    })
    .meta({ id: 'Charge' }),
);

export const answeredCharge = z.strictObject({ charge: id, state: chargeState });

const count = z.number().int();
const share = z.strictObject({ accounts: count, bills: count, total: amount });

const attention = z.strictObject({
  account: id,
  state: z.enum(['parked', 'waiting']),
  reason: z.string(),
  workflow: z.string(),
});

const differingSite = z.strictObject({
  site: z.string(),
  bills: z.strictObject({ sent: count, imported: count }),
  total: z.strictObject({ sent: amount, imported: amount }),
});

const report = z
  .strictObject({
    currency,
    day: dayOf,
    cut: count,
    imported: z.strictObject({ bills: count, total: amount }),
    settled: share,
    charging: share,
    waiting: share,
    parked: share,
    columns: z.strictObject(columns).meta({ description: 'What the settlements say' }),
    ledger: z.strictObject(columns).meta({ description: 'What the ledger’s entries say' }),
    due: amount,
    accountsInArrears: count,
    attention: z.array(attention),
    missingSites: z.array(z.string()),
    differingSites: z.array(differingSite),
    matchedSites: z.array(z.string()),
    lateBills: count,
    missedDays: z.array(dayOf),
    differences: z.array(z.string()).meta({ description: 'Empty when the cycle is proved' }),
    startedAt: at,
    seconds: z.number(),
  })
  .meta({ id: 'CycleReport' });

export const cycles = pageOf(
  z.strictObject({
    currency,
    day: dayOf,
    state: z.string(),
    openedAt: at,
    report: report.optional().meta({ description: 'Absent while the cycle runs' }),
  }),
);
