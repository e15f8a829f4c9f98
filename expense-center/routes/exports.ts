import { Readable } from 'node:stream';
import { z } from 'zod';
import { exportBills } from '../../ledger/reads/export-bills.js';
import { exportMovements } from '../../ledger/reads/export-movements.js';
import { accountOf } from '../../ledger/reads/account-of.js';
import { operation, type Operation } from '../route.js';
import { accountPath, day, instant } from '../schemas.js';

const tag = 'exports';
const format = z.enum(['csv', 'ndjson']).default('csv');
const contentTypes = { csv: 'text/csv; charset=utf-8', ndjson: 'application/x-ndjson' } as const;

export const exportOperations: readonly Operation[] = [
  operation({
    method: 'GET',
    url: '/accounts/:account/exports/bills',
    tag,
    summary: 'Bill lines and who paid them, with the columns of FOCUS, streamed',
    role: 'viewer',
    path: accountPath,
    query: z.strictObject({ from: day, to: day, format }),
    async run({ ledger, path, query, reply }) {
      await accountOf(ledger, path.account);
      return reply
        .type(contentTypes[query.format])
        .send(Readable.from(exportBills(ledger, { ...path, ...query })));
    },
  }),
  operation({
    method: 'GET',
    url: '/accounts/:account/exports/movements',
    tag,
    summary: 'Income and expenditure, streamed',
    role: 'viewer',
    path: accountPath,
    query: z.strictObject({ from: instant.optional(), to: instant.optional(), format }),
    async run({ ledger, path, query, reply }) {
      await accountOf(ledger, path.account);
      return reply
        .type(contentTypes[query.format])
        .send(Readable.from(exportMovements(ledger, { ...path, ...query })));
    },
  }),
];
