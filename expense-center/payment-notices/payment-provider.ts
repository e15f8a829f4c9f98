import type { z } from 'zod';
import type { Instant } from '../../domain/instant.js';
import type { Amount } from '../../domain/money.js';

/** What a payment provider said, as the expense center understands it. */
export interface PaymentNotice {
  account: string;
  recharge: string;
  /** The payment's own number: it confirms one recharge, however often it is told. */
  reference: string;
  amount: Amount;
}

/** A request as it came, before anybody has looked into it. */
export interface ReceivedNotice {
  headers: NodeJS.Dict<string | string[]>;
  /** As sent: it is what was signed. */
  rawBody: string;
  now: Instant;
}

/**
 * How a payment provider signs his notices, and what they say: one file for each, like
 * generic-provider.ts, and a line in add-payment-notices.ts.
 */
export interface PaymentProvider {
  /** Where his notices come to, below `/api/v1`. */
  url: string;
  /** In the audit trail. */
  name: string;
  /** Where his signature stands. */
  headers: z.ZodObject;
  /** His body, and what notice is made of it. */
  notice: z.ZodType<PaymentNotice>;
  /** Asked before the body is looked at; undefined for a notice that is his and of now. */
  whatIsWrong(received: ReceivedNotice, secret: string): string | undefined;
}
