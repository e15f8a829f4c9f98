import type { VNode } from 'preact';
import { z } from 'zod';
import { add } from '../../../domain/money.js';
import { listAccountsInArrears, type AccountInTrouble } from '../../../ledger/reads/operations.js';
import { operatorPage } from '../page-definition.js';
import { Badge } from '../parts/badge.js';
import { Moment } from '../parts/moment.js';
import { moneyText } from '../parts/money.js';
import { Table } from '../parts/table.js';
import { timeLeft } from '../time-left.js';
import type { Visit } from '../visit.js';
import { SearchBox } from './search-box.js';

const rowsShown = 100;

export const troublePage = operatorPage({
  url: '/operations',
  role: 'operator',
  asks: z.object({}),
  async show(visit) {
    const { ledger, say } = visit;
    const { rows } = await listAccountsInArrears(ledger, { limit: rowsShown });
    return {
      title: say('trouble.title'),
      main: (
        <>
          <section class="card">
            <SearchBox visit={visit} />
          </section>
          <section class="card">
            <h2>{say('trouble.list')}</h2>
            <TroubleTable visit={visit} rows={rows} />
            {rows.length === rowsShown && (
              <p class="muted">{say('operator.first', { count: rowsShown })}</p>
            )}
          </section>
        </>
      ),
    };
  },
});

function TroubleTable({ visit, rows }: { visit: Visit; rows: readonly AccountInTrouble[] }): VNode {
  const { say, ledger } = visit;
  return (
    <Table
      caption={say('trouble.list')}
      rows={rows}
      keyOf={({ account }) => account}
      empty={say('trouble.none')}
      columns={[
        {
          title: say('operator.account'),
          heads: true,
          cell: ({ account }) => <a href={`/accounts/${encodeURIComponent(account)}`}>{account}</a>,
        },
        { title: say('operator.name'), cell: ({ name }) => name },
        {
          title: say('overview.stored.overdraft'),
          number: true,
          cell: ({ overdraft, currency }) => moneyText(overdraft, currency),
        },
        {
          title: say('recharges.cloud'),
          number: true,
          cell: ({ cloudArrears, currency }) => moneyText(cloudArrears, currency),
        },
        {
          title: say('overview.owed'),
          number: true,
          cell: ({ overdraft, cloudArrears, currency }) =>
            moneyText(add(overdraft, cloudArrears), currency),
        },
        {
          title: say('trouble.since'),
          cell: ({ arrearsSince, currency }) => (
            <Moment at={arrearsSince} zone={ledger.zones[currency]} />
          ),
        },
        { title: say('trouble.lock'), cell: (row) => <Lock visit={visit} row={row} /> },
      ]}
    />
  );
}

function Lock({ visit, row }: { visit: Visit; row: AccountInTrouble }): VNode {
  const { say, now, ledger } = visit;
  if (row.locked) return <Badge say={say} state="locked" />;
  const left = timeLeft(row.lockAt, now);
  return (
    <>
      {left ? say('trouble.in', left) : say('trouble.due')}{' '}
      <span class="muted">
        <Moment at={row.lockAt} zone={ledger.zones[row.currency]} />
      </span>
    </>
  );
}
