import { hash } from 'node:crypto';
import type { ImportRecord } from '../domain/records.js';

/** What a record is known by: the same identity with another hash is refused. */
export interface RecordIdentity {
  id: string;
  hash: string;
  /** The field that a conflict is reported for. */
  field: string;
  /** Why another record of this identity is refused. */
  conflict: string;
}

/** A record that is right in itself, with what it is known by: its own identity comes first. */
export interface IdentifiedRecord {
  record: ImportRecord;
  identities: [RecordIdentity, ...RecordIdentity[]];
}

const otherContent = 'already imported with other content';

/** The record's own identity, and what else it takes for itself. */
export function identitiesOf(record: ImportRecord): IdentifiedRecord['identities'] {
  const own = { ...ownIdentity(record), hash: contentHash(record), conflict: otherContent };
  if (record.kind !== 'cloudAccount') return [own];
  return [
    own,
    {
      id: `instance/${record.provider}/${record.instance}`,
      hash: hashOf({ cloudAccount: record.id }),
      field: 'instance',
      conflict: 'already registered by another cloud account',
    },
  ];
}

function ownIdentity(record: ImportRecord): { id: string; field: string } {
  if ('id' in record) return { id: `${record.kind}/${record.id}`, field: 'id' };
  if (record.kind === 'huaweiOrder') return { id: `huaweiOrder/${record.order}`, field: 'order' };
  if (record.kind === 'bill') return { id: `bill/${record.workspace}/${record.day}`, field: 'day' };
  const { site, currency, day, part } = record;
  return { id: `manifest/${site}/${currency}/${day}/${part}`, field: 'part' };
}

/** A currency that a record only repeats from its account is no content of its own. */
function contentHash(record: ImportRecord): string {
  if (!('account' in record || 'workspace' in record)) return hashOf(record);
  return hashOf({ ...record, currency: undefined });
}

/** SHA-256 of the JSON with its keys in order. */
function hashOf(content: object): string {
  const keys = new Set<string>();
  collectKeys(content, keys);
  // A list of keys has them written in its order, at every depth.
  return hash('sha256', JSON.stringify(content, [...keys].toSorted()), 'hex');
}

function collectKeys(value: unknown, keys: Set<string>): void {
  if (typeof value !== 'object' || value === null) return;
  if (!Array.isArray(value)) for (const key of Object.keys(value)) keys.add(key);
  for (const each of Object.values(value)) collectKeys(each, keys);
}
