import { z } from 'zod';
import { isDay, parseInstant } from '../domain/instant.js';
import { AmountError, isWholeCents, isZero, parseAmount } from '../domain/money.js';

/** The forms of what requests say; OpenAPI is made of them. */

const id = /^[A-Za-z0-9][A-Za-z0-9._:-]{0,127}$/;

export const identifier = z
  .string()
  .regex(id, 'must be 1 to 128 of A-Z, a-z, 0-9, ".", "_", ":", "-"');

export const chargeKey = z
  .string()
  .max(300)
  .regex(/^[A-Za-z0-9][A-Za-z0-9._:/-]*$/, 'must be the key of a charge');

function amountIn(text: string): boolean {
  try {
    return isWholeCents(parseAmount(text));
  } catch (error) {
    if (error instanceof AmountError) return false;
    throw error;
  }
}

/** For the document alone: what validates is `amountIn`. */
const amountPattern = '^[0-9]+(\\.[0-9]+)?$';

const amountReason = 'must be a decimal number like "12.50", with at most two decimals';

// What a field is stands before its transformation: the document shows what is sent.

export const money = z
  .string()
  .max(40)
  .refine(amountIn, amountReason)
  .meta({
    description: 'An amount of money in the currency of the account',
    pattern: amountPattern,
    examples: ['12.50'],
  })
  .transform(parseAmount);

export const moneyAboveZero = z
  .string()
  .max(40)
  .refine((text) => amountIn(text) && !isZero(parseAmount(text)), `${amountReason}, above zero`)
  .meta({ description: 'An amount above zero', pattern: amountPattern, examples: ['130.00'] })
  .transform(parseAmount);

export const instant = z
  .string()
  .max(40)
  .meta({
    description: 'ISO 8601 with an offset',
    format: 'date-time',
    examples: ['2026-11-22T09:00:00+08:00'],
  })
  .transform((text, context) => {
    const at = parseInstant(text);
    if (at !== undefined) return at;
    context.addIssue({ code: 'custom', message: 'must be a time with an offset' });
    return z.NEVER;
  });

export const day = z
  .string()
  .refine(isDay, 'must be a day that exists, YYYY-MM-DD')
  .meta({ format: 'date', examples: ['2026-11-22'] });

export const plainText = z
  .string()
  .trim()
  .min(1)
  .max(200)
  .refine((text) => !hasControl(text), 'must be printable text');

function hasControl(text: string): boolean {
  return /\p{Cc}/u.test(text);
}

export const page = z.strictObject({
  after: z.string().max(300).optional().meta({ description: 'The `next` of the page before' }),
  limit: z.coerce.number().int().min(1).max(1000).default(50),
});

export const nothing = z.strictObject({});
export const accountPath = z.strictObject({ account: identifier });
