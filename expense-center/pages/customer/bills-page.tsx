import type { VNode } from 'preact';
import { z } from 'zod';
import { addDays } from '../../../domain/billing-cycle.js';
import { listBills, type BillsBy, type BillsRow } from '../../../ledger/reads/list-bills.js';
import type { Page } from '../../../ledger/reads/page.js';
import { day } from '../../schemas.js';
import { accountPage } from '../page-definition.js';
import { Badge } from '../parts/badge.js';
import { Pager } from '../parts/pager.js';
import { Table } from '../parts/table.js';
import { sayWord } from '../texts/say.js';
import { accountUrl, urlWith, type AccountVisit } from '../visit.js';
import { amountColumns } from './amount-columns.js';

const ways = ['day', 'month', 'workspace', 'item'] as const satisfies readonly BillsBy[];
/** A field that is left empty sends nothing. */
const someDay = z
  .literal('')
  .transform(() => undefined)
  .or(day)
  .optional();
const asks = z.object({
  by: z.enum(ways).default('day'),
  from: someDay,
  to: someDay,
  after: z.string().max(300).optional(),
});
type Asked = z.output<typeof asks>;

const rowsShown = 31;
const daysWithoutRange = 29;

export const billsPage = accountPage({
  url: '/bills',
  role: 'viewer',
  asks,
  async show(visit, asked) {
    const range = rangeOf(visit, asked);
    const { ledger, account, say } = visit;
    const wanted = { account: account.id, by: asked.by, ...range, after: asked.after };
    const bills = await listBills(ledger, { ...wanted, limit: rowsShown });
    return {
      title: say('bills.title'),
      main: <BillsMain visit={visit} asked={{ ...asked, ...range }} bills={bills} />,
    };
  },
});

/** By workspace and item the last 30 days where none are asked for. */
function rangeOf({ account }: AccountVisit, { by, from, to }: Asked): Pick<Asked, 'from' | 'to'> {
  if (by === 'day' || by === 'month') return { from, to };
  const until = to ?? account.today;
  return { from: from ?? addDays(until, -daysWithoutRange), to: until };
}

interface BillsMainProps {
  visit: AccountVisit;
  asked: Asked;
  bills: Page<BillsRow>;
}

function BillsMain({ visit, asked, bills }: BillsMainProps): VNode {
  const { say, account } = visit;
  const { by, from, to } = asked;
  return (
    <>
      <nav class="tabs" aria-label={say('bills.by')}>
        {ways.map((way) => (
          <a
            key={way}
            href={urlWith(accountUrl(visit, '/bills'), { by: way, from, to })}
            {...(way === by ? { 'aria-current': 'page' as const } : {})}
          >
            {say(`bills.by.${way}`)}
          </a>
        ))}
      </nav>
      <section class="card">
        <Range visit={visit} asked={asked} />
        <Table
          caption={say('bills.table', { by: say(`bills.by.${by}`), currency: account.currency })}
          rows={bills.rows}
          keyOf={({ of, site = '' }) => `${site}/${of}`}
          empty={say('bills.none')}
          columns={[
            { title: say(`bills.of.${by}`), heads: true, cell: (row) => nameOf(visit, asked, row) },
            by === 'workspace' && { title: say('table.site'), cell: ({ site }) => site },
            {
              title: say(by === 'item' ? 'bills.lines' : 'bills.count'),
              number: true,
              cell: (row) => String(row.bills),
            },
            ...amountColumns(say, bills.rows),
            { title: say('table.status'), cell: ({ state }) => <Badge say={say} state={state} /> },
          ]}
        />
        <Pager visit={visit} next={bills.next} />
      </section>
    </>
  );
}

/** Leads on to what it is made of. */
function nameOf(visit: AccountVisit, { by, from, to }: Asked, { of }: BillsRow): VNode | string {
  const bills = accountUrl(visit, '/bills');
  switch (by) {
    case 'day':
      return <a href={`${bills}/${of}`}>{of}</a>;
    case 'month':
      return <a href={urlWith(bills, { by: 'day', from: `${of}-01`, to: lastDay(of) })}>{of}</a>;
    case 'workspace': {
      if (from === undefined || from !== to) return of;
      return <a href={urlWith(`${bills}/${from}`, { workspace: of })}>{of}</a>;
    }
    case 'item':
      return sayWord(visit.say, 'item', of);
  }
}

function lastDay(month: string): string {
  const next = addDays(`${month}-28`, 4);
  return addDays(`${next.slice(0, 7)}-01`, -1);
}

function Range({ visit, asked: { by, from, to } }: Omit<BillsMainProps, 'bills'>): VNode {
  const { say } = visit;
  return (
    <form method="get" action={accountUrl(visit, '/bills')} class="inline-form">
      <input type="hidden" name="by" value={by} />
      <div class="field">
        <label for="from">{say('bills.from')}</label>
        <input id="from" name="from" type="date" value={from ?? ''} />
      </div>
      <div class="field">
        <label for="to">{say('bills.to')}</label>
        <input id="to" name="to" type="date" value={to ?? ''} />
      </div>
      <button type="submit" class="secondary">
        {say('bills.show')}
      </button>
      <span class="spacer" />
      <a class="download" href={urlWith(accountUrl(visit, '/exports/bills'), { from, to })}>
        {say('export.csv')}
      </a>
    </form>
  );
}
