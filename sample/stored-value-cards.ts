import type { Currency } from '../domain/billing-cycle.js';
import type { PurchaseType } from '../domain/records.js';
import type { AccountPlan } from './account-plan.js';
import { Deck } from './deck.js';
import type { Balances } from './funding.js';
import { centsText, roundFaceValue } from './integer-money.js';
import type { Random } from './random.js';
import type { SampleClock } from './sample-clock.js';
import { accountId, recordId, type SampleRecord } from './sample-record.js';

interface Card {
  purchaseType: PurchaseType;
  faceCents: number;
  balanceCents: number;
  expired?: boolean;
}

/** Cards are bought by the hundred (domain rule 16); one of Huawei's marketplace is worth one. */
const hundredCents = 10_000;
const mostHuaweiCards = 3;

const purchaseDecks: Readonly<Record<Currency, readonly (readonly [PurchaseType, number])[]>> = {
  CNY: [
    ['cash', 3],
    ['huawei', 2],
    ['partner', 1],
  ],
  USD: [
    ['cash', 2],
    ['partner', 1],
  ],
};

/** The stored-value cards of one account: those that pay, and now and then one that expired. */
export function cardMaker(
  random: Random,
  clock: SampleClock,
): (plan: AccountPlan, balances: Balances) => SampleRecord[] {
  const purchases = {
    CNY: new Deck(random, purchaseDecks.CNY),
    USD: new Deck(random, purchaseDecks.USD),
  };
  return (plan, { storedValueCards }) => {
    const cards = cardsFor(storedValueCards, () => purchases[plan.currency].deal());
    if (random.oneIn(25))
      cards.push({
        purchaseType: 'cash',
        faceCents: hundredCents,
        balanceCents: random.between(1, hundredCents),
        expired: true,
      });
    return cards.map((card, index) => written(plan, card, index, { random, clock }));
  };
}

function cardsFor(cents: number, purchase: () => PurchaseType): Card[] {
  const cards: Card[] = [];
  let left = cents;
  if (left === 0) return cards;
  const purchaseType = purchase();
  if (purchaseType === 'huawei')
    while (left > 0 && cards.length < mostHuaweiCards) {
      const balanceCents = Math.min(left, hundredCents);
      cards.push({ purchaseType, faceCents: hundredCents, balanceCents });
      left -= balanceCents;
    }
  if (left === 0) return cards;
  if (purchaseType === 'partner')
    cards.push({ purchaseType, faceCents: roundFaceValue(left), balanceCents: left });
  else
    cards.push({
      purchaseType: 'cash',
      faceCents: Math.ceil(left / hundredCents) * hundredCents,
      balanceCents: left,
    });
  return cards;
}

function written(
  plan: AccountPlan,
  { purchaseType, faceCents, balanceCents, expired }: Card,
  index: number,
  { random, clock }: { random: Random; clock: SampleClock },
): SampleRecord {
  const { from, until } = expired ? clock.expired(plan.currency) : clock.valid(plan.currency);
  return {
    kind: 'storedValueCard',
    id: recordId('card', plan, index + 1),
    account: accountId(plan),
    faceValue: centsText(faceCents),
    balance: balanceCents === faceCents ? undefined : centsText(balanceCents),
    currency: random.oneIn(4) ? plan.currency : undefined,
    purchaseType,
    // A card has no start of validity, but it was bought at some time.
    purchasedAt: from ?? clock.daysBefore(plan.currency, 1, 300),
    expiresAt: until,
  };
}
