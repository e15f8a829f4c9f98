import type { FastifyInstance } from 'fastify';
import type { ZodTypeProvider } from 'fastify-type-provider-zod';
import { confirmRecharge } from '../../ledger/commands/confirm-recharge.js';
import type { Ledger } from '../../ledger/ledger-context.js';
import { confirmedRecharge } from '../answers/recharges.js';
import { documentedErrors } from '../documented-errors.js';
import { RequestError } from '../problem.js';
import { operationId } from '../route.js';
import { genericProvider } from './generic-provider.js';
import type { PaymentProvider } from './payment-provider.js';

/** Whose notices are taken. */
const paymentProviders: readonly PaymentProvider[] = [genericProvider];

/** The webhooks by which payment providers say that a recharge was paid. */
export function addPaymentNotices(
  app: FastifyInstance,
  of: { ledger: Ledger; secret: string },
): void {
  for (const provider of paymentProviders) addNotices(app, of, provider);
}

function addNotices(
  app: FastifyInstance,
  { ledger, secret }: { ledger: Ledger; secret: string },
  provider: PaymentProvider,
): void {
  const { url, name, headers, notice } = provider;
  app.withTypeProvider<ZodTypeProvider>().route({
    method: 'POST',
    url,
    schema: {
      operationId: operationId({ method: 'POST', url }),
      tags: ['recharges'],
      summary: 'A payment provider says, signed, that a recharge was paid',
      description: 'Role: none; the signature says who it is. Told again, it changes nothing.',
      headers,
      body: notice,
      response: {
        200: {
          description: 'The recharge is money',
          content: { 'application/json': { schema: confirmedRecharge } },
        },
        ...documentedErrors([400, 401, 404, 409, 413, 415, 429, 500, 503]),
      },
    },
    preValidation: async (request) => {
      const { headers: sent, rawBody = '' } = request;
      const wrong = provider.whatIsWrong({ headers: sent, rawBody, now: ledger.now() }, secret);
      if (wrong !== undefined) throw new RequestError(401, wrong);
    },
    handler: async ({ body: { account, ...confirmation }, ip }) =>
      confirmRecharge(
        ledger,
        {
          account,
          key: `payment/${confirmation.reference}`,
          actor: { id: 'payment-notice', name, role: 'operator' },
          from: ip,
        },
        confirmation,
      ),
  });
}
