import type { VNode } from 'preact';
import { z } from 'zod';
import type { GiftTier } from '../../../domain/card-purchase.js';
import { buyCard } from '../../../ledger/commands/buy-card.js';
import { redeemOrder } from '../../../ledger/commands/redeem-order.js';
import { accountMoney, type AccountMoneyNow } from '../../../ledger/reads/account-money.js';
import { listCards, type CardRow } from '../../../ledger/reads/list-cards.js';
import type { Page } from '../../../ledger/reads/page.js';
import { mayAct } from '../../authenticate.js';
import { identifier } from '../../schemas.js';
import { accountForm, accountPage } from '../page-definition.js';
import { Badge } from '../parts/badge.js';
import { Field, Form } from '../parts/form.js';
import { Moment } from '../parts/moment.js';
import { moneyText } from '../parts/money.js';
import { Pager } from '../parts/pager.js';
import { Table } from '../parts/table.js';
import { accountUrl, type AccountVisit } from '../visit.js';
import { faceValueOfCard, huaweiAccount } from './form-fields.js';

const rowsShown = 25;

export const cardsPage = accountPage({
  url: '/cards',
  role: 'viewer',
  asks: z.object({ after: z.string().max(300).optional() }),
  async show(visit, { after }) {
    const { ledger, account, say } = visit;
    const [money, cards] = await Promise.all([
      accountMoney(ledger, { account: account.id }),
      listCards(ledger, { account: account.id, after, limit: rowsShown }),
    ]);
    return {
      title: say('cards.title'),
      main: <CardsMain visit={visit} money={money} cards={cards} />,
    };
  },
  forms: {
    buy: accountForm({
      role: 'finance',
      fields: z.object({ faceValue: faceValueOfCard }),
      wrong: { faceValue: 'wrong.card' },
      refusedAt: 'faceValue',
      async run({ ledger }, { faceValue }, command) {
        await buyCard(ledger, command, { faceValue });
        return { done: command };
      },
    }),
    redeem: accountForm({
      role: 'finance',
      fields: z.object({ customer: huaweiAccount, order: identifier }),
      wrong: { customer: 'wrong.customer', order: 'wrong.order' },
      refusedAt: 'order',
      async run({ ledger }, { customer, order }, command) {
        await redeemOrder(ledger, command, { customer, order });
        return { done: command };
      },
    }),
  },
});

interface CardsMainProps {
  visit: AccountVisit;
  money: AccountMoneyNow;
  cards: Page<CardRow>;
}

function CardsMain({ visit, money, cards }: CardsMainProps): VNode {
  const { say } = visit;
  return (
    <>
      <section class="card">
        <h2>{say('cards.list')}</h2>
        <CardTable visit={visit} cards={cards} />
        <Pager visit={visit} next={cards.next} />
      </section>
      {mayAct(visit.principal, 'finance') ? (
        <div class="columns">
          <BuyCard visit={visit} money={money} />
          <RedeemOrder visit={visit} />
        </div>
      ) : (
        <p class="muted">{say('needs.finance')}</p>
      )}
    </>
  );
}

function CardTable({ visit, cards }: Omit<CardsMainProps, 'money'>): VNode {
  const { say, account } = visit;
  const inCurrency = ` (${account.currency})`;
  return (
    <Table
      caption={say('cards.list')}
      rows={cards.rows}
      keyOf={({ id }) => id}
      empty={say('cards.none')}
      columns={[
        { title: say('cards.number'), heads: true, cell: ({ id }) => <code>{id}</code> },
        {
          title: say('table.face-value') + inCurrency,
          number: true,
          cell: ({ faceValue }) => moneyText(faceValue),
        },
        {
          title: say('cards.available') + inCurrency,
          number: true,
          cell: ({ balance }) => moneyText(balance),
        },
        { title: say('table.status'), cell: ({ status }) => <Badge say={say} state={status} /> },
        {
          title: say('cards.purchase-type'),
          cell: ({ purchaseType, order }) => (
            <>
              {say(`purchase.${purchaseType}`)}{' '}
              {order !== undefined && <span class="muted">{order}</span>}
            </>
          ),
        },
        {
          title: say('cards.purchased'),
          cell: ({ purchasedAt }) => <Moment at={purchasedAt} zone={account.zone} />,
        },
        {
          title: say('table.expires'),
          cell: ({ expiresAt }) =>
            expiresAt === undefined ? (
              say('cards.no-expiry')
            ) : (
              <Moment at={expiresAt} zone={account.zone} />
            ),
        },
      ]}
    />
  );
}

function BuyCard({ visit, money }: Omit<CardsMainProps, 'cards'>): VNode {
  const { say, account, ledger } = visit;
  const { currency } = account;
  return (
    <section class="card">
      <h2>{say('cards.buy')}</h2>
      <p>{say('cards.buy.text', { cash: moneyText(money.cash, currency) })}</p>
      <Gifts visit={visit} tiers={ledger.giftTiers[currency]} />
      <Form visit={visit} name="buy" page={accountUrl(visit, '/cards')}>
        <Field
          visit={visit}
          form="buy"
          name="faceValue"
          label={say('cards.buy.amount', { currency })}
          hint={say('cards.buy.hint')}
          inputMode="decimal"
          maxLength={40}
          sign={currency === 'CNY' ? '¥' : '$'}
        />
        <button type="submit">{say('cards.buy.do')}</button>
      </Form>
    </section>
  );
}

function Gifts({
  visit,
  tiers,
}: {
  visit: AccountVisit;
  tiers: readonly GiftTier[];
}): VNode | null {
  const { say, account } = visit;
  if (tiers.length === 0) return null;
  return (
    <ul class="gifts" aria-label={say('cards.gifts')}>
      {tiers.map(({ from, voucher }) => (
        <li key={from}>
          <span>{say('cards.gift.from', { amount: moneyText(from, account.currency) })}</span>
          <strong>{say('cards.gift', { amount: moneyText(voucher, account.currency) })}</strong>
        </li>
      ))}
    </ul>
  );
}

function RedeemOrder({ visit }: { visit: AccountVisit }): VNode {
  const { say } = visit;
  return (
    <section class="card">
      <h2>{say('cards.redeem')}</h2>
      <p>{say('cards.redeem.text')}</p>
      <Form visit={visit} name="redeem" page={accountUrl(visit, '/cards')}>
        <Field
          visit={visit}
          form="redeem"
          name="customer"
          label={say('cards.redeem.customer')}
          hint={say('cards.redeem.customer.hint')}
          maxLength={32}
        />
        <Field
          visit={visit}
          form="redeem"
          name="order"
          label={say('cards.redeem.order')}
          maxLength={128}
        />
        <button type="submit">{say('cards.redeem.do')}</button>
      </Form>
    </section>
  );
}
