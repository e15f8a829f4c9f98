import type { VNode } from 'preact';
import { z } from 'zod';
import { confirmRecharge } from '../../../ledger/commands/confirm-recharge.js';
import { listPendingRecharges, type PendingRecharge } from '../../../ledger/reads/operations.js';
import { identifier } from '../../schemas.js';
import { operatorForm, operatorPage } from '../page-definition.js';
import { Field, Form } from '../parts/form.js';
import { Moment } from '../parts/moment.js';
import { moneyText } from '../parts/money.js';
import { Table } from '../parts/table.js';
import type { Visit } from '../visit.js';

const rowsShown = 50;

export const pendingPage = operatorPage({
  url: '/operations/recharges',
  role: 'operator',
  asks: z.object({}),
  async show(visit) {
    const { rows } = await listPendingRecharges(visit.ledger, { limit: rowsShown });
    return {
      title: visit.say('pending.title'),
      main: (
        <section class="card">
          <p>{visit.say('pending.text')}</p>
          <PendingTable visit={visit} rows={rows} />
        </section>
      ),
    };
  },
  forms: {
    confirm: operatorForm({
      role: 'operator',
      fields: z.object({ account: identifier, recharge: identifier, reference: identifier }),
      wrong: { reference: 'wrong.reference' },
      refusedAt: 'reference',
      async run({ ledger }, { account, recharge, reference }, command) {
        const done = { ...command, account };
        await confirmRecharge(ledger, done, { recharge, reference });
        return { done };
      },
    }),
  },
});

function PendingTable({ visit, rows }: { visit: Visit; rows: readonly PendingRecharge[] }): VNode {
  const { say, ledger } = visit;
  return (
    <Table
      caption={say('pending.title')}
      rows={rows}
      keyOf={({ recharge }) => recharge}
      empty={say('pending.none')}
      columns={[
        {
          title: say('operator.account'),
          heads: true,
          cell: ({ account }) => <a href={`/accounts/${encodeURIComponent(account)}`}>{account}</a>,
        },
        { title: say('recharges.id'), cell: ({ recharge }) => <code>{recharge}</code> },
        {
          title: say('table.amount'),
          number: true,
          cell: ({ amount, currency }) => moneyText(amount, currency),
        },
        {
          title: say('recharges.at'),
          cell: ({ requestedAt, currency }) => (
            <Moment at={requestedAt} zone={ledger.zones[currency]} />
          ),
        },
        { title: say('pending.confirm'), cell: (row) => <Confirm visit={visit} row={row} /> },
      ]}
    />
  );
}

function Confirm({ visit, row }: { visit: Visit; row: PendingRecharge }): VNode {
  const { say } = visit;
  const of = { field: 'recharge', value: row.recharge };
  return (
    <Form visit={visit} name="confirm" page="/operations/recharges" of={of} class="row-form">
      <input type="hidden" name="account" value={row.account} />
      <Field
        visit={visit}
        form="confirm"
        of={of}
        name="reference"
        label={say('recharges.reference')}
        maxLength={128}
      />
      <button type="submit" class="small">
        {say('pending.confirm.do')}
      </button>
    </Form>
  );
}
