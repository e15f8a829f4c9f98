import type { VNode } from 'preact';
import { z } from 'zod';
import { unbindWorkspace } from '../../../ledger/commands/unbind-workspace.js';
import type { WorkspaceRow } from '../../../ledger/reads/list-workspaces.js';
import { identifier } from '../../schemas.js';
import { accountForm } from '../page-definition.js';
import { Form, refusedOf } from '../parts/form.js';
import { accountUrl, type AccountVisit } from '../visit.js';

export const unbindForm = accountForm({
  role: 'owner',
  fields: z.object({ workspace: identifier }),
  wrong: {},
  refusedAt: 'workspace',
  async run({ ledger }, { workspace }, command) {
    await unbindWorkspace(ledger, command, { workspace });
    return { done: command };
  },
});

/** Nothing for one that another account, or nobody, is to pay for. */
export function UnbindWorkspace({
  visit,
  workspace: { workspace, now, pending },
}: {
  visit: AccountVisit;
  workspace: WorkspaceRow;
}): VNode | null {
  const { say } = visit;
  if ((pending.at(-1) ?? now)?.own !== true) return null;
  const refused = refusedOf({ visit, name: 'unbind' });
  return (
    <section class="card">
      <h2>{say('workspace.unbind')}</h2>
      <p class="hint">{say('workspace.unbind.hint')}</p>
      <Form
        visit={visit}
        name="unbind"
        page={accountUrl(visit, `/workspaces/${encodeURIComponent(workspace)}`)}
        of={{ field: 'workspace', value: workspace }}
      >
        {refused && (
          <p class="field-error" role="alert">
            {refused.errors['workspace']}
          </p>
        )}
        <button type="submit" class="secondary">
          {say('workspace.unbind.do')}
        </button>
      </Form>
    </section>
  );
}
