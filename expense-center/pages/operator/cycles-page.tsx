import type { VNode } from 'preact';
import { z } from 'zod';
import type { CycleReport } from '../../../domain/cycle-report.js';
import { settleCycleId } from '../../../domain/workflow-ids.js';
import { listCycles, type CycleRow } from '../../../ledger/reads/operations.js';
import { operatorPage } from '../page-definition.js';
import { Badge } from '../parts/badge.js';
import { moneyText } from '../parts/money.js';
import { Table } from '../parts/table.js';
import { workflowUrl, type Visit } from '../visit.js';

const cyclesShown = 60;

export const cyclesPage = operatorPage({
  url: '/operations/cycles',
  role: 'operator',
  asks: z.object({}),
  async show(visit) {
    const { ledger, say } = visit;
    const { rows: cycles } = await listCycles(ledger, { limit: cyclesShown });
    return {
      title: say('cycles.title'),
      main: (
        <>
          <section class="card">
            <p>{say('cycles.text')}</p>
            <CycleTable visit={visit} cycles={cycles} />
          </section>
          <Attention visit={visit} cycles={cycles} />
        </>
      ),
    };
  },
});

interface CyclesProps {
  visit: Visit;
  cycles: readonly CycleRow[];
}

const shares = ['settled', 'charging', 'waiting', 'parked'] as const;

function CycleTable({ visit, cycles }: CyclesProps): VNode {
  const { say, temporalUi } = visit;
  return (
    <Table
      caption={say('cycles.title')}
      rows={cycles}
      keyOf={({ currency, day }) => `${currency}/${day}`}
      empty={say('cycles.none')}
      columns={[
        {
          title: say('cycles.cycle'),
          heads: true,
          cell: ({ currency, day }) => `${currency} ${day}`,
        },
        {
          title: say('table.status'),
          cell: ({ report }) => <Badge say={say} state={report ? proofState(report) : 'running'} />,
        },
        {
          title: say('cycles.bills'),
          number: true,
          cell: ({ report }) => report?.imported.bills.toLocaleString('en-US') ?? '–',
        },
        {
          title: say('cycles.total'),
          number: true,
          cell: ({ report, currency }) =>
            report ? moneyText(report.imported.total, currency) : '–',
        },
        ...shares.map((share) => ({
          title: say(`cycles.${share}`),
          number: true,
          cell: ({ report }: CycleRow) => (report ? shareText(report[share]) : '–'),
        })),
        {
          title: say('cycles.sites'),
          cell: ({ report }) => (report ? sitesText(visit, report) : '–'),
        },
        temporalUi !== undefined && {
          title: say('operator.workflow'),
          cell: (cycle) => (
            <a href={workflowUrl(temporalUi, settleCycleId(cycle))}>
              {say('operator.workflow.open')}
            </a>
          ),
        },
      ]}
    />
  );
}

function proofState({ differences, parked, waiting }: CycleReport): string {
  if (differences.length > 0) return 'differs';
  return parked.accounts + waiting.accounts > 0 ? 'incomplete' : 'proved';
}

function shareText({ bills, total }: CycleReport['settled']): string {
  return bills === 0 ? '–' : `${bills.toLocaleString('en-US')} · ${moneyText(total)}`;
}

/** Whether the sites' control totals agree with what came. */
function sitesText({ say }: Visit, report: CycleReport): VNode | string {
  const { missingSites, differingSites, matchedSites } = report;
  if (missingSites.length + differingSites.length === 0)
    return matchedSites.length === 0
      ? '–'
      : say('cycles.sites.agree', { count: matchedSites.length });
  return (
    <span class="negative">
      {[
        ...missingSites.map((site) => say('cycles.sites.missing', { site })),
        ...differingSites.map(({ site }) => say('cycles.sites.differs', { site })),
      ].join(' · ')}
    </span>
  );
}

/** Who waits or is parked, and what does not add up, of the cycles shown. */
function Attention({ visit, cycles }: CyclesProps): VNode | null {
  const { say, temporalUi } = visit;
  const rows = cycles.flatMap(({ currency, day, report }) =>
    (report?.attention ?? []).map((each) => ({ ...each, cycle: `${currency} ${day}` })),
  );
  const differences = cycles.flatMap(({ report }) => report?.differences ?? []);
  return (
    <section class="card">
      <h2>{say('cycles.attention')}</h2>
      {differences.length > 0 && (
        <ul class="notice bad" lang="en">
          {differences.map((text) => (
            <li key={text}>{text}</li>
          ))}
        </ul>
      )}
      <Table
        caption={say('cycles.attention')}
        rows={rows}
        keyOf={({ cycle, account }) => `${cycle}/${account}`}
        empty={say('cycles.attention.none')}
        columns={[
          {
            title: say('operator.account'),
            heads: true,
            cell: ({ account }) => (
              <a href={`/accounts/${encodeURIComponent(account)}`}>{account}</a>
            ),
          },
          { title: say('cycles.cycle'), cell: ({ cycle }) => cycle },
          { title: say('table.status'), cell: ({ state }) => <Badge say={say} state={state} /> },
          { title: say('charges.reason'), cell: ({ reason }) => <span lang="en">{reason}</span> },
          temporalUi !== undefined && {
            title: say('operator.workflow'),
            cell: ({ workflow }) => (
              <a href={workflowUrl(temporalUi, workflow)}>{say('operator.workflow.open')}</a>
            ),
          },
        ]}
      />
    </section>
  );
}
