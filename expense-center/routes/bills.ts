import { z } from 'zod';
import { listBills } from '../../ledger/reads/list-bills.js';
import { readStatement } from '../../ledger/read-statement.js';
import { accountOf } from '../../ledger/reads/account-of.js';
import { RequestError } from '../problem.js';
import { operation, type Operation } from '../route.js';
import { accountPath, day, page } from '../schemas.js';

const tag = 'bills';

export const billOperations: readonly Operation[] = [
  operation({
    method: 'GET',
    url: '/accounts/:account/bills',
    tag,
    summary: 'Bills by day, month, workspace or item, with who paid',
    role: 'viewer',
    path: accountPath,
    query: page.extend({
      by: z.enum(['day', 'month', 'workspace', 'item']).default('day'),
      from: day.optional(),
      to: day.optional(),
    }),
    run: ({ ledger, path, query }) => listBills(ledger, { ...path, ...query }),
  }),
  operation({
    method: 'GET',
    url: '/accounts/:account/bills/:day',
    tag,
    summary: 'The settled day: each workspace, each deduction',
    role: 'viewer',
    path: accountPath.extend({ day }),
    async run({ ledger, path: { account, day: ofDay } }) {
      await accountOf(ledger, account);
      for await (const row of readStatement(ledger, { day: ofDay, account })) return row;
      throw new RequestError(404, `${account} has no bill of ${ofDay}`);
    },
  }),
];
