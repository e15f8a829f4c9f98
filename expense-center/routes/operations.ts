import { z } from 'zod';
import { chargeAnswers } from '../../domain/charge-outcome.js';
import { chargeStates } from '../../domain/cloud-charge.js';
import { SettlementError } from '../../domain/settlement-error.js';
import { resolveCharge } from '../../ledger/commands/resolve-charge.js';
import { center } from '../../ledger/commands/run-command.js';
import { listCharges } from '../../ledger/read-charges.js';
import { findAccounts } from '../../ledger/reads/find-accounts.js';
import { listCommands } from '../../ledger/reads/list-commands.js';
import {
  listAccountsInArrears,
  listCycles,
  listPendingRecharges,
} from '../../ledger/reads/operations.js';
import { commands } from '../answers/account.js';
import * as answers from '../answers/operations.js';
import { pendingRecharges } from '../answers/recharges.js';
import { operation, type Operation } from '../operation.js';
import { chargeKey, day, identifier, nothing, page, plainText } from '../schemas.js';

const ofAll = { method: 'GET', tag: 'operations', role: 'operator', path: nothing } as const;

export const operatorOperations: readonly Operation[] = [
  operation({
    ...ofAll,
    url: '/operations/accounts',
    summary: 'Accounts whose id begins so, or that have a thing of exactly this id',
    query: z.strictObject({ text: identifier, limit: page.shape.limit }),
    answer: answers.foundAccounts,
    run: async ({ ledger, query }) => ({ rows: await findAccounts(ledger, query) }),
  }),
  operation({
    ...ofAll,
    url: '/operations/accounts-in-arrears',
    summary: 'Accounts that owe, the longest first',
    query: page,
    answer: answers.accountsInArrears,
    run: ({ ledger, query }) => listAccountsInArrears(ledger, query),
  }),
  operation({
    ...ofAll,
    url: '/operations/pending-recharges',
    summary: 'Recharges that nobody has confirmed, oldest first',
    query: page,
    answer: pendingRecharges,
    run: ({ ledger, query }) => listPendingRecharges(ledger, query),
  }),
  operation({
    ...ofAll,
    url: '/operations/charges',
    summary: 'Charges to cloud accounts: parked, undecided, or of a day',
    query: page.extend({ state: z.enum(chargeStates).optional(), cycle: day.optional() }),
    answer: answers.charges,
    run: ({ ledger, query }) => listCharges(ledger, query),
  }),
  operation({
    ...ofAll,
    method: 'POST',
    url: '/operations/charges/resolve',
    summary: 'Answer for the vendor of a charge that is parked or undecided',
    body: z.strictObject({ charge: chargeKey, answer: z.enum(chargeAnswers), reason: plainText }),
    answer: answers.answeredCharge,
    async run({ ledger, command, body, resolveCharge: resolve }) {
      if (!resolve) throw new SettlementError('server-away', 'no Temporal server is configured');
      return resolveCharge(ledger, command, body, resolve);
    },
  }),
  operation({
    ...ofAll,
    url: '/operations/cycles',
    summary: 'Billing cycles with their completeness and control totals, newest first',
    query: page,
    answer: answers.cycles,
    run: ({ ledger, query }) => listCycles(ledger, query),
  }),
  operation({
    ...ofAll,
    url: '/operations/commands',
    summary: 'The audit trail of what belongs to no account: codes issued, operators’ tokens',
    query: page,
    answer: commands,
    run: ({ ledger, query }) => listCommands(ledger, { account: center, ...query }),
  }),
];
