import { z } from 'zod';
import { isDay, parseInstant, type Instant } from '../domain/instant.js';
import { AmountError, isZero, maxDigits, parseAmount, type Amount } from '../domain/money.js';
import {
  emailProblem,
  idForm,
  nameProblem,
  regionForm,
  slugForm,
  type TextForm,
} from '../domain/text-forms.js';
import { vendorForms } from '../domain/vendor-forms.js';

/** Why a value is refused. */
class Refusal {
  readonly reason: string;
  constructor(reason: string) {
    this.reason = reason;
  }
}

/** A field whose reader says in plain words what is wrong; `undefined` is a field that is not there. */
function field<T>(read: (raw: unknown) => T | Refusal): z.ZodPipe<z.ZodUnknown, z.ZodTransform<T>> {
  return z.unknown().transform((raw, context): T => {
    const value = raw === undefined ? new Refusal('is missing') : read(raw);
    if (!(value instanceof Refusal)) return value;
    context.addIssue({ code: 'custom', message: value.reason });
    return z.NEVER;
  });
}

type Field<T> = ReturnType<typeof field<T>>;

function textField<T>(example: string, read: (text: string) => T | Refusal): Field<T> {
  return field((raw) =>
    typeof raw === 'string' ? read(raw) : new Refusal(`must be a string like "${example}"`),
  );
}

function matching(example: string, { form, reason }: TextForm): Field<string> {
  return textField(example, (text) => (form.test(text) ? text : new Refusal(reason)));
}

function checked(example: string, problemOf: (text: string) => string | undefined): Field<string> {
  return textField(example, (text) => {
    const reason = problemOf(text);
    return reason === undefined ? text : new Refusal(reason);
  });
}

function readAmount(text: string): Amount | Refusal {
  try {
    return parseAmount(text);
  } catch (error) {
    if (error instanceof AmountError) return new Refusal(error.message);
    throw error;
  }
}

/** As many decimals as the 34 digits allow. */
export const unroundedAmount = textField('12.50', readAmount);

/** At most two decimals, as written. */
export const amount = textField('12.50', (text) => {
  const value = readAmount(text);
  if (value instanceof Refusal) return value;
  return /\.\d{3}/.test(text) ? new Refusal('has more than two decimals') : value;
});

export const amountAboveZero = textField('12.50', (text) => {
  const value = readAmount(text);
  if (value instanceof Refusal) return value;
  if (/\.\d{3}/.test(text)) return new Refusal('has more than two decimals');
  return isZero(value) ? new Refusal('must be above zero') : value;
});

/** Kept without the zeros that add nothing, so that equal quantities are equal strings. */
export const quantity = textField('2000000', (text) => {
  const parts = /^0*([0-9]+)(?:\.([0-9]*?)0*)?$/.exec(text);
  if (!parts || text.endsWith('.')) return new Refusal('must be a decimal number like "2000000"');
  if (text.replace('.', '').length > maxDigits)
    return new Refusal(`has more than ${maxDigits} digits`);
  const [, whole = '0', fraction = ''] = parts;
  return fraction === '' ? whole : `${whole}.${fraction}`;
});

export const id = matching('acct-1', idForm);

export const site = matching('cn1', slugForm);

/** The newer name of dial testing is read as the one that the rules know. */
export const item = textField('logs', (text) => {
  if (!slugForm.form.test(text)) return new Refusal(slugForm.reason);
  return text === 'synthetic-tests' ? 'dial-testing' : text;
});

export const region = matching('cn-north-1', regionForm);

export const name = checked('Example Ltd', nameProblem);

export const email = checked('billing@example.com', emailProblem);

export const huaweiCustomer = matching(
  '0123456789abcdef0123456789abcdef',
  vendorForms['huawei-cloud'].customer,
);

/** What these must look like depends on the provider (record-rules.ts). */
export const customer = textField('123456789012', (text) => text);
export const instance = textField('0abc1de2', (text) => text);

export const day = textField('2026-11-22', (text) =>
  isDay(text) ? text : new Refusal('must be a day that exists, like "2026-11-22"'),
);

export const instant = textField(
  '2026-11-22T00:00:00+08:00',
  (text): Instant | Refusal =>
    parseInstant(text) ??
    new Refusal('must be a time that exists, with an offset, like "2026-11-22T00:00:00+08:00"'),
);

export function oneOf<const T extends string>(...allowed: readonly T[]): Field<T> {
  const list = allowed.map((each) => `"${each}"`);
  const reason = `must be ${list.slice(0, -1).join(', ')} or ${list.at(-1)}`;
  return field((raw) => allowed.find((each) => each === raw) ?? new Refusal(reason));
}

export const flag = field((raw) =>
  typeof raw === 'boolean' ? raw : new Refusal('must be true or false, without quotes'),
);

export function wholeNumber(least: 0 | 1): Field<number> {
  return field((raw) =>
    typeof raw === 'number' && Number.isSafeInteger(raw) && raw >= least
      ? raw
      : new Refusal(`must be a whole number, ${least} or more, without quotes`),
  );
}
