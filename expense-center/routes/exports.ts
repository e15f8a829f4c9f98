import { Readable } from 'node:stream';
import type { FastifyReply } from 'fastify';
import { z } from 'zod';
import { exportBills } from '../../ledger/reads/export-bills.js';
import { exportMovements } from '../../ledger/reads/export-movements.js';
import { accountOf } from '../../ledger/reads/account-of.js';
import { exported } from '../answers/bills.js';
import { operation, type Operation } from '../operation.js';
import { accountPath, day, instant } from '../schemas.js';

const tag = 'exports';
const formats = z.enum(['csv', 'ndjson']).default('csv');
const contentTypes = { csv: 'text/csv; charset=utf-8', ndjson: 'application/x-ndjson' } as const;
const answeredAs = ['text/csv', contentTypes.ndjson];

export const exportOperations: readonly Operation[] = [
  operation({
    method: 'GET',
    url: '/accounts/:account/exports/bills',
    tag,
    summary: 'Bill lines and who paid them, with the columns of FOCUS, streamed',
    role: 'viewer',
    path: accountPath,
    query: z.strictObject({ from: day, to: day, format: formats }),
    answer: exported,
    answeredAs,
    async run({ ledger, path, query, reply }) {
      await accountOf(ledger, path.account);
      return streamed(reply, query.format, exportBills(ledger, { ...path, ...query }));
    },
  }),
  operation({
    method: 'GET',
    url: '/accounts/:account/exports/movements',
    tag,
    summary: 'Income and expenditure, streamed',
    role: 'viewer',
    path: accountPath,
    query: z.strictObject({ from: instant.optional(), to: instant.optional(), format: formats }),
    answer: exported,
    answeredAs,
    async run({ ledger, path, query, reply }) {
      await accountOf(ledger, path.account);
      return streamed(reply, query.format, exportMovements(ledger, { ...path, ...query }));
    },
  }),
];

/** In pieces, as they are read: an export of any length takes the same memory. */
function streamed(
  reply: FastifyReply,
  format: keyof typeof contentTypes,
  pieces: AsyncIterable<string>,
): Readable {
  void reply.type(contentTypes[format]);
  return Readable.from(pieces);
}
