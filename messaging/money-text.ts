import type { Currency } from '../domain/billing-cycle.js';
import { formatAmount, type Amount } from '../domain/money.js';

const signs: Readonly<Record<Currency, string>> = { CNY: '¥', USD: '$' };

/** '¥1,204.50', as the pages of the expense center show it. */
export function moneyText(amount: Amount, currency: Currency): string {
  return `${signs[currency]}${formatAmount(amount)}`;
}
