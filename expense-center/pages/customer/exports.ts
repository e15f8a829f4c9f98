import { Readable } from 'node:stream';
import type { FastifyInstance } from 'fastify';
import { z } from 'zod';
import { addDays } from '../../../domain/billing-cycle.js';
import { exportBills } from '../../../ledger/reads/export-bills.js';
import { exportMovements } from '../../../ledger/reads/export-movements.js';
import { RequestError } from '../../problem.js';
import { day } from '../../schemas.js';
import { openVisit } from '../open-visit.js';
import type { AccountVisit, PageContext } from '../visit.js';

const days = z.object({ from: day.optional(), to: day.optional() });
const daysWithoutRange = 29;

/** What the tables show, whole, as files: the same as the API exports. */
export function addExports(app: FastifyInstance, context: PageContext): void {
  const exports = {
    bills: ({ ledger, account }: AccountVisit, { from, to }: z.output<typeof days>) => {
      const until = to ?? account.today;
      const range = { from: from ?? addDays(until, -daysWithoutRange), to: until };
      return exportBills(ledger, { account: account.id, ...range, format: 'csv' });
    },
    movements: ({ ledger, account }: AccountVisit) =>
      exportMovements(ledger, { account: account.id, format: 'csv' }),
  };
  for (const [name, start] of Object.entries(exports))
    app.get(
      `/accounts/:account/exports/${name}`,
      { schema: { hide: true } },
      async (request, reply) => {
        const opened = await openVisit(context, request, { role: 'viewer', ofAccount: true });
        if (!('visit' in opened)) return reply.redirect('/sign-in', 303);
        const { account } = opened.visit;
        const asked = days.safeParse(request.query);
        if (!account || !asked.success) throw new RequestError(400, 'no such days');
        return reply
          .type('text/csv; charset=utf-8')
          .header('content-disposition', `attachment; filename="${account.id}-${name}.csv"`)
          .send(Readable.from(start({ ...opened.visit, account }, asked.data)));
      },
    );
}
