import { Decimal128, type Collection, type Document } from 'mongodb';
import type { Collections } from '../../ledger/collections.js';

type Stored = Collection<Document & { _id: string }>;

/** Something done by hand to one collection, and what the audit says of it. */
export interface Damage {
  name: string;
  collection: keyof Collections;
  damage: (stored: Stored) => Promise<unknown>;
  found: string[];
}

export const amount = (text: string): Decimal128 => Decimal128.fromString(text);

export function set(_id: string, fields: Document): Damage['damage'] {
  return (stored) => stored.updateOne({ _id }, { $set: fields });
}

export function unset(_id: string, field: string): Damage['damage'] {
  return (stored) => stored.updateOne({ _id }, { $unset: { [field]: '' } });
}

export function remove(_id: string): Damage['damage'] {
  return (stored) => stored.deleteOne({ _id });
}

/** Another document like `_id`, with these fields. */
export function copy(_id: string, fields: Document & { _id: string }): Damage['damage'] {
  return async (stored) => {
    const document = await stored.findOne({ _id });
    await stored.insertOne({ ...document, ...fields });
  };
}
