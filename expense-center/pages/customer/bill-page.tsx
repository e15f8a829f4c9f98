import type { VNode } from 'preact';
import { z } from 'zod';
import { isZero, sum } from '../../../domain/money.js';
import { explainBill, type BillExplanation } from '../../../ledger/reads/explain-bill.js';
import { day, identifier } from '../../schemas.js';
import { accountPage } from '../page-definition.js';
import { Badge } from '../parts/badge.js';
import { Moment } from '../parts/moment.js';
import { Money, moneyText } from '../parts/money.js';
import { Pager } from '../parts/pager.js';
import { Table } from '../parts/table.js';
import { sayWord } from '../texts/say.js';
import { accountUrl, type AccountVisit } from '../visit.js';
import { Payers } from './payers.js';

const asks = z.object({
  day,
  workspace: identifier.optional(),
  after: z.string().max(300).optional(),
});

const linesShown = 40;

/** One day of an account, line by line. */
export const billPage = accountPage({
  url: '/bills/:day',
  role: 'viewer',
  asks,
  async show(visit, { day: of, workspace, after }) {
    const wanted = { account: visit.account.id, day: of, workspace, after, limit: linesShown };
    const bill = await explainBill(visit.ledger, wanted);
    return {
      title: visit.say('bill.title', { day: of }),
      main: <BillMain visit={visit} bill={bill} workspace={workspace} />,
    };
  },
});

interface BillMainProps {
  visit: AccountVisit;
  bill: BillExplanation;
  workspace: string | undefined;
}

function BillMain({ visit, bill, workspace }: BillMainProps): VNode {
  const { say } = visit;
  const dayUrl = accountUrl(visit, `/bills/${bill.day}`);
  return (
    <>
      <p class="crumbs">
        <a href={accountUrl(visit, '/bills')}>{say('bills.title')}</a>
        {workspace !== undefined && (
          <>
            {' / '}
            <a href={dayUrl}>{bill.day}</a>
          </>
        )}
      </p>
      <Settlements visit={visit} bill={bill} />
      <section class="card">
        <h2>{workspace === undefined ? say('bill.lines') : say('bill.lines-of', { workspace })}</h2>
        <Table
          caption={say('bill.table', { currency: bill.currency })}
          rows={bill.rows}
          keyOf={({ n, line }) => `${n}/${line}`}
          empty={say('bill.no-lines')}
          columns={[
            {
              title: say('table.item'),
              heads: true,
              cell: ({ item }) => sayWord(say, 'item', item),
            },
            {
              title: say('table.workspace'),
              cell: (row) => (
                <a href={`${dayUrl}?workspace=${encodeURIComponent(row.workspace)}`}>
                  {row.workspace}
                </a>
              ),
            },
            { title: say('table.site'), cell: ({ site }) => site },
            {
              title: say('table.amount'),
              number: true,
              cell: ({ amount }) => moneyText(amount),
            },
            { title: say('bill.paid-by'), cell: (row) => <Payers visit={visit} line={row} /> },
            {
              title: say('bill.why'),
              cell: ({ n, line, item }) => (
                <a
                  href={`${dayUrl}/lines/${n}/${line}`}
                  aria-label={say('bill.why.of', { item: sayWord(say, 'item', item) })}
                >
                  {say('bill.why')}
                </a>
              ),
            },
          ]}
        />
        <Pager visit={visit} next={bill.next} />
      </section>
    </>
  );
}

function Settlements({ visit, bill }: Omit<BillMainProps, 'workspace'>): VNode {
  const { say, account } = visit;
  const total = sum([...bill.settlements.map((each) => each.total), bill.unsettled]);
  return (
    <section class="card facts-card">
      <p class="figure">
        <Money amount={total} currency={bill.currency} />
      </p>
      {bill.settlements.map((each) => (
        <dl class="facts" key={each.n}>
          <div>
            <dt>{say(each.n === 1 ? 'bill.settlement' : 'bill.supplement', { n: each.n })}</dt>
            <dd>
              <Badge say={say} state={each.state} /> {moneyText(each.total, bill.currency)}
            </dd>
          </div>
          <div>
            <dt>{say('bill.eligible')}</dt>
            <dd>{moneyText(each.eligibleSpend, bill.currency)}</dd>
          </div>
          <div>
            <dt>{say('bill.settled-at')}</dt>
            <dd>
              <Moment at={each.settledAt} zone={account.zone} />
            </dd>
          </div>
          {each.reason !== undefined && (
            <div>
              <dt>{say('bill.reason')}</dt>
              <dd lang="en">{each.reason}</dd>
            </div>
          )}
        </dl>
      ))}
      {!isZero(bill.unsettled) && (
        <p>{say('bill.unsettled', { amount: moneyText(bill.unsettled, bill.currency) })}</p>
      )}
    </section>
  );
}
