import { hash } from 'node:crypto';
import type { ImportRecord } from '../domain/records.js';
import type { NewIdentity } from '../ledger/import-store.js';
import type { Problem } from './problem.js';

/**
 * A record that is right in itself, with what it is known by: the same identity with another hash is
 * refused. Its own identity comes first; then what else it takes for itself.
 */
export interface IdentifiedRecord {
  record: ImportRecord;
  identities: [NewIdentity, ...NewIdentity[]];
}

export function identitiesOf(record: ImportRecord): IdentifiedRecord['identities'] {
  const own = { id: ownIdentity(record), hash: contentHash(record) };
  if (record.kind !== 'cloudAccount') return [own];
  const instance = `instance/${record.provider}/${record.instance}`;
  return [own, { id: instance, hash: hashOf({ cloudAccount: record.id }) }];
}

/** What is wrong where another record has the identity of this place among the record's. */
export function conflictOf({ kind }: ImportRecord, place: number): Problem {
  if (place > 0)
    return { field: 'instance', reason: 'already registered by another cloud account' };
  const field = { huaweiOrder: 'order', bill: 'day', manifest: 'part', other: 'id' } as const;
  const named = kind === 'huaweiOrder' || kind === 'bill' || kind === 'manifest' ? kind : 'other';
  return { field: field[named], reason: 'already imported with other content' };
}

function ownIdentity(record: ImportRecord): string {
  if ('id' in record) return `${record.kind}/${record.id}`;
  if (record.kind === 'huaweiOrder') return `huaweiOrder/${record.order}`;
  if (record.kind === 'bill') return `bill/${record.workspace}/${record.day}`;
  const { site, currency, day, part } = record;
  return `manifest/${site}/${currency}/${day}/${part}`;
}

/** A currency that a record only repeats from its account is no content of its own. */
function contentHash(record: ImportRecord): string {
  return hashOf(record, 'account' in record || 'workspace' in record ? 'currency' : undefined);
}

/** SHA-256 of the JSON with its keys in order. */
function hashOf(content: object, omitted?: string): string {
  return hash('sha256', canonical(content, omitted), 'hex');
}

/** What JSON writes as it is; looking first takes a third of the time of JSON.stringify. */
const plain = /^[ !#-[\]-~]*$/;

function canonical(value: unknown, omitted?: string): string {
  if (typeof value === 'string' && plain.test(value)) return `"${value}"`;
  if (Array.isArray(value)) return `[${value.map((each) => canonical(each)).join(',')}]`;
  if (!isObject(value)) return JSON.stringify(value);
  let fields = '';
  for (const key of Object.keys(value).toSorted(inOrder)) {
    const field = value[key];
    if (field === undefined || key === omitted) continue;
    fields += `${fields === '' ? '' : ','}"${key}":${canonical(field)}`;
  }
  return `{${fields}}`;
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null;
}

function inOrder(a: string, b: string): number {
  return a < b ? -1 : 1;
}
