import type { ComponentChildren } from 'preact';
import type { z } from 'zod';
import type { Command } from '../../ledger/commands/run-command.js';
import type { Role } from '../../ledger/documents.js';
import type { TextName } from './texts/say.js';
import type { AccountVisit, Visit } from './visit.js';

export interface Shown {
  title: string;
  main: ComponentChildren;
}

/** What becomes of a form: a command that was done, or something that is shown this once. */
export type FormOutcome = { done: Command } | { shown: Shown };

export interface FormDefinition<V extends Visit = Visit, Fields extends z.ZodObject = z.ZodObject> {
  role: Role;
  /** Of what the form sends beside its key. */
  fields: Fields;
  /** What is said next to a field that is not as it should be. */
  wrong: Readonly<Partial<Record<keyof z.output<Fields>, TextName>>>;
  /** The field next to which a refusal stands. */
  refusedAt: keyof z.output<Fields> & string;
  run(visit: V, values: z.output<Fields>, command: Command): Promise<FormOutcome>;
}

/** All that there is to say of a page and its forms, in one place. */
export interface PageDefinition<V extends Visit = Visit, Asks extends z.ZodObject = z.ZodObject> {
  /** Of the operators' pages all of it, of an account's what stands behind `/accounts/:account`. */
  url: string;
  /** The least that whoever looks must be. */
  role: Role;
  /** Of the parameters of the address and its query together. */
  asks: Asks;
  show(visit: V, asked: z.output<Asks>): Promise<Shown>;
  /** By the name that their address ends with. */
  forms?: Readonly<Record<string, FormDefinition<V>>>;
}

/** Their types checked where they are written; afterwards all pages, and all forms, are alike. */
export function accountPage<Asks extends z.ZodObject>(
  page: PageDefinition<AccountVisit, Asks>,
): PageDefinition<AccountVisit> {
  return page;
}

export function operatorPage<Asks extends z.ZodObject>(
  page: PageDefinition<Visit, Asks>,
): PageDefinition {
  return page;
}

export function accountForm<Fields extends z.ZodObject>(
  form: FormDefinition<AccountVisit, Fields>,
): FormDefinition<AccountVisit> {
  return form;
}

export function operatorForm<Fields extends z.ZodObject>(
  form: FormDefinition<Visit, Fields>,
): FormDefinition {
  return form;
}
