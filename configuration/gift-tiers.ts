import { z } from 'zod';
import { usualGiftTiers, type GiftTier, type GiftTiers } from '../domain/card-purchase.js';
import { isWholeCents, isZero, parseAmount, type Amount } from '../domain/money.js';

/** CARD_GIFT_TIERS, read: without it the usual ones. */
export const giftTiers = z
  .string()
  .optional()
  .transform((text, context): GiftTiers => {
    const tiers = readGiftTiers(text);
    if (tiers !== undefined) return tiers;
    const message = 'must be like 10000=1000,30000=5000,100000=20000, in yuan, or none';
    context.addIssue({ code: 'custom', message });
    return z.NEVER;
  });

/**
 * In yuan: `10000=1000,30000=5000`, a purchase of at least the one brings a voucher of
 * the other; `none` brings none.
 * @returns undefined where the text is no such list
 */
function readGiftTiers(text: string | undefined): GiftTiers | undefined {
  if (text === undefined) return usualGiftTiers;
  if (text.trim() === 'none') return { ...usualGiftTiers, CNY: [] };
  const tiers = text.split(',').map(readTier);
  const known = tiers.filter((tier) => tier !== undefined);
  const different = new Set(known.map(({ from }) => from)).size === tiers.length;
  return different ? { ...usualGiftTiers, CNY: known } : undefined;
}

function readTier(text: string): GiftTier | undefined {
  const [from, voucher, ...more] = text.split('=').map((each) => readYuan(each.trim()));
  if (from === undefined || voucher === undefined || more.length > 0) return undefined;
  return { from, voucher };
}

function readYuan(text: string): Amount | undefined {
  if (!/^\d{1,12}(\.\d{1,2})?$/.test(text)) return undefined;
  const amount = parseAmount(text);
  return isZero(amount) || !isWholeCents(amount) ? undefined : amount;
}
