import { z } from 'zod';
import { isFaceValue } from '../../../domain/card-purchase.js';
import type { SettlementMethod } from '../../../domain/records.js';
import { identifier, moneyAboveZero } from '../../schemas.js';

/** What forms send in one field where the API takes something richer. */

export const faceValueOfCard = moneyAboveZero.refine(isFaceValue);

export const huaweiAccount = z.string().regex(/^[0-9A-Fa-f]{32}$/);

/** `enterprise`, or `cloud:` and the cloud account's id. */
export const settlementMethod = z.string().transform((text, context): SettlementMethod => {
  if (text === 'enterprise') return { method: 'enterprise' };
  const cloudAccount = identifier.safeParse(/^cloud:(.+)$/.exec(text)?.[1]);
  if (cloudAccount.success) return { method: 'cloud', cloudAccount: cloudAccount.data };
  context.addIssue({ code: 'custom' });
  return z.NEVER;
});

/** An empty field is none. */
export const emailOrNone = z
  .literal('')
  .transform(() => null)
  .or(z.email().max(254));
export const languageOrNone = z
  .literal('')
  .transform(() => null)
  .or(z.enum(['en', 'zh']));
