import { Decimal128, type Document } from 'mongodb';
import { sum, type Amount } from '../domain/money.js';
import { fromDecimal128 } from './decimal128.js';

/**
 * MongoDB adds in 34 digits and rounds what is beyond them. Money has two decimals, so the parts of
 * amounts above and below 10^16 each add up exactly, for as many documents as there may ever be.
 */
const cut = Decimal128.fromString('1E16');

/** Accumulators of a `$group` that add up each source under its name, for `readExactSum`. */
export function exactSums(sources: Readonly<Record<string, string>>): Document {
  const accumulators: Document = {};
  for (const [name, source] of Object.entries(sources)) {
    const low = { $mod: [source, cut] };
    accumulators[`${name}Low`] = { $sum: low };
    accumulators[`${name}High`] = { $sum: { $subtract: [source, low] } };
  }
  return accumulators;
}

export function readExactSum(group: Document | undefined, name: string): Amount {
  const parts: readonly (Decimal128 | undefined)[] = [
    group?.[`${name}Low`],
    group?.[`${name}High`],
  ];
  return sum(parts.flatMap((part) => (part === undefined ? [] : [fromDecimal128(part)])));
}
