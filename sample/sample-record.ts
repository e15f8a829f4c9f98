import type { AccountPlan } from './account-plan.js';
import type { ImportRecord } from '../domain/records.js';

type FieldOf<R> = R extends unknown ? keyof R : never;

/** A record as a file has it: amounts and times as text, defaults left out. */
export type SampleRecord = { kind: ImportRecord['kind'] } & Partial<
  Record<Exclude<FieldOf<ImportRecord>, 'kind'>, unknown>
>;

export function accountId({ number }: AccountPlan): string {
  return `acct-${number}`;
}

/** Unique in the whole sample, because the account's number is. */
export function recordId(prefix: string, { number }: AccountPlan, index: number): string {
  return `${prefix}-${number}-${index}`;
}
