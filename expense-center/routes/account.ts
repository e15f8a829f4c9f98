import { z } from 'zod';
import { updateProfile } from '../../ledger/commands/update-profile.js';
import { readBalances } from '../../ledger/read-balances.js';
import { accountOf } from '../../ledger/reads/account-of.js';
import { balanceAsOf } from '../../ledger/reads/balance-as-of.js';
import { listCommands } from '../../ledger/reads/list-commands.js';
import { listMovements } from '../../ledger/reads/list-movements.js';
import { readOverview } from '../../ledger/reads/read-overview.js';
import { operation, type Operation } from '../route.js';
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
    async run({ ledger, path: { account }, query: { at } }) {
      await accountOf(ledger, account);
      if (at !== undefined) return balanceAsOf(ledger, { account, at });
      for await (const row of readBalances(ledger, { account }, ledger.now())) return row;
      return undefined;
    },
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
    run: ({ ledger, path, query }) => listCommands(ledger, { ...path, ...query }),
  }),
];
