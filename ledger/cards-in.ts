import * as chart from '../domain/chart-of-accounts.js';
import type { LedgerPosting } from '../domain/chart-of-accounts.js';
import { byDrawOrder, isValidAt } from '../domain/instrument.js';
import { isZero } from '../domain/money.js';
import { fromDecimal128 } from './decimal128.js';
import type { StoredValueCardDocument } from './documents.js';
import { cardInstrument } from './load-instruments.js';
import { repayWith, setCardBalance, type AccountMoney, type Posting } from './posting.js';

/** Cards that come to an account; where it has an overdraft they repay it first (domain rule 8). */
export function cardsIn(
  posting: Posting,
  money: AccountMoney,
  { from, cards }: { from: string; cards: readonly StoredValueCardDocument[] },
): LedgerPosting[] {
  const postings = cards.flatMap((each) =>
    chart.posting(from, chart.card(each._id), fromDecimal128(each.opening)),
  );
  const usable = cards
    .map(cardInstrument)
    .filter((card) => !isZero(card.balance) && isValidAt(card, posting.at))
    .toSorted(byDrawOrder);
  for (const card of usable) {
    const { repayments, rest } = repayWith(posting, money, card.balance, ['overdraft']);
    if (rest === card.balance) continue;
    setCardBalance(posting, { id: card.id, account: money.account.account, balance: rest });
    for (const each of repayments)
      postings.push(...chart.posting(chart.card(card.id), chart.overdraft, each.amount));
  }
  return postings;
}
