import type { VNode } from 'preact';
import { z } from 'zod';
import { changeSettlementMethod } from '../../../ledger/commands/change-settlement-method.js';
import { withdrawChange } from '../../../ledger/commands/withdraw-change.js';
import {
  listCloudAccounts,
  type CloudAccountRow,
} from '../../../ledger/reads/list-cloud-accounts.js';
import { listWorkspaces, type WorkspaceRow } from '../../../ledger/reads/list-workspaces.js';
import type { Lock } from '../../../domain/workspace-lock.js';
import { mayAct } from '../../authenticate.js';
import { RequestError } from '../../problem.js';
import { identifier } from '../../schemas.js';
import { accountForm, accountPage } from '../page-definition.js';
import { Badge } from '../parts/badge.js';
import { Field, Form } from '../parts/form.js';
import { Moment } from '../parts/moment.js';
import { siteText } from '../parts/site-text.js';
import { sayWord } from '../texts/say.js';
import { accountUrl, type AccountVisit } from '../visit.js';
import { settlementMethod } from './form-fields.js';
import { Term } from './workspaces-page.js';
import { UnbindWorkspace, unbindForm } from './unbind-workspace.js';

const cloudAccountsShown = 100;

export const workspacePage = accountPage({
  url: '/workspaces/:workspace',
  role: 'viewer',
  asks: z.object({ workspace: identifier }),
  async show(visit, { workspace: id }) {
    const { ledger, account } = visit;
    const [{ rows }, cloudAccounts] = await Promise.all([
      listWorkspaces(ledger, { account: account.id, workspace: id, limit: 1 }),
      listCloudAccounts(ledger, { account: account.id, limit: cloudAccountsShown }),
    ]);
    const [workspace] = rows;
    if (!workspace) throw new RequestError(404, `no workspace ${id}`);
    return {
      title: visit.say('workspace.title', { workspace: id }),
      main: (
        <WorkspaceMain visit={visit} workspace={workspace} cloudAccounts={cloudAccounts.rows} />
      ),
    };
  },
  forms: {
    'change-method': accountForm({
      role: 'owner',
      fields: z.object({ workspace: identifier, settlement: settlementMethod }),
      wrong: { settlement: 'wrong.method' },
      refusedAt: 'settlement',
      async run({ ledger }, { workspace, settlement }, command) {
        await changeSettlementMethod(ledger, command, { workspace, settlement });
        return { done: command };
      },
    }),
    unbind: unbindForm,
    withdraw: accountForm({
      role: 'owner',
      fields: z.object({ workspace: identifier }),
      wrong: {},
      refusedAt: 'workspace',
      async run({ ledger }, { workspace }, command) {
        await withdrawChange(ledger, command, { workspace });
        return { done: command };
      },
    }),
  },
});

interface WorkspaceMainProps {
  visit: AccountVisit;
  workspace: WorkspaceRow;
  cloudAccounts: readonly CloudAccountRow[];
}

function WorkspaceMain(props: WorkspaceMainProps): VNode {
  const { visit, workspace } = props;
  const { say } = visit;
  return (
    <>
      <p class="crumbs">
        <a href={accountUrl(visit, '/workspaces')}>{say('workspaces.title')}</a>
      </p>
      <div class="columns">
        <section class="card">
          <h2>{say('workspace.now')}</h2>
          <Facts visit={visit} workspace={workspace} />
          {workspace.locks.length > 0 && <Locks visit={visit} locks={workspace.locks} />}
        </section>
        {mayAct(visit.principal, 'owner') ? (
          <div>
            <ChangeMethod {...props} />
            <UnbindWorkspace visit={visit} workspace={workspace} />
          </div>
        ) : (
          <p class="muted">{say('needs.owner')}</p>
        )}
      </div>
    </>
  );
}

function Facts({ visit, workspace }: Omit<WorkspaceMainProps, 'cloudAccounts'>): VNode {
  const { say } = visit;
  const { site, now, pending, locks } = workspace;
  return (
    <dl class="facts stacked">
      <div>
        <dt>{say('table.site')}</dt>
        <dd>{siteText(say, site)}</dd>
      </div>
      <div>
        <dt>{say('workspaces.method')}</dt>
        <dd>{now ? <Term visit={visit} term={now} /> : '–'}</dd>
      </div>
      {pending.map((term) => (
        <div key={term.from}>
          <dt>{say('workspace.from', { day: term.from })}</dt>
          <dd>
            <Term visit={visit} term={term} />
          </dd>
        </div>
      ))}
      <div>
        <dt>{say('table.status')}</dt>
        <dd>
          <Badge say={say} state={locks.length === 0 ? 'in-use' : 'locked'} />
        </dd>
      </div>
    </dl>
  );
}

function Locks({ visit, locks }: { visit: AccountVisit; locks: readonly Lock[] }): VNode {
  const { say, account } = visit;
  return (
    <ul class="notice bad">
      {locks.map(({ cause, since }) => (
        <li key={cause + since}>
          {sayWord(say, 'lock', cause)} <Moment at={since} zone={account.zone} />
        </li>
      ))}
    </ul>
  );
}

function ChangeMethod({ visit, workspace, cloudAccounts }: WorkspaceMainProps): VNode {
  const { say } = visit;
  const of = { field: 'workspace', value: workspace.workspace };
  const page = accountUrl(visit, `/workspaces/${encodeURIComponent(workspace.workspace)}`);
  const { method = 'enterprise', cloudAccount } = workspace.pending.at(-1) ?? workspace.now ?? {};
  const options = [
    { value: 'enterprise', text: say('method.enterprise') },
    ...cloudAccounts.map(({ id, provider }) => ({
      value: `cloud:${id}`,
      text: `${say(`provider.${provider}`)} · ${id}`,
    })),
  ];
  return (
    <section class="card">
      <h2>{say('workspace.change')}</h2>
      <p>{say('workspace.change.text')}</p>
      <Form visit={visit} name="change-method" page={page} of={of}>
        <Field
          visit={visit}
          form="change-method"
          of={of}
          name="settlement"
          label={say('workspaces.method')}
          value={method === 'cloud' ? `cloud:${cloudAccount ?? ''}` : 'enterprise'}
          options={options}
        />
        <button type="submit">{say('workspace.change.do')}</button>
      </Form>
      {workspace.pending.length > 0 && (
        <Form visit={visit} name="withdraw" page={page} of={of} class="form divided">
          <p>{say('workspace.withdraw.text')}</p>
          {visit.refused?.name === 'withdraw' && (
            <p class="field-error" role="alert">
              {visit.refused.errors['workspace']}
            </p>
          )}
          <button type="submit" class="secondary">
            {say('workspace.withdraw.do')}
          </button>
        </Form>
      )}
    </section>
  );
}
