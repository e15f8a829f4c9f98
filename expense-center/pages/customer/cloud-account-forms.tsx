import type { VNode } from 'preact';
import { z } from 'zod';
import { registerCloudAccount } from '../../../ledger/commands/register-cloud-account.js';
import { unsubscribeCloudAccount } from '../../../ledger/commands/unsubscribe-cloud-account.js';
import type { CloudAccountRow } from '../../../ledger/reads/list-cloud-accounts.js';
import { identifier, plainText } from '../../schemas.js';
import { accountForm } from '../page-definition.js';
import { Field, Form, refusedOf } from '../parts/form.js';
import { accountUrl, type AccountVisit } from '../visit.js';

const providers = ['aws', 'alibaba-cloud', 'huawei-cloud'] as const;

export const registerForm = accountForm({
  role: 'owner',
  fields: z.object({
    provider: z.enum(providers),
    customer: plainText,
    instance: plainText,
    region: plainText.or(z.literal('').transform(() => undefined)),
  }),
  wrong: { customer: 'wrong.cloud-customer', instance: 'wrong.cloud-instance' },
  refusedAt: 'instance',
  async run({ ledger }, values, command) {
    await registerCloudAccount(ledger, command, values);
    return { done: command };
  },
});

export const unsubscribeForm = accountForm({
  role: 'owner',
  fields: z.object({ cloudAccount: identifier }),
  wrong: {},
  refusedAt: 'cloudAccount',
  async run({ ledger }, { cloudAccount }, command) {
    await unsubscribeCloudAccount(ledger, command, { cloudAccount });
    return { done: command };
  },
});

export function RegisterCloudAccount({ visit }: { visit: AccountVisit }): VNode {
  const { say } = visit;
  const field = { visit, form: 'register' };
  return (
    <section class="card">
      <h2>{say('cloud-accounts.register')}</h2>
      <p class="hint">{say('cloud-accounts.register.hint')}</p>
      <Form visit={visit} name="register" page={accountUrl(visit, '/workspaces')}>
        <Field
          {...field}
          name="provider"
          label={say('cloud-accounts.provider')}
          options={providers.map((value) => ({ value, text: say(`provider.${value}`) }))}
        />
        <Field
          {...field}
          name="customer"
          label={say('cloud-accounts.customer')}
          hint={say('cloud-accounts.customer.hint')}
        />
        <Field
          {...field}
          name="instance"
          label={say('cloud-accounts.instance')}
          hint={say('cloud-accounts.instance.hint')}
        />
        <Field {...field} name="region" label={say('cloud-accounts.region')} />
        <button type="submit">{say('cloud-accounts.register.do')}</button>
      </Form>
    </section>
  );
}

/** Nothing for one that is unsubscribed already. */
export function Unsubscribe({
  visit,
  row: { id, subscribed },
}: {
  visit: AccountVisit;
  row: CloudAccountRow;
}): VNode | null {
  const { say } = visit;
  if (!subscribed) return null;
  const of = { field: 'cloudAccount', value: id };
  const refused = refusedOf({ visit, name: 'unsubscribe', of });
  return (
    <details open={refused !== undefined}>
      <summary>{say('cloud-accounts.unsubscribe')}</summary>
      <Form visit={visit} name="unsubscribe" page={accountUrl(visit, '/workspaces')} of={of}>
        <p class="hint">{say('cloud-accounts.unsubscribe.hint')}</p>
        {refused && (
          <p class="field-error" role="alert">
            {refused.errors['cloudAccount']}
          </p>
        )}
        <button type="submit" class="secondary">
          {say('cloud-accounts.unsubscribe.do')} <span class="visually-hidden">{id}</span>
        </button>
      </Form>
    </details>
  );
}
