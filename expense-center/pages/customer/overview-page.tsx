import { isZero } from '../../../domain/money.js';
import type { ComponentChildren, VNode } from 'preact';
import { z } from 'zod';
import { readOverview, type Overview } from '../../../ledger/reads/read-overview.js';
import { SpendingChart } from '../chart/spending-chart.js';
import { seriesByItem, seriesByPayer } from '../chart/spending-series.js';
import { accountPage } from '../page-definition.js';
import { ArrearsBanner } from '../parts/arrears-banner.js';
import { Money } from '../parts/money.js';
import { accountUrl, type AccountVisit } from '../visit.js';
import { VoucherTable } from './voucher-table.js';

export const overviewPage = accountPage({
  url: '',
  role: 'viewer',
  asks: z.object({}),
  async show(visit) {
    const overview = await readOverview(visit.ledger, { account: visit.account.id });
    return {
      title: visit.say('overview.title'),
      main: <OverviewMain visit={visit} overview={overview} />,
    };
  },
});

function OverviewMain({ visit, overview }: { visit: AccountVisit; overview: Overview }): VNode {
  const { say } = visit;
  return (
    <>
      <ArrearsBanner visit={visit} overview={overview} />
      <Balances visit={visit} overview={overview} />
      <Spending visit={visit} overview={overview} />
      <section class="card">
        <div class="card-head">
          <h2>{say('overview.vouchers')}</h2>
          <a href={accountUrl(visit, '/vouchers')}>{say('overview.vouchers.all')}</a>
        </div>
        <VoucherTable
          visit={visit}
          rows={overview.vouchers.first.slice(0, 5)}
          empty={say('vouchers.none-paying')}
        />
      </section>
    </>
  );
}

function Balances({ visit, overview }: { visit: AccountVisit; overview: Overview }): VNode {
  const { say } = visit;
  const { cash, storedValueBalance, cards, vouchers, overdraft, owed, currency } = overview;
  return (
    <section class="tiles" aria-label={say('overview.balances')}>
      <Tile title={say('overview.cash')} link={accountUrl(visit, '/recharges')}>
        <Money amount={cash} currency={currency} />
        <small>{say('overview.cash.hint')}</small>
      </Tile>
      <Tile title={say('overview.stored')} link={accountUrl(visit, '/cards')}>
        <Money amount={storedValueBalance} currency={currency} />
        <small>
          {say('overview.stored.cards', { count: cards.count })}
          {!isZero(overdraft) && (
            <>
              {' · '}
              {say('overview.stored.overdraft')} <Money amount={overdraft} currency={currency} />
            </>
          )}
        </small>
      </Tile>
      <Tile title={say('overview.vouchers.tile')} link={accountUrl(visit, '/vouchers')}>
        <Money amount={vouchers.balance} currency={currency} />
        <small>{say('overview.vouchers.count', { count: vouchers.count })}</small>
      </Tile>
      <Tile title={say('overview.owed')} link={accountUrl(visit, '/recharges')} bad={!isZero(owed)}>
        <Money amount={owed} currency={currency} />
        <small>{say(isZero(owed) ? 'overview.owed.nothing' : 'overview.owed.both')}</small>
      </Tile>
    </section>
  );
}

interface TileProps {
  title: string;
  link: string;
  bad?: boolean;
  children: ComponentChildren;
}

function Tile({ title, link, bad = false, children }: TileProps): VNode {
  return (
    <div class={bad ? 'tile bad' : 'tile'}>
      <h2>
        <a href={link}>{title}</a>
      </h2>
      {children}
    </div>
  );
}

function Spending({
  visit,
  overview: { spending, currency },
}: {
  visit: AccountVisit;
  overview: Overview;
}): VNode {
  const { say } = visit;
  const days = spending.map(({ day }) => day);
  const byPayer = seriesByPayer(spending);
  return (
    <section class="card">
      <div class="card-head">
        <h2>{say('overview.spending', { currency })}</h2>
        <a href={accountUrl(visit, '/bills')}>{say('overview.spending.bills')}</a>
      </div>
      {byPayer.length === 0 ? (
        <p class="empty">{say('overview.spending.none')}</p>
      ) : (
        <div class="charts">
          <SpendingChart
            visit={visit}
            kind="item"
            title={say('overview.by-item')}
            days={days}
            series={seriesByItem(spending)}
          />
          <SpendingChart
            visit={visit}
            kind="payer"
            title={say('overview.by-payer')}
            days={days}
            series={byPayer}
          />
        </div>
      )}
    </section>
  );
}
