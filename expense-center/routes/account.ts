import { z } from 'zod';
import { SettlementError } from '../../domain/settlement-error.js';
import { updateProfile } from '../../ledger/commands/update-profile.js';
import { readBalances } from '../../ledger/read-balances.js';
import { accountOf } from '../../ledger/reads/account-of.js';
import { balanceAsOf } from '../../ledger/reads/balance-as-of.js';
import { listCommands } from '../../ledger/reads/list-commands.js';
import { listMovements } from '../../ledger/reads/list-movements.js';
import { readProfile } from '../../ledger/reads/read-profile.js';
import { readOverview } from '../../ledger/reads/read-overview.js';
import * as answers from '../answers/account.js';
import { operation, type Operation } from '../operation.js';
import { accountPath, identifier, instant, page, plainText } from '../schemas.js';

const tag = 'account';

export const accountOperations: readonly Operation[] = [
  operation({
    method: 'GET',
    url: '/accounts/:account',
    tag,
    summary: 'An account at a glance: cash, cards, vouchers, what is owed, the last 30 days',
    role: 'viewer',
    path: accountPath,
    answer: answers.overview,
    run: ({ ledger, path }) => readOverview(ledger, path),
  }),
  operation({
    method: 'GET',
    url: '/accounts/:account/balances',
    tag,
    summary: 'Cash, overdraft, every voucher and card; as of an instant, from the entries',
    role: 'viewer',
    path: accountPath,
    query: z.strictObject({ at: instant.optional() }),
    answer: answers.balances,
    async run({ ledger, path: { account }, query: { at } }) {
      await accountOf(ledger, account);
      if (at !== undefined) return balanceAsOf(ledger, { account, at });
      for await (const row of readBalances(ledger, { account }, ledger.now())) return row;
      throw new SettlementError('not-found', `no account ${account}`);
    },
  }),
  operation({
    method: 'GET',
    url: '/accounts/:account/profile',
    tag,
    summary: 'Name, e-mail address, language of notices, currency',
    role: 'viewer',
    path: accountPath,
    answer: answers.wholeProfile,
    run: ({ ledger, path }) => readProfile(ledger, path),
  }),
  operation({
    method: 'POST',
    url: '/accounts/:account/profile',
    tag,
    summary: 'Change the name, the e-mail address (null: none) or the language of notices',
    role: 'owner',
    path: accountPath,
    body: z.strictObject({
      name: plainText.optional(),
      email: z.email().max(254).nullable().optional(),
      language: z.enum(['en', 'zh']).nullable().optional(),
    }),
    answer: answers.profile,
    run: ({ ledger, command, body }) => updateProfile(ledger, command, body),
  }),
  operation({
    method: 'GET',
    url: '/accounts/:account/movements',
    tag,
    summary: 'Income and expenditure: every movement of cash, vouchers and cards, newest first',
    role: 'viewer',
    path: accountPath,
    query: page.extend({
      kind: z.enum(['cash', 'voucher', 'card']).optional(),
      id: identifier.optional(),
    }),
    answer: answers.movements,
    run: ({ ledger, path, query }) => listMovements(ledger, { ...path, ...query }),
  }),
  operation({
    method: 'GET',
    url: '/accounts/:account/commands',
    tag,
    summary: 'The audit trail: who did what, when and from where, newest first',
    role: 'owner',
    path: accountPath,
    query: page,
    answer: answers.commands,
    run: ({ ledger, path, query }) => listCommands(ledger, { ...path, ...query }),
  }),
];
