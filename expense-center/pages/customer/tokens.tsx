import type { VNode } from 'preact';
import type { TokenRow } from '../../../ledger/tokens.js';
import { Badge } from '../parts/badge.js';
import { Field, Form } from '../parts/form.js';
import { Moment } from '../parts/moment.js';
import { Table } from '../parts/table.js';
import { accountUrl, type AccountVisit } from '../visit.js';

export interface TokensProps {
  visit: AccountVisit;
  tokens: readonly TokenRow[];
}

export function Tokens({ visit, tokens }: TokensProps): VNode {
  const { say, account, now } = visit;
  const page = accountUrl(visit, '/profile');
  const stateOf = ({ revokedAt, expiresAt }: TokenRow): string =>
    revokedAt !== undefined ? 'revoked' : expiresAt <= now ? 'expired' : 'active';
  return (
    <section class="card">
      <h2>{say('tokens.title')}</h2>
      <p>{say('tokens.text')}</p>
      <Table
        caption={say('tokens.title')}
        rows={tokens}
        keyOf={({ token }) => token}
        empty={say('tokens.none')}
        columns={[
          { title: say('tokens.name'), heads: true, cell: ({ name }) => name },
          { title: say('tokens.role'), cell: ({ role }) => say(`role.${role}`) },
          { title: say('table.status'), cell: (row) => <Badge say={say} state={stateOf(row)} /> },
          {
            title: say('tokens.created'),
            cell: ({ createdAt }) => <Moment at={createdAt} zone={account.zone} />,
          },
          {
            title: say('table.expires'),
            cell: ({ expiresAt }) => <Moment at={expiresAt} zone={account.zone} />,
          },
          {
            title: say('table.action'),
            cell: (row) =>
              stateOf(row) === 'active' && (
                <Form
                  visit={visit}
                  name="revoke-token"
                  page={page}
                  of={{ field: 'token', value: row.token }}
                  class="row-form"
                >
                  <button
                    type="submit"
                    class="secondary small"
                    aria-label={say('tokens.revoke.of', { name: row.name })}
                  >
                    {say('tokens.revoke')}
                  </button>
                </Form>
              ),
          },
        ]}
      />
      <MakeToken visit={visit} page={page} />
    </section>
  );
}

function MakeToken({ visit, page }: { visit: AccountVisit; page: string }): VNode {
  const { say } = visit;
  const form = 'make-token';
  return (
    <Form visit={visit} name={form} page={page} class="inline-form divided">
      <Field visit={visit} form={form} name="name" label={say('tokens.name')} />
      <Field
        visit={visit}
        form={form}
        name="role"
        label={say('tokens.role')}
        options={(['viewer', 'finance', 'owner'] as const).map((role) => ({
          value: role,
          text: say(`role.${role}`),
        }))}
      />
      <Field
        visit={visit}
        form={form}
        name="days"
        label={say('tokens.days')}
        value="90"
        inputMode="numeric"
        maxLength={3}
      />
      <button type="submit">{say('tokens.make')}</button>
    </Form>
  );
}

/** The one time that a secret is shown. */
export function NewTokenMain({
  visit,
  secret,
  name,
}: {
  visit: AccountVisit;
  secret: string;
  name: string;
}): VNode {
  const { say } = visit;
  return (
    <section class="card">
      <p>{say('tokens.made.text', { name })}</p>
      <p>
        <code class="secret">{secret}</code>
      </p>
      <p>
        <a href={accountUrl(visit, '/profile')}>{say('tokens.made.back')}</a>
      </p>
    </section>
  );
}
