import type { VNode } from 'preact';
import { z } from 'zod';
import {
  listCloudAccounts,
  type CloudAccountRow,
} from '../../../ledger/reads/list-cloud-accounts.js';
import {
  listWorkspaces,
  type WorkspaceRow,
  type WorkspaceTermRow,
} from '../../../ledger/reads/list-workspaces.js';
import type { Page } from '../../../ledger/reads/page.js';
import { mayAct } from '../../authenticate.js';
import { accountPage } from '../page-definition.js';
import { Badge } from '../parts/badge.js';
import { Moment } from '../parts/moment.js';
import { siteText } from '../parts/site-text.js';
import { Pager } from '../parts/pager.js';
import { Table } from '../parts/table.js';
import { accountUrl, type AccountVisit } from '../visit.js';
import { bindForm, BindWorkspace } from './bind-workspace.js';
import {
  RegisterCloudAccount,
  registerForm,
  Unsubscribe,
  unsubscribeForm,
} from './cloud-account-forms.js';

const rowsShown = 50;
const cloudAccountsShown = 100;

export const workspacesPage = accountPage({
  url: '/workspaces',
  role: 'viewer',
  asks: z.object({ after: z.string().max(300).optional() }),
  async show(visit, { after }) {
    const { ledger, account, say } = visit;
    const [workspaces, cloudAccounts] = await Promise.all([
      listWorkspaces(ledger, { account: account.id, after, limit: rowsShown }),
      listCloudAccounts(ledger, { account: account.id, limit: cloudAccountsShown }),
    ]);
    return {
      title: say('workspaces.title'),
      main: (
        <>
          <section class="card">
            <h2>{say('workspaces.list')}</h2>
            <WorkspaceTable visit={visit} rows={workspaces.rows} />
            <Pager visit={visit} next={workspaces.next} />
          </section>
          <section class="card">
            <h2>{say('cloud-accounts.list')}</h2>
            <CloudAccountTable visit={visit} cloudAccounts={cloudAccounts} />
          </section>
          {mayAct(visit.principal, 'owner') && (
            <div class="columns">
              <BindWorkspace visit={visit} />
              <RegisterCloudAccount visit={visit} />
            </div>
          )}
        </>
      ),
    };
  },
  forms: { bind: bindForm, register: registerForm, unsubscribe: unsubscribeForm },
});

function WorkspaceTable({
  visit,
  rows,
}: {
  visit: AccountVisit;
  rows: readonly WorkspaceRow[];
}): VNode {
  const { say } = visit;
  return (
    <Table
      caption={say('workspaces.list')}
      rows={rows}
      keyOf={({ workspace }) => workspace}
      empty={say('workspaces.none')}
      columns={[
        {
          title: say('table.workspace'),
          heads: true,
          cell: ({ workspace }) => (
            <a href={accountUrl(visit, `/workspaces/${encodeURIComponent(workspace)}`)}>
              {workspace}
            </a>
          ),
        },
        { title: say('table.site'), cell: ({ site }) => siteText(say, site) },
        {
          title: say('workspaces.method'),
          cell: ({ now }) => (now ? <Term visit={visit} term={now} /> : '–'),
        },
        {
          title: say('workspaces.pending'),
          cell: ({ pending }) =>
            pending.length === 0
              ? '–'
              : pending.map((term) => (
                  <div key={term.from}>
                    <time dateTime={term.from}>{term.from}</time> <Term visit={visit} term={term} />
                  </div>
                )),
        },
        {
          title: say('table.status'),
          cell: ({ locks }) => <Badge say={say} state={locks.length === 0 ? 'in-use' : 'locked'} />,
        },
      ]}
    />
  );
}

/** How bills are paid under a term, or that they are not this account's. */
export function Term({ visit, term }: { visit: AccountVisit; term: WorkspaceTermRow }): VNode {
  const { say } = visit;
  if (!term.own) return <span class="muted">{say('method.not-own')}</span>;
  return (
    <>
      {say(`method.${term.method}`)} {term.cloudAccount && <code>{term.cloudAccount}</code>}
    </>
  );
}

function CloudAccountTable({
  visit,
  cloudAccounts,
}: {
  visit: AccountVisit;
  cloudAccounts: Page<CloudAccountRow>;
}): VNode {
  const { say, account } = visit;
  return (
    <Table
      caption={say('cloud-accounts.list')}
      rows={cloudAccounts.rows}
      keyOf={({ id }) => id}
      empty={say('cloud-accounts.none')}
      columns={[
        { title: say('cloud-accounts.id'), heads: true, cell: ({ id }) => <code>{id}</code> },
        {
          title: say('cloud-accounts.provider'),
          cell: ({ provider }) => say(`provider.${provider}`),
        },
        {
          title: say('cloud-accounts.customer'),
          cell: ({ customer }) => <code>{customer}</code>,
        },
        {
          title: say('cloud-accounts.instance'),
          cell: ({ instance }) => <code class="long">{instance}</code>,
        },
        {
          title: say('table.status'),
          cell: ({ subscribed }) => (
            <Badge say={say} state={subscribed ? 'subscribed' : 'unsubscribed'} />
          ),
        },
        {
          title: say('cloud-accounts.until'),
          cell: ({ subscribedUntil }) => <Moment at={subscribedUntil} zone={account.zone} />,
        },
        mayAct(visit.principal, 'owner') && {
          title: say('table.action'),
          cell: (row) => <Unsubscribe visit={visit} row={row} />,
        },
      ]}
    />
  );
}
