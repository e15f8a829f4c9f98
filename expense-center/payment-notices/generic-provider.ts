import { createHmac, timingSafeEqual } from 'node:crypto';
import { z } from 'zod';
import { identifier, moneyAboveZero } from '../schemas.js';
import type { PaymentProvider, ReceivedNotice } from './payment-provider.js';

/** A notice that is older, or newer, than this is a replay or a wrong clock. */
const windowSeconds = 300;

/**
 * The form for who has none of his own: `payment-signature` is the HMAC-SHA256, under the secret that
 * both know, of `payment-timestamp`, a dot and the body as sent.
 */
export const genericProvider: PaymentProvider = {
  url: '/payment-notices',
  name: 'payment provider',
  headers: z.object({
    'payment-timestamp': z.string().regex(/^\d{1,12}$/, 'must be Unix seconds'),
    'payment-signature': z.string().regex(/^[0-9a-f]{64}$/, 'must be 64 hexadecimal digits'),
  }),
  notice: z.strictObject({
    account: identifier,
    recharge: identifier,
    reference: identifier,
    amount: moneyAboveZero,
  }),
  whatIsWrong,
};

/** What a provider, or a test, puts into `payment-signature`. */
export function paymentSignature(secret: string, timestamp: string, body: string): string {
  return createHmac('sha256', secret).update(`${timestamp}.${body}`).digest('hex');
}

function whatIsWrong(
  { headers, rawBody, now }: ReceivedNotice,
  secret: string,
): string | undefined {
  const timestamp = headers['payment-timestamp'];
  const signature = headers['payment-signature'];
  if (typeof timestamp !== 'string' || typeof signature !== 'string')
    return 'a signed notice is needed';
  const expected = Buffer.from(paymentSignature(secret, timestamp, rawBody));
  const given = Buffer.from(signature);
  const isSigned = given.length === expected.length && timingSafeEqual(given, expected);
  if (!isSigned) return 'the signature is not ours';
  const ageSeconds = Math.abs(Date.parse(now) / 1000 - Number(timestamp));
  return ageSeconds <= windowSeconds ? undefined : 'the notice is not of now';
}
