import { createHmac, timingSafeEqual } from 'node:crypto';
import type { FastifyInstance } from 'fastify';
import type { ZodTypeProvider } from 'fastify-type-provider-zod';
import { z } from 'zod';
import { confirmRecharge } from '../ledger/commands/confirm-recharge.js';
import type { Ledger } from '../ledger/ledger-context.js';
import { RequestError } from './problem.js';
import { identifier, moneyAboveZero } from './schemas.js';

/** A notice that is older, or newer, than this is a replay or a wrong clock. */
const windowSeconds = 300;

const notice = z.strictObject({
  account: identifier,
  recharge: identifier,
  /** The payment's own number: it confirms one recharge, however often it is told. */
  reference: identifier,
  amount: moneyAboveZero,
});

const headers = z.object({
  'payment-timestamp': z.string().regex(/^\d{1,12}$/, 'must be Unix seconds'),
  'payment-signature': z.string().regex(/^[0-9a-f]{64}$/, 'must be 64 hexadecimal digits'),
});

/**
 * The webhook by which a payment provider says that a recharge was paid: `payment-signature` is the
 * HMAC-SHA256, under the secret that both know, of `payment-timestamp`, a dot and the body as sent.
 * A provider that signs otherwise needs an adapter that checks his signature and sends this.
 */
export function addPaymentNotices(
  app: FastifyInstance,
  { ledger, secret }: { ledger: Ledger; secret: string },
): void {
  app.withTypeProvider<ZodTypeProvider>().route({
    method: 'POST',
    url: '/payment-notices',
    schema: {
      tags: ['recharges'],
      summary: 'A payment provider says, signed, that a recharge was paid',
      body: notice,
      headers,
      response: { 200: z.unknown() },
    },
    preValidation: (request, _reply, done) => {
      const wrong = whatIsWrong(request.headers, request.rawBody ?? '', {
        secret,
        now: ledger.now(),
      });
      done(wrong === undefined ? undefined : new RequestError(401, wrong));
    },
    handler: async ({ body: { account, ...confirmation }, ip }) =>
      confirmRecharge(
        ledger,
        {
          account,
          key: `payment/${confirmation.reference}`,
          actor: { id: 'payment-notice', name: 'payment provider', role: 'operator' },
          from: ip,
        },
        confirmation,
      ),
  });
}

/** What a provider, or a test, puts into `payment-signature`. */
export function paymentSignature(secret: string, timestamp: string, body: string): string {
  return createHmac('sha256', secret).update(`${timestamp}.${body}`).digest('hex');
}

function whatIsWrong(
  sent: NodeJS.Dict<string | string[]>,
  body: string,
  { secret, now }: { secret: string; now: string },
): string | undefined {
  const timestamp = sent['payment-timestamp'];
  const signature = sent['payment-signature'];
  if (typeof timestamp !== 'string' || typeof signature !== 'string')
    return 'a signed notice is needed';
  const age = Math.abs(Date.parse(now) / 1000 - Number(timestamp));
  const expected = Buffer.from(paymentSignature(secret, timestamp, body));
  const given = Buffer.from(signature);
  const isSigned = given.length === expected.length && timingSafeEqual(given, expected);
  if (!isSigned) return 'the signature is not ours';
  return age <= windowSeconds ? undefined : 'the notice is not of now';
}
