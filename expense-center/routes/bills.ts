import { z } from 'zod';
import { explainBill } from '../../ledger/reads/explain-bill.js';
import { previewDay } from '../../ledger/reads/preview-day.js';
import { listBills } from '../../ledger/reads/list-bills.js';
import { readStatement } from '../../ledger/read-statement.js';
import { accountOf } from '../../ledger/reads/account-of.js';
import { RequestError } from '../problem.js';
import * as answers from '../answers/bills.js';
import { explanation } from '../answers/explanation.js';
import { operation, type Operation } from '../operation.js';
import { accountPath, day, identifier, instant, money, moneyAboveZero, page } from '../schemas.js';
import { settlement } from './settlement-method.js';

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
    answer: answers.bills,
    run: ({ ledger, path, query }) => listBills(ledger, { ...path, ...query }),
  }),
  operation({
    method: 'GET',
    url: '/accounts/:account/bills/:day',
    tag,
    summary: 'The settled day: each workspace, each deduction',
    role: 'viewer',
    path: accountPath.extend({ day }),
    answer: answers.statement,
    async run({ ledger, path: { account, day: ofDay } }) {
      await accountOf(ledger, account);
      for await (const row of readStatement(ledger, { day: ofDay, account })) return row;
      throw new RequestError(404, `${account} has no bill of ${ofDay}`);
    },
  }),
  operation({
    method: 'GET',
    url: '/accounts/:account/bills/:day/explanation',
    tag,
    summary: 'Each cent of each line: who paid, by which rule and entry; and why others did not',
    role: 'viewer',
    path: accountPath.extend({ day }),
    query: page.extend({ workspace: identifier.optional() }),
    answer: explanation,
    run: ({ ledger, path, query }) => explainBill(ledger, { ...path, ...query }),
  }),
  operation({
    method: 'POST',
    url: '/accounts/:account/bills/:day/preview',
    tag,
    summary: 'What the day would cost if it were settled now, with what-ifs; nothing is written',
    role: 'viewer',
    writesNothing: true,
    path: accountPath.extend({ day }),
    body: z.strictObject({
      recharge: moneyAboveZero.optional(),
      methods: z
        .array(z.strictObject({ workspace: identifier, settlement }))
        .max(100)
        .optional(),
      voucher: z
        .strictObject({
          type: z.enum(['ordinary', 'full-reduction']),
          amount: moneyAboveZero,
          minSpend: money.optional(),
          singleUse: z.boolean().optional(),
          expiresAt: instant.optional(),
        })
        .optional(),
    }),
    answer: answers.preview,
    run: ({ ledger, path, body }) => previewDay(ledger, { ...path, whatIf: body }),
  }),
];
