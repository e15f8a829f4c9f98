import type { VNode } from 'preact';
import { z } from 'zod';
import {
  kindInWords,
  outcomeInWords,
  reasonInWords,
  ruleInWords,
  ruleNumber,
} from '../../../domain/explain-words.js';
import type { RuleReference } from '../../../domain/explain-reason.js';
import { isZero, sum, type Amount } from '../../../domain/money.js';
import type { UnpaidReason } from '../../../domain/explain-reason.js';
import { explainBill, type BillExplanation } from '../../../ledger/reads/explain-bill.js';
import type { ExplainedBillLine } from '../../../ledger/reads/explained-line.js';
import { RequestError } from '../../problem.js';
import { day } from '../../schemas.js';
import { accountPage } from '../page-definition.js';
import { momentText } from '../parts/moment.js';
import { Money, moneyText } from '../parts/money.js';
import { Table } from '../parts/table.js';
import { sayWord } from '../texts/say.js';
import { accountUrl, type AccountVisit } from '../visit.js';

const number = z.coerce.number().int().min(0).max(999_999_999);
const asks = z.object({ day, n: number, line: number });
const lastLine = 999_999_999;

/** Why each cent of one line was paid as it was. */
export const linePage = accountPage({
  url: '/bills/:day/lines/:n/:line',
  role: 'viewer',
  asks,
  async show(visit, { day: of, n, line }) {
    const after = line > 0 ? `${n}/${line - 1}` : n > 1 ? `${n - 1}/${lastLine}` : undefined;
    const wanted = { account: visit.account.id, day: of, after, limit: 1 };
    const bill = await explainBill(visit.ledger, wanted);
    const [found] = bill.rows;
    if (found?.n !== n || found.line !== line) throw new RequestError(404, 'no such line');
    const item = sayWord(visit.say, 'item', found.item);
    return {
      title: visit.say('line.title', { item }),
      main: <LineMain visit={visit} bill={bill} line={found} />,
    };
  },
});

interface LineProps {
  visit: AccountVisit;
  bill: BillExplanation;
  line: ExplainedBillLine;
}

function LineMain({ visit, bill, line }: LineProps): VNode {
  const { say } = visit;
  return (
    <>
      <p class="crumbs">
        <a href={accountUrl(visit, '/bills')}>{say('bills.title')}</a>
        {' / '}
        <a href={accountUrl(visit, `/bills/${bill.day}`)}>{bill.day}</a>
      </p>
      <section class="card facts-card">
        <p class="figure">
          <Money amount={line.amount} currency={bill.currency} />
        </p>
        <dl class="facts">
          <div>
            <dt>{say('table.workspace')}</dt>
            <dd>
              {line.workspace} <span class="muted">{line.site}</span>
            </dd>
          </div>
          <div>
            <dt>{say('line.method')}</dt>
            <dd>
              {say(`method.${line.method}`)} {line.cloudAccount && <code>{line.cloudAccount}</code>}
            </dd>
          </div>
          <div>
            <dt>{say('line.kind')}</dt>
            <dd>{say(line.restricted ? 'line.restricted' : 'line.ordinary')}</dd>
          </div>
        </dl>
      </section>
      <section class="card">
        <h2>{say('line.paid')}</h2>
        <Paid visit={visit} bill={bill} line={line} />
      </section>
      <section class="card">
        <h2>{say('line.unpaid')}</h2>
        <Unpaid visit={visit} bill={bill} line={line} />
        {bill.moreInstruments && <p class="muted">{say('line.more-instruments')}</p>}
      </section>
    </>
  );
}

interface Part {
  key: string;
  who: VNode | string;
  amount: Amount;
  rule?: RuleReference;
  entry?: string;
}

/** With what is owed and what is still due the parts come to the line. */
function partsOf({ visit, line }: LineProps): Part[] {
  const { say, language } = visit;
  const { paid, owed, due } = line;
  return [
    ...paid.map(({ kind, id, amount, rule, entry, outcome }) => ({
      key: `${kind}/${id}`,
      who: (
        <>
          {kindInWords(kind, language)} {kind !== 'cash' && <code>{id}</code>}
          {outcome && <span class="muted"> · {outcomeInWords(outcome, language)}</span>}
        </>
      ),
      amount,
      rule,
      entry,
    })),
    ...(owed ? [{ key: 'owed', who: kindInWords('overdraft', language), ...owed }] : []),
    ...(isZero(due) ? [] : [{ key: 'due', who: say('payer.due'), amount: due }]),
  ];
}

function Paid(props: LineProps): VNode {
  const { visit, bill } = props;
  const { say } = visit;
  const parts = partsOf(props);
  return (
    <Table
      caption={say('line.paid')}
      rows={parts}
      keyOf={({ key }) => key}
      empty={say('bill.nothing')}
      columns={[
        {
          title: say('line.payer'),
          heads: true,
          cell: ({ who }) => who,
          total: say('table.total'),
        },
        {
          title: `${say('table.amount')} (${bill.currency})`,
          number: true,
          cell: ({ amount }) => moneyText(amount),
          total: moneyText(sum(parts.map(({ amount }) => amount))),
        },
        { title: say('line.rule'), cell: ({ rule }) => rule && <Rule visit={visit} rule={rule} /> },
        { title: say('line.entry'), cell: ({ entry }) => entry && <code>{entry}</code> },
      ]}
    />
  );
}

function Unpaid({ visit, line }: LineProps): VNode {
  const { say, language, account } = visit;
  return (
    <Table
      caption={say('line.unpaid')}
      rows={line.unpaid}
      keyOf={({ kind, id }) => `${kind}/${id}`}
      empty={say('line.unpaid.none')}
      columns={[
        {
          title: say('line.instrument'),
          heads: true,
          cell: ({ kind, id }) => (
            <>
              {kindInWords(kind, language)} {kind !== 'cash' && <code>{id}</code>}
            </>
          ),
        },
        {
          title: say('line.reason'),
          cell: ({ reason }) => reasonInWords(inZone(reason, account.zone), language),
        },
        { title: say('line.rule'), cell: ({ rule }) => <Rule visit={visit} rule={rule} /> },
      ]}
    />
  );
}

/** Its times as the rest of the page says them. */
function inZone(reason: UnpaidReason, zone: string): UnpaidReason {
  const times = Object.entries(reason).filter(([name]) => ['at', 'end', 'from'].includes(name));
  return Object.assign(
    { ...reason },
    Object.fromEntries(times.map(([name, at]) => [name, momentText(String(at), zone)])),
  );
}

function Rule({ visit: { language }, rule }: { visit: AccountVisit; rule: RuleReference }): VNode {
  return (
    <>
      <span class="badge plain">{ruleNumber(rule, language)}</span>{' '}
      <span class="muted">{ruleInWords(rule, language)}</span>
    </>
  );
}
