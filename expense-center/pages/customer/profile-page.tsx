import type { VNode } from 'preact';
import { z } from 'zod';
import { createToken } from '../../../ledger/commands/create-token.js';
import { revokeToken } from '../../../ledger/commands/revoke-token.js';
import { updateProfile } from '../../../ledger/commands/update-profile.js';
import { accountOf } from '../../../ledger/reads/account-of.js';
import { listCommands, type CommandRow } from '../../../ledger/reads/list-commands.js';
import type { AccountDocument } from '../../../ledger/documents.js';
import { listTokens, type TokenRow } from '../../../ledger/tokens.js';
import { mayAct } from '../../authenticate.js';
import { identifier, plainText } from '../../schemas.js';
import { accountForm, accountPage } from '../page-definition.js';
import { Field, Form } from '../parts/form.js';
import { accountUrl, type AccountVisit } from '../visit.js';
import { emailOrNone, languageOrNone } from './form-fields.js';
import { CommandTable } from './command-table.js';
import { NewTokenMain, Tokens } from './tokens.js';

const commandsShown = 20;

export const profilePage = accountPage({
  url: '/profile',
  role: 'viewer',
  asks: z.object({}),
  async show(visit) {
    const { ledger, account, say } = visit;
    const isOwner = mayAct(visit.principal, 'owner');
    const of = { account: account.id };
    const [profile, tokens, commands] = await Promise.all([
      accountOf(ledger, account.id),
      isOwner ? listTokens(ledger, of) : [],
      isOwner ? listCommands(ledger, { ...of, limit: commandsShown }) : { rows: [] },
    ]);
    return {
      title: say('profile.title'),
      main: isOwner ? (
        <ProfileMain visit={visit} profile={profile} tokens={tokens} commands={commands.rows} />
      ) : (
        <p class="muted">{say('needs.owner')}</p>
      ),
    };
  },
  forms: {
    update: accountForm({
      role: 'owner',
      fields: z.object({ name: plainText, email: emailOrNone, language: languageOrNone }),
      wrong: { name: 'wrong.name', email: 'wrong.email' },
      refusedAt: 'name',
      async run({ ledger }, profile, command) {
        await updateProfile(ledger, command, profile);
        return { done: command };
      },
    }),
    'make-token': accountForm({
      role: 'owner',
      fields: z.object({
        name: plainText,
        role: z.enum(['viewer', 'finance', 'owner']),
        days: z.coerce.number().int().min(1).max(730),
      }),
      wrong: { name: 'wrong.name', days: 'wrong.days' },
      refusedAt: 'name',
      async run(visit, token, command) {
        const of = { account: visit.account.id, ...token };
        const made = await createToken(visit.ledger, command, of);
        const main = <NewTokenMain visit={visit} secret={made.secret} name={token.name} />;
        return { shown: { title: visit.say('tokens.made'), main } };
      },
    }),
    'revoke-token': accountForm({
      role: 'owner',
      fields: z.object({ token: identifier }),
      wrong: {},
      refusedAt: 'token',
      async run({ ledger, account }, { token }, command) {
        await revokeToken(ledger, command, { token, account: account.id });
        return { done: command };
      },
    }),
  },
});

interface ProfileMainProps {
  visit: AccountVisit;
  profile: AccountDocument;
  tokens: readonly TokenRow[];
  commands: readonly CommandRow[];
}

function ProfileMain({ visit, profile, tokens, commands }: ProfileMainProps): VNode {
  const { say } = visit;
  return (
    <>
      <div class="columns">
        <ProfileForm visit={visit} profile={profile} />
        <section class="card">
          <h2>{say('profile.facts')}</h2>
          <dl class="facts stacked">
            <div>
              <dt>{say('profile.id')}</dt>
              <dd>
                <code>{visit.account.id}</code>
              </dd>
            </div>
            <div>
              <dt>{say('profile.currency')}</dt>
              <dd>{visit.account.currency}</dd>
            </div>
            <div>
              <dt>{say('profile.zone')}</dt>
              <dd>{visit.account.zone}</dd>
            </div>
          </dl>
        </section>
      </div>
      <Tokens visit={visit} tokens={tokens} />
      <section class="card">
        <h2>{say('profile.trail')}</h2>
        <CommandTable visit={visit} commands={commands} />
      </section>
    </>
  );
}

function ProfileForm({ visit, profile }: Pick<ProfileMainProps, 'visit' | 'profile'>): VNode {
  const { say } = visit;
  return (
    <section class="card">
      <h2>{say('profile.edit')}</h2>
      <Form visit={visit} name="update" page={accountUrl(visit, '/profile')}>
        <Field
          visit={visit}
          form="update"
          name="name"
          label={say('profile.name')}
          value={profile.name}
          autoComplete="organization"
        />
        <Field
          visit={visit}
          form="update"
          name="email"
          type="email"
          label={say('profile.email')}
          hint={say('profile.email.hint')}
          value={profile.email}
          autoComplete="email"
          maxLength={254}
        />
        <Field
          visit={visit}
          form="update"
          name="language"
          label={say('profile.language')}
          value={profile.language}
          options={[
            { value: '', text: say('profile.language.none') },
            { value: 'en', text: 'English' },
            { value: 'zh', text: '中文' },
          ]}
        />
        <button type="submit">{say('profile.save')}</button>
      </Form>
    </section>
  );
}
