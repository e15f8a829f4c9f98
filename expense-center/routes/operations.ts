import { z } from 'zod';
import { chargeStates } from '../../domain/cloud-charge.js';
import { readCharges, type ChargeRow } from '../../ledger/read-charges.js';
import {
  listAccountsInArrears,
  listCycles,
  listPendingRecharges,
} from '../../ledger/reads/operations.js';
import { operation, type Operation } from '../route.js';
import { day, nothing } from '../schemas.js';

const tag = 'operations';
const some = z.strictObject({ limit: z.coerce.number().int().min(1).max(1000).default(100) });

export const operatorOperations: readonly Operation[] = [
  operation({
    method: 'GET',
    url: '/operations/accounts-in-arrears',
    tag,
    summary: 'Accounts that owe, the longest first',
    role: 'operator',
    path: nothing,
    query: some,
    run: async ({ ledger, query }) => ({ rows: await listAccountsInArrears(ledger, query) }),
  }),
  operation({
    method: 'GET',
    url: '/operations/pending-recharges',
    tag,
    summary: 'Recharges that nobody has confirmed, oldest first',
    role: 'operator',
    path: nothing,
    query: some,
    run: async ({ ledger, query }) => ({ rows: await listPendingRecharges(ledger, query) }),
  }),
  operation({
    method: 'GET',
    url: '/operations/charges',
    tag,
    summary: 'Charges to cloud accounts, by state and day',
    role: 'operator',
    path: nothing,
    query: some.extend({ state: z.enum(chargeStates).optional(), cycle: day.optional() }),
    async run({ ledger, query: { limit, state, cycle } }) {
      const rows: ChargeRow[] = [];
      const of = { ...(state ? { state } : {}), ...(cycle ? { cycle } : {}) };
      for await (const row of readCharges(ledger, of)) {
        if (rows.push(row) === limit) break;
      }
      return { rows };
    },
  }),
  operation({
    method: 'GET',
    url: '/operations/cycles',
    tag,
    summary: 'Billing cycles with their completeness and control totals, newest first',
    role: 'operator',
    path: nothing,
    query: some,
    run: async ({ ledger, query }) => ({ rows: await listCycles(ledger, query) }),
  }),
];
