import { SettlementError } from '../../domain/settlement-error.js';
import { emailProblem, nameProblem } from '../../domain/text-forms.js';
import type { AccountDocument } from '../documents.js';
import type { Ledger } from '../ledger-context.js';
import { runCommand, type Command } from './run-command.js';

/** What is not given stays as it is; null takes it away. */
export interface ProfileUpdate {
  name?: string | undefined;
  email?: string | null | undefined;
  language?: 'en' | 'zh' | null | undefined;
}

export interface Profile {
  name: string;
  email?: string;
  language?: 'en' | 'zh';
}

/** @throws SettlementError `bad-input` for a name or an address that is none */
export async function updateProfile(
  ledger: Ledger,
  command: Command,
  { name, email, language }: ProfileUpdate,
): Promise<Profile> {
  check('name', name, nameProblem);
  check('email', email, emailProblem);
  if (name === undefined && email === undefined && language === undefined)
    throw new SettlementError('bad-input', 'nothing is to change');
  const said = { name: 'updateProfile', content: { name, email, language } };
  return runCommand(ledger, command, said, async ({ account, session }) => {
    const wanted = { name, email, language };
    const $set = Object.fromEntries(
      Object.entries(wanted).filter(([, value]) => value !== undefined && value !== null),
    );
    const $unset = Object.fromEntries(
      Object.entries(wanted).flatMap(([field, value]) =>
        value === null ? [[field, true] as const] : [],
      ),
    );
    const changed = await ledger.collections.accounts.findOneAndUpdate(
      { _id: account._id },
      { $set, $unset },
      { session, returnDocument: 'after', projection: { name: 1, email: 1, language: 1 } },
    );
    return profileOf(changed ?? account);
  });
}

function profileOf({
  name,
  email,
  language,
}: Pick<AccountDocument, 'name' | 'email' | 'language'>): Profile {
  return {
    name,
    ...(email === undefined ? {} : { email }),
    ...(language === undefined ? {} : { language }),
  };
}

function check(
  field: string,
  text: string | null | undefined,
  problemOf: (text: string) => string | undefined,
): void {
  const problem = text === undefined || text === null ? undefined : problemOf(text);
  if (problem !== undefined) throw new SettlementError('bad-input', `${field} ${problem}`);
}
