import { createHash } from 'node:crypto';
import type { HuaweiOrderDocument } from './documents.js';

/** What one transaction carries well within its lifetime. */
export const mostCards = 10_000;

const longestId = 128;

/**
 * The cards of an order: the order's number and the card's in it, 'CS2611-01' to 'CS2611-12', so that
 * every try makes the same ones and id order is the order of their numbers. No two orders share one,
 * because what follows the last '-' is a number.
 */
export function redeemedCardIds({ _id: order, cards }: HuaweiOrderDocument): string[] {
  const { length } = cards.toString();
  const fits = order.length + 1 + length <= longestId;
  const prefix = fits ? order : createHash('sha256').update(order).digest('hex');
  return Array.from(
    { length: cards },
    (_, index) => `${prefix}-${(index + 1).toString().padStart(length, '0')}`,
  );
}
