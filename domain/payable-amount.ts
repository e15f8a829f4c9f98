import { compare, isWholeCents, isZero, parseAmount, type Amount } from './money.js';
import { SettlementError } from './settlement-error.js';

/** No single payment, voucher or card is of more: far above what anybody pays, far below what a document holds. */
const most = parseAmount('1000000000000.00');

/**
 * What a customer or an operator may ask for: above zero, in whole cents.
 * @throws SettlementError `bad-input` naming `what` it is the amount of
 */
export function checkPayable(what: string, amount: Amount): void {
  if (isZero(amount)) throw new SettlementError('bad-input', `${what} is above zero`);
  if (!isWholeCents(amount))
    throw new SettlementError('bad-input', `${what} has at most two decimals`);
  if (compare(amount, most) > 0)
    throw new SettlementError('bad-input', `${what} is at most ${most}`);
}
