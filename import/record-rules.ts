import { parseInstant } from '../domain/instant.js';
import { AmountError, compare, parseAmount, type Amount } from '../domain/money.js';
import type { ImportRecord, Provider } from '../domain/records.js';
import { vendorForms } from '../domain/vendor-forms.js';
import type { Problem } from './problem.js';
import type { RawRecord } from './record-schemas.js';

/**
 * The rules that need more than one field. They work on the record as written, so that a record
 * with another problem still has all of its problems named; what cannot be read is skipped here.
 */
export function problemsAcrossFields(kind: ImportRecord['kind'], raw: RawRecord): Problem[] {
  if (kind === 'voucher')
    return [
      ...balanceProblems(raw),
      ...(raw['type'] === 'ordinary' ? fullReductionProblems(raw) : []),
      ...periodProblems(raw, 'validFrom'),
    ];
  if (kind === 'storedValueCard')
    return [...balanceProblems(raw), ...periodProblems(raw, 'purchasedAt')];
  return kind === 'cloudAccount' ? vendorProblems(raw) : [];
}

function balanceProblems({ faceValue, balance }: RawRecord): Problem[] {
  const [face, rest] = [amountIn(faceValue), amountIn(balance)];
  if (face === undefined || rest === undefined || compare(rest, face) <= 0) return [];
  return [{ field: 'balance', reason: 'is above faceValue' }];
}

function fullReductionProblems(raw: RawRecord): Problem[] {
  return ['minSpend', 'singleUse']
    .filter((field) => Object.hasOwn(raw, field))
    .map((field) => ({ field, reason: 'only a full-reduction voucher has it' }));
}

function periodProblems(raw: RawRecord, startField: 'validFrom' | 'purchasedAt'): Problem[] {
  const [start, end] = [raw[startField], raw['expiresAt']];
  if (typeof start !== 'string' || typeof end !== 'string') return [];
  const [from, until] = [parseInstant(start), parseInstant(end)];
  if (from === undefined || until === undefined || from < until) return [];
  return [{ field: 'expiresAt', reason: `must be after ${startField}` }];
}

function vendorProblems(raw: RawRecord): Problem[] {
  const { provider } = raw;
  if (typeof provider !== 'string' || !isProvider(provider)) return [];
  const forms = vendorForms[provider];
  return (['customer', 'instance'] as const).flatMap((field) => {
    const value = raw[field];
    if (typeof value !== 'string' || forms[field].form.test(value)) return [];
    return [{ field, reason: forms[field].reason }];
  });
}

function isProvider(text: string): text is Provider {
  return Object.hasOwn(vendorForms, text);
}

function amountIn(raw: unknown): Amount | undefined {
  if (typeof raw !== 'string') return undefined;
  try {
    return parseAmount(raw);
  } catch (error) {
    if (error instanceof AmountError) return undefined;
    throw error;
  }
}
