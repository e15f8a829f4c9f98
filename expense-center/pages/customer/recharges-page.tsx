import type { VNode } from 'preact';
import { z } from 'zod';
import { isZero } from '../../../domain/money.js';
import { cancelRecharge } from '../../../ledger/commands/cancel-recharge.js';
import { payCloudArrears } from '../../../ledger/commands/pay-cloud-arrears.js';
import { requestRecharge } from '../../../ledger/commands/request-recharge.js';
import { accountMoney, type AccountMoneyNow } from '../../../ledger/reads/account-money.js';
import { listRecharges, type RechargeRow } from '../../../ledger/reads/list-recharges.js';
import type { Page } from '../../../ledger/reads/page.js';
import { mayAct } from '../../authenticate.js';
import { identifier, moneyAboveZero } from '../../schemas.js';
import { accountForm, accountPage } from '../page-definition.js';
import { Badge } from '../parts/badge.js';
import { Field, Form } from '../parts/form.js';
import { Moment } from '../parts/moment.js';
import { moneyText } from '../parts/money.js';
import { Pager } from '../parts/pager.js';
import { Table } from '../parts/table.js';
import { accountUrl, type AccountVisit } from '../visit.js';

const rowsShown = 25;

export const rechargesPage = accountPage({
  url: '/recharges',
  role: 'viewer',
  asks: z.object({ after: z.string().max(300).optional() }),
  async show(visit, { after }) {
    const { ledger, account, say } = visit;
    const [money, recharges] = await Promise.all([
      accountMoney(ledger, { account: account.id }),
      listRecharges(ledger, { account: account.id, after, limit: rowsShown }),
    ]);
    return {
      title: say('recharges.title'),
      main: <RechargesMain visit={visit} money={money} recharges={recharges} />,
    };
  },
  forms: {
    request: accountForm({
      role: 'finance',
      fields: z.object({ amount: moneyAboveZero }),
      wrong: { amount: 'wrong.amount' },
      refusedAt: 'amount',
      async run({ ledger }, { amount }, command) {
        await requestRecharge(ledger, command, { amount });
        return { done: command };
      },
    }),
    cancel: accountForm({
      role: 'finance',
      fields: z.object({ recharge: identifier }),
      wrong: {},
      refusedAt: 'recharge',
      async run({ ledger }, { recharge }, command) {
        await cancelRecharge(ledger, command, { recharge });
        return { done: command };
      },
    }),
    'pay-cloud-arrears': accountForm({
      role: 'finance',
      fields: z.object({ amount: moneyAboveZero }),
      wrong: { amount: 'wrong.amount' },
      refusedAt: 'amount',
      async run({ ledger }, { amount }, command) {
        await payCloudArrears(ledger, command, { amount });
        return { done: command };
      },
    }),
  },
});

interface RechargesMainProps {
  visit: AccountVisit;
  money: AccountMoneyNow;
  recharges: Page<RechargeRow>;
}

function RechargesMain({ visit, money, recharges }: RechargesMainProps): VNode {
  const { say } = visit;
  return (
    <>
      <div class="columns">
        <RequestCard visit={visit} money={money} />
        {!isZero(money.cloudArrears) && <CloudArrearsCard visit={visit} money={money} />}
      </div>
      <section class="card">
        <h2>{say('recharges.list')}</h2>
        <RechargeTable visit={visit} recharges={recharges} />
        <Pager visit={visit} next={recharges.next} />
      </section>
    </>
  );
}

function RequestCard({ visit, money }: Omit<RechargesMainProps, 'recharges'>): VNode {
  const { say, account } = visit;
  const { currency } = account;
  return (
    <section class="card">
      <h2>{say('recharges.request')}</h2>
      <dl class="facts">
        <div>
          <dt>{say('overview.cash')}</dt>
          <dd>{moneyText(money.cash, currency)}</dd>
        </div>
        <div>
          <dt>{say('overview.owed')}</dt>
          <dd class={isZero(money.owed) ? '' : 'negative'}>{moneyText(money.owed, currency)}</dd>
        </div>
      </dl>
      {mayAct(visit.principal, 'finance') ? (
        <Form visit={visit} name="request" page={accountUrl(visit, '/recharges')}>
          <Field
            visit={visit}
            form="request"
            name="amount"
            label={say('recharges.amount', { currency })}
            hint={say(isZero(money.owed) ? 'recharges.hint' : 'recharges.hint.owed')}
            inputMode="decimal"
            maxLength={40}
            sign={currency === 'CNY' ? '¥' : '$'}
          />
          <button type="submit">{say('recharges.request.do')}</button>
        </Form>
      ) : (
        <p class="muted">{say('needs.finance')}</p>
      )}
    </section>
  );
}

function CloudArrearsCard({ visit, money }: Omit<RechargesMainProps, 'recharges'>): VNode {
  const { say, account } = visit;
  const { currency } = account;
  return (
    <section class="card">
      <h2>{say('recharges.cloud')}</h2>
      <p>{say('recharges.cloud.text', { amount: moneyText(money.cloudArrears, currency) })}</p>
      {mayAct(visit.principal, 'finance') && (
        <Form visit={visit} name="pay-cloud-arrears" page={accountUrl(visit, '/recharges')}>
          <Field
            visit={visit}
            form="pay-cloud-arrears"
            name="amount"
            label={say('recharges.cloud.amount', { currency })}
            hint={say('recharges.cloud.hint', { cash: moneyText(money.cash, currency) })}
            value={money.payable}
            inputMode="decimal"
            maxLength={40}
            sign={currency === 'CNY' ? '¥' : '$'}
          />
          <button type="submit">{say('recharges.cloud.do')}</button>
        </Form>
      )}
    </section>
  );
}

function RechargeTable({ visit, recharges }: Omit<RechargesMainProps, 'money'>): VNode {
  const { say, account } = visit;
  const page = accountUrl(visit, '/recharges');
  return (
    <Table
      caption={say('recharges.list')}
      rows={recharges.rows}
      keyOf={({ id }) => id}
      empty={say('recharges.none')}
      columns={[
        { title: say('recharges.id'), heads: true, cell: ({ id }) => <code>{id}</code> },
        { title: say('table.status'), cell: ({ state }) => <Badge say={say} state={state} /> },
        {
          title: `${say('table.amount')} (${account.currency})`,
          number: true,
          cell: ({ amount }) => moneyText(amount),
        },
        {
          title: say('recharges.at'),
          cell: ({ at }) => <Moment at={at} zone={account.zone} />,
        },
        {
          title: say('recharges.confirmed-at'),
          cell: (row) => <Moment at={row.confirmedAt} zone={account.zone} />,
        },
        {
          title: say('recharges.reference'),
          cell: ({ reference, imported }) =>
            reference === undefined ? (imported ? say('recharges.imported') : '–') : reference,
        },
        mayAct(visit.principal, 'finance') && {
          title: say('table.action'),
          cell: ({ id, state }) =>
            state === 'pending' && (
              <Form
                visit={visit}
                name="cancel"
                page={page}
                of={{ field: 'recharge', value: id }}
                class="row-form"
              >
                <button type="submit" class="secondary small">
                  {say('recharges.cancel')}
                </button>
              </Form>
            ),
        },
      ]}
    />
  );
}
