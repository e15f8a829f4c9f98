import { Decimal128 } from 'mongodb';
import { isDay, parseInstant } from '../../domain/instant.js';
import type { Amount } from '../../domain/money.js';
import { fromDecimal128 } from '../decimal128.js';

/** A document with its amounts as the domain writes them. */
export type Decoded<T> = T extends string | number | boolean | Date | null | undefined
  ? T
  : T extends Decimal128
    ? Amount
    : T extends readonly (infer Each)[]
      ? Decoded<Each>[]
      : { [K in keyof T]: Decoded<T[K]> };

/** What a field must be. */
export type Form =
  | 'text'
  | 'amount'
  | 'amount text'
  | 'count'
  | 'flag'
  | 'day'
  | 'instant'
  | { oneOf: readonly string[] }
  | { optional: Form }
  | { orNull: Form }
  | { each: Form }
  | { fields: Readonly<Record<string, Form>> };

export class UnreadableError extends Error {
  override readonly name = 'UnreadableError';
  readonly expected: string;
  readonly found: string;

  constructor(expected: string, found: string) {
    super(`expected ${expected}, found ${found}`);
    this.expected = expected;
    this.found = found;
  }
}

/**
 * Reads a document by the form of its collection; fields that the form does not name stay as they are.
 * @throws UnreadableError naming the field, also for an amount below zero.
 */
export function decode<T>(document: T, form: Readonly<Record<string, Form>>): Decoded<T> {
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- what the form does not vouch for, no check looks at
  return decodeFields(document, form, '') as Decoded<T>;
}

function decodeFields(
  value: unknown,
  fields: Readonly<Record<string, Form>>,
  path: string,
): Record<string, unknown> {
  if (!isPlainObject(value)) throw new UnreadableError(`${path} an object`, shown(value));
  const decoded: Record<string, unknown> = { ...value };
  for (const field in fields) {
    const form = fields[field];
    if (form === undefined) continue;
    const name = path === '' ? field : `${path}.${field}`;
    const read = decodeValue(value[field], form, name);
    if (read !== undefined) decoded[field] = read;
  }
  return decoded;
}

function decodeValue(value: unknown, form: Form, path: string): unknown {
  if (typeof form === 'string') return decodeLeaf(value, form, path);
  if ('optional' in form)
    return value === undefined ? undefined : decodeValue(value, form.optional, path);
  if ('orNull' in form) return value === null ? null : decodeValue(value, form.orNull, path);
  if ('fields' in form) return decodeFields(value, form.fields, path);
  if ('oneOf' in form) {
    if (typeof value === 'string' && form.oneOf.includes(value)) return value;
    throw new UnreadableError(`${path} one of ${form.oneOf.join(', ')}`, shown(value));
  }
  if (!Array.isArray(value)) throw new UnreadableError(`${path} a list`, shown(value));
  return value.map((each: unknown, index) => decodeValue(each, form.each, `${path}.${index}`));
}

function decodeLeaf(value: unknown, form: Extract<Form, string>, path: string): unknown {
  switch (form) {
    case 'amount':
      return decodeAmount(value, path);
    case 'amount text':
      if (typeof value === 'string' && /^\d+\.\d{2,}$/.test(value)) return value;
      break;
    case 'text':
      if (typeof value === 'string') return value;
      break;
    case 'count':
      if (Number.isSafeInteger(value)) return value;
      break;
    case 'flag':
      if (typeof value === 'boolean') return value;
      break;
    case 'day':
      if (typeof value === 'string' && isDay(value)) return value;
      break;
    case 'instant':
      if (typeof value === 'string' && parseInstant(value) === value) return value;
      break;
  }
  throw new UnreadableError(`${path} ${named[form]}`, shown(value));
}

const named = {
  text: 'a text',
  'amount text': 'an amount as text',
  count: 'a whole number',
  flag: 'true or false',
  day: 'a day',
  instant: 'an instant in UTC',
};

function decodeAmount(value: unknown, path: string): Amount {
  if (value instanceof Decimal128) {
    try {
      return fromDecimal128(value);
    } catch {
      throw new UnreadableError(`${path} an amount, not below zero`, value.toString());
    }
  }
  throw new UnreadableError(`${path} an amount (Decimal128)`, shown(value));
}

function isPlainObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function shown(value: unknown): string {
  if (value === undefined) return 'nothing';
  if (value instanceof Decimal128) return `the amount ${value.toString()}`;
  return JSON.stringify(value).slice(0, 100);
}
