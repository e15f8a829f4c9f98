import type { VNode } from 'preact';
import { z } from 'zod';
import { collectChargeId } from '../../../domain/workflow-ids.js';
import { readCharges, type ChargeRow } from '../../../ledger/read-charges.js';
import type { Ledger } from '../../../ledger/ledger-context.js';
import { ResolveCharge, resolveForm } from './resolve-charge.js';
import { operatorPage } from '../page-definition.js';
import { Badge } from '../parts/badge.js';
import { moneyText } from '../parts/money.js';
import { Table } from '../parts/table.js';
import { workflowUrl, type Visit } from '../visit.js';

/** Those that somebody has to look at. */
const states = ['parked', 'undecided'] as const;
const rowsShown = 100;

export const chargesPage = operatorPage({
  url: '/operations/charges',
  role: 'operator',
  asks: z.object({}),
  async show(visit) {
    const { ledger, say } = visit;
    const tables = await Promise.all(
      states.map(async (state) => ({ state, rows: await firstCharges(ledger, state) })),
    );
    return {
      title: say('charges.title'),
      main: tables.map(({ state, rows }) => (
        <section class="card" key={state}>
          <h2>{say(`charges.${state}`)}</h2>
          <p>{say(`charges.${state}.text`)}</p>
          {rows.length > 0 && !visit.resolveCharge && (
            <p class="muted">{say('charges.no-temporal')}</p>
          )}
          <ChargeTable visit={visit} state={state} rows={rows} />
          {rows.length === rowsShown && (
            <p class="muted">{say('operator.first', { count: rowsShown })}</p>
          )}
        </section>
      )),
    };
  },
  forms: { resolve: resolveForm },
});

async function firstCharges(ledger: Ledger, state: (typeof states)[number]): Promise<ChargeRow[]> {
  const rows: ChargeRow[] = [];
  for await (const row of readCharges(ledger, { state })) {
    if (rows.push(row) === rowsShown) break;
  }
  return rows;
}

interface ChargeTableProps {
  visit: Visit;
  state: (typeof states)[number];
  rows: readonly ChargeRow[];
}

function ChargeTable({ visit, state, rows }: ChargeTableProps): VNode {
  const { say, temporalUi } = visit;
  return (
    <Table
      caption={say(`charges.${state}`)}
      rows={rows}
      keyOf={({ charge }) => charge}
      empty={say('charges.none')}
      columns={[
        { title: say('charges.id'), heads: true, cell: ({ charge }) => <code>{charge}</code> },
        {
          title: say('operator.account'),
          cell: ({ account }) => <a href={`/accounts/${encodeURIComponent(account)}`}>{account}</a>,
        },
        {
          title: say('cloud-accounts.provider'),
          cell: ({ provider }) => say(`provider.${provider}`),
        },
        {
          title: say('table.amount'),
          number: true,
          cell: ({ amount, currency }) => moneyText(amount, currency),
        },
        { title: say('table.status'), cell: (row) => <Badge say={say} state={row.state} /> },
        { title: say('charges.attempts'), number: true, cell: (row) => String(row.attempts) },
        {
          title: say('charges.reason'),
          cell: ({ reason }) => (reason === undefined ? '–' : <span lang="en">{reason}</span>),
        },
        temporalUi !== undefined && {
          title: say('operator.workflow'),
          cell: ({ provider, charge }) => (
            <a href={workflowUrl(temporalUi, collectChargeId(provider, charge))}>
              {say('operator.workflow.open')}
            </a>
          ),
        },
        visit.resolveCharge !== undefined && {
          title: say('charges.resolve'),
          cell: (row) => <ResolveCharge visit={visit} row={row} />,
        },
      ]}
    />
  );
}
