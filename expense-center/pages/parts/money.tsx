import type { VNode } from 'preact';
import type { Currency } from '../../../domain/billing-cycle.js';
import { formatAmount, parseAmount } from '../../../domain/money.js';

const signs: Readonly<Record<Currency, string>> = { CNY: '¥', USD: '$' };

/** '-8.70' in CNY as '−¥8.70'. @param amount an amount, or one with a sign before it */
export function moneyText(amount: string, currency?: Currency): string {
  const isNegative = amount.startsWith('-');
  const digits = formatAmount(parseAmount(isNegative ? amount.slice(1) : amount));
  return `${isNegative ? '−' : ''}${currency === undefined ? '' : signs[currency]}${digits}`;
}

export function Money({ amount, currency }: { amount: string; currency?: Currency }): VNode {
  const isNegative = amount.startsWith('-');
  return <span class={isNegative ? 'money negative' : 'money'}>{moneyText(amount, currency)}</span>;
}
