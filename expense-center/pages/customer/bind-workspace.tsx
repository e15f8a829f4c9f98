import type { VNode } from 'preact';
import { z } from 'zod';
import { sites } from '../../../domain/records.js';
import { bindWorkspace } from '../../../ledger/commands/bind-workspace.js';
import { identifier } from '../../schemas.js';
import { accountForm } from '../page-definition.js';
import { siteText } from '../parts/site-text.js';
import { Field, Form } from '../parts/form.js';
import { accountUrl, type AccountVisit } from '../visit.js';

/** Binds a workspace that belongs to nobody; how it is paid is changed on its own page. */
export const bindForm = accountForm({
  role: 'owner',
  fields: z.object({ workspace: identifier, site: z.enum(sites) }),
  wrong: { workspace: 'wrong.workspace', site: 'wrong.site' },
  refusedAt: 'workspace',
  async run({ ledger }, { workspace, site }, command) {
    await bindWorkspace(ledger, command, { workspace, site });
    return { done: command };
  },
});

export function BindWorkspace({ visit }: { visit: AccountVisit }): VNode {
  const { say } = visit;
  const field = { visit, form: 'bind' };
  return (
    <section class="card">
      <h2>{say('workspaces.bind')}</h2>
      <p class="hint">{say('workspaces.bind.hint')}</p>
      <Form visit={visit} name="bind" page={accountUrl(visit, '/workspaces')}>
        <Field {...field} name="workspace" label={say('workspaces.bind.id')} maxLength={128} />
        <Field
          {...field}
          name="site"
          label={say('workspaces.bind.site')}
          options={sites.map((site) => ({ value: site, text: siteText(say, site) }))}
        />
        <button type="submit">{say('workspaces.bind.do')}</button>
      </Form>
    </section>
  );
}
