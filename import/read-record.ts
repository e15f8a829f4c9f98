import type { z } from 'zod';
import type { ImportRecord } from '../domain/records.js';
import type { Problem } from './problem.js';
import { problemsAcrossFields } from './record-rules.js';
import { isKind, recordSchemas, type RawRecord } from './record-schemas.js';

/** Reads one line into a record after defaults, or into everything that is wrong with it. */
export function readRecord(text: string): ImportRecord | Problem[] {
  let raw: unknown;
  try {
    raw = JSON.parse(text);
  } catch {
    return [{ field: 'record', reason: 'is not JSON' }];
  }
  if (!isObject(raw)) return [{ field: 'record', reason: 'must be a JSON object' }];
  const kind = Object.hasOwn(raw, 'kind') ? raw['kind'] : undefined;
  if (kind === undefined) return [{ field: 'kind', reason: 'is missing' }];
  if (typeof kind !== 'string' || !isKind(kind))
    return [{ field: 'kind', reason: `must be one of ${Object.keys(recordSchemas).join(', ')}` }];
  const parsed = recordSchemas[kind].safeParse(raw, { reportInput: true });
  const problems = problemsAcrossFields(kind, raw);
  if (parsed.success && problems.length === 0) return parsed.data;
  return [...(parsed.error?.issues ?? []).flatMap(problemsOf), ...problems];
}

function isObject(raw: unknown): raw is RawRecord {
  return typeof raw === 'object' && raw !== null && !Array.isArray(raw);
}

function problemsOf(issue: z.core.$ZodIssue): Problem[] {
  const field = fieldOf(issue.path);
  if (issue.code === 'unrecognized_keys')
    return issue.keys.map((key) => ({
      field: fieldOf([...issue.path, key]),
      reason: 'is not a known field',
    }));
  return [{ field, reason: reasonOf(issue) }];
}

/** Single values give their own reasons (record-fields.ts); here is what is left around them. */
function reasonOf(issue: z.core.$ZodIssue): string {
  if (issue.code === 'custom') return issue.message;
  if (issue.code === 'invalid_union') return 'must be "enterprise" or "cloud"';
  if (issue.code === 'too_small') return 'must have at least one';
  if (issue.input === undefined) return 'is missing';
  const isList = issue.code === 'invalid_type' && issue.expected === 'array';
  return isList ? 'must be a list: [ … ]' : 'must be an object: { … }';
}

/** `lines[1].amount`; a name that is not plain is quoted, so that a problem stays on its line. */
function fieldOf(path: readonly PropertyKey[]): string {
  let field = '';
  for (const part of path) {
    if (typeof part === 'number') field += `[${part}]`;
    else field += `${field === '' ? '' : '.'}${plainName(String(part))}`;
  }
  return field === '' ? 'record' : field;
}

function plainName(name: string): string {
  if (/^[A-Za-z0-9_-]{1,64}$/.test(name)) return name;
  // JSON leaves these as they are, but terminals and line readers do not.
  return JSON.stringify(name.slice(0, 64)).replace(
    /[\u007f-\u009f\u2028\u2029\u202a-\u202e\u2066-\u2069]/g,
    (each) => `\\u${each.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}
