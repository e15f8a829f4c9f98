import { Decimal128 } from 'mongodb';
import { isDay } from '../../domain/instant.js';
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
  | 'object'
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
 * Reads the fields of a document that the form of its collection names.
 * @throws UnreadableError naming the field, also for an amount below zero.
 */
export function decode<T>(document: T, form: Readonly<Record<string, Form>>): Decoded<T> {
  try {
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- what the form does not vouch for, no check looks at
    return decodeFields(document, form, undefined) as Decoded<T>;
  } catch (error) {
    if (!(error instanceof UnreadableError)) throw error;
    // Once more with the names of the fields, which cost more than the reading.
    decodeFields(document, form, '');
    throw error;
  }
}

/** The name of a field for an error; undefined while nobody asks for it. */
type Path = string | undefined;

function decodeFields(
  value: unknown,
  fields: Readonly<Record<string, Form>>,
  path: Path,
): Record<string, unknown> {
  if (!isPlainObject(value)) throw new UnreadableError(`${path} an object`, shown(value));
  const decoded: Record<string, unknown> = {};
  for (const field in fields) {
    const form = fields[field];
    if (form === undefined) continue;
    const name = path === undefined ? path : path === '' ? field : `${path}.${field}`;
    const read = decodeValue(value[field], form, name);
    if (read !== undefined) decoded[field] = read;
  }
  return decoded;
}

function decodeValue(value: unknown, form: Form, path: Path): unknown {
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
  return value.map((each: unknown, index) =>
    decodeValue(each, form.each, path === undefined ? path : `${path}.${index}`),
  );
}

function decodeLeaf(value: unknown, form: Extract<Form, string>, path: Path): unknown {
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
      if (typeof value === 'string' && isKnownDay(value)) return value;
      break;
    case 'instant':
      if (typeof value === 'string' && isInstant(value)) return value;
      break;
    case 'object':
      if (isPlainObject(value)) return value;
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
  object: 'an object',
};

function decodeAmount(value: unknown, path: Path): Amount {
  if (value instanceof Decimal128) {
    try {
      return fromDecimal128(value);
    } catch {
      throw new UnreadableError(`${path} an amount, not below zero`, value.toString());
    }
  }
  throw new UnreadableError(`${path} an amount (Decimal128)`, shown(value));
}

const days = new Set<string>();

/** Days are few, and to prove that one exists is slow. */
function isKnownDay(text: string): boolean {
  if (days.has(text)) return true;
  const exists = isDay(text);
  if (exists) days.add(text);
  return exists;
}

const instantForm = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}\.\d{3}Z$/;

function isInstant(text: string): boolean {
  return instantForm.test(text) && !Number.isNaN(Date.parse(text));
}

function isPlainObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function shown(value: unknown): string {
  if (value === undefined) return 'nothing';
  if (value instanceof Decimal128) return `the amount ${value.toString()}`;
  return JSON.stringify(value).slice(0, 100);
}
