import type { VNode } from 'preact';
import { z } from 'zod';
import { listMovements, type MovementRow } from '../../../ledger/reads/list-movements.js';
import type { Page } from '../../../ledger/reads/page.js';
import { identifier } from '../../schemas.js';
import { accountPage } from '../page-definition.js';
import { Moment } from '../parts/moment.js';
import { moneyText } from '../parts/money.js';
import { Pager } from '../parts/pager.js';
import { Table } from '../parts/table.js';
import { accountUrl, urlWith, type AccountVisit } from '../visit.js';

const kinds = ['cash', 'card', 'voucher'] as const;
const asks = z.object({
  kind: z.enum(kinds).optional(),
  id: identifier.optional(),
  after: z.string().max(300).optional(),
});
type Asked = z.output<typeof asks>;

const rowsShown = 40;

export const movementsPage = accountPage({
  url: '/movements',
  role: 'viewer',
  asks,
  async show(visit, asked) {
    const wanted = { account: visit.account.id, ...asked, limit: rowsShown };
    const movements = await listMovements(visit.ledger, wanted);
    return {
      title: visit.say('movements.title'),
      main: <MovementsMain visit={visit} asked={asked} movements={movements} />,
    };
  },
});

interface MovementsMainProps {
  visit: AccountVisit;
  asked: Asked;
  movements: Page<MovementRow>;
}

function MovementsMain({ visit, asked, movements }: MovementsMainProps): VNode {
  const { say } = visit;
  const page = accountUrl(visit, '/movements');
  return (
    <>
      <nav class="tabs" aria-label={say('movements.filter')}>
        {[undefined, ...kinds].map((kind) => (
          <a
            key={kind ?? 'all'}
            href={urlWith(page, { kind })}
            {...(kind === asked.kind && asked.id === undefined
              ? { 'aria-current': 'page' as const }
              : {})}
          >
            {say(`movements.${kind ?? 'all'}`)}
          </a>
        ))}
      </nav>
      <section class="card">
        <div class="card-head">
          <p class="hint">
            {asked.id === undefined ? say('movements.hint') : <code>{asked.id}</code>}
          </p>
          <a class="download" href={accountUrl(visit, '/exports/movements')}>
            {say('export.csv')}
          </a>
        </div>
        <MovementTable visit={visit} movements={movements} />
        <Pager visit={visit} next={movements.next} />
      </section>
    </>
  );
}

function MovementTable({ visit, movements }: Omit<MovementsMainProps, 'asked'>): VNode {
  const { say, account } = visit;
  return (
    <Table
      caption={say('movements.table', { currency: account.currency })}
      rows={movements.rows.map((row, index) => ({ ...row, index }))}
      keyOf={({ entry, index }) => `${entry}/${index}`}
      empty={say('movements.none')}
      columns={[
        {
          title: say('movements.at'),
          heads: true,
          cell: ({ at }) => <Moment at={at} zone={account.zone} />,
        },
        { title: say('movements.kind'), cell: ({ kind }) => say(`movement.${kind}`) },
        {
          title: say('movements.place'),
          cell: ({ place }) => <Place visit={visit} place={place} />,
        },
        { title: say('movements.occasion'), cell: (row) => <Occasion visit={visit} row={row} /> },
        {
          title: say('movements.in'),
          number: true,
          cell: ({ direction, amount }) => direction === 'in' && `+${moneyText(amount)}`,
        },
        {
          title: say('movements.out'),
          number: true,
          cell: ({ direction, amount }) => direction === 'out' && `−${moneyText(amount)}`,
        },
        {
          title: say('movements.balance'),
          number: true,
          cell: ({ balance }) => moneyText(balance),
        },
      ]}
    />
  );
}

function Place({ visit, place }: { visit: AccountVisit; place: MovementRow['place'] }): VNode {
  const { say } = visit;
  if (place.kind === 'cash') return <>{say('movements.cash')}</>;
  const { kind, id } = place;
  return (
    <>
      {say(`movements.one.${kind}`)}{' '}
      <a href={urlWith(accountUrl(visit, '/movements'), { kind, id })}>
        <code>{id}</code>
      </a>
    </>
  );
}

/** What it was made for; a settled day leads to its bill. */
function Occasion({ visit, row: { occasion } }: { visit: AccountVisit; row: MovementRow }): VNode {
  const { say } = visit;
  switch (occasion.kind) {
    case 'settlement':
      return (
        <a href={accountUrl(visit, `/bills/${occasion.day}`)}>
          {say('occasion.settlement', { day: occasion.day })}
        </a>
      );
    case 'import':
      return <>{say('occasion.import', { number: occasion.number })}</>;
    case 'recharge':
      return <a href={accountUrl(visit, '/recharges')}>{say('occasion.recharge')}</a>;
    case 'redemption':
      return (
        <>
          {say('occasion.redemption')} <code>{occasion.order}</code>
        </>
      );
    case 'command':
      return <span class="muted">{say('occasion.command')}</span>;
  }
}
