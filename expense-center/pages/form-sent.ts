import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import { SettlementError } from '../../domain/settlement-error.js';
import type { FormDefinition } from './page-definition.js';
import type { RefusedForm, Visit } from './visit.js';

/** Of fields that are no text, as of one that is sent twice, nothing is taken. */
const sentFields = z.record(z.string(), z.string().max(2_000));
const keyForm = /^[\w.:-]{1,128}$/;

/** What a form sent, of which its fields are not looked at yet. */
export interface SentForm {
  /** Made when the form was rendered: sent twice, it happens once. */
  key: string;
  values: Record<string, string>;
}

export function readSentForm(body: unknown): SentForm {
  const { key = '', ...values } = sentFields.catch({}).parse(body ?? {});
  const trimmed = Object.entries(values).map(([name, value]) => [name, value.trim()] as const);
  return { key: keyForm.test(key) ? key : randomUUID(), values: Object.fromEntries(trimmed) };
}

/** The fields as the form wants them, or what is wrong with which of them. */
export function parseFields<V extends Visit>(
  { fields, wrong }: FormDefinition<V>,
  { values }: SentForm,
  say: Visit['say'],
): { parsed: z.output<z.ZodObject> } | { errors: RefusedForm['errors'] } {
  const result = fields.safeParse(values);
  if (result.success) return { parsed: result.data };
  const errors = result.error.issues.map(({ path }) => {
    const field = String(path[0] ?? '');
    const text = wrong[field];
    return [field, say(text ?? 'wrong.field')] as const;
  });
  return { errors: Object.fromEntries(errors) };
}

/** A command's refusal in the visitor's words; undefined for what is no refusal. */
export function refusalIn(say: Visit['say'], error: unknown): string | undefined {
  if (!(error instanceof SettlementError)) return undefined;
  switch (error.code) {
    case 'wrong-code':
      return say('refusal.wrong-code');
    case 'other-content':
      return say('refusal.other-content');
    case 'bad-input':
    case 'not-found':
    case 'refused':
    case 'account-trouble':
      return say('refusal.reason', { reason: error.message });
    case 'server-away':
    case 'broken-invariant':
    case 'day-not-over':
      return undefined;
  }
}

/** The form to be shown again. Its key is still good, except where it stands for another command. */
export function refusedForm(
  name: string,
  { key, values }: SentForm,
  { errors, error }: { errors: RefusedForm['errors']; error?: unknown },
): RefusedForm {
  const isUsed = error instanceof SettlementError && error.code === 'other-content';
  return { name, key: isUsed ? randomUUID() : key, values, errors };
}
