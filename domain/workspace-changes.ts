import { nextDay, type Day } from './billing-cycle.js';
import type { SettlementMethod } from './records.js';
import { SettlementError } from './settlement-error.js';
import { nobody, termOn, type AskedChange, type WorkspaceTerm } from './workspace-terms.js';

/** Domain rule 12, on the terms of one workspace: what is asked for on a day holds from the next day on. */

export interface WantedTerm {
  account: string;
  settlement: SettlementMethod;
}

/** The terms with one more, none overwritten. */
export function withTerm(
  terms: readonly WorkspaceTerm[],
  { account, settlement }: WantedTerm,
  asked: AskedChange,
): WorkspaceTerm[] {
  return [...terms, { from: nextDay(asked.on), account, ...settlement, asked }];
}

/** What will hold from the day after the request on, as far as is known. */
export function comingTerm(terms: readonly WorkspaceTerm[], on: Day): WorkspaceTerm | undefined {
  return termOn(terms, nextDay(on));
}

export function hasSettlement(term: WorkspaceTerm, settlement: SettlementMethod): boolean {
  const cloudAccount = settlement.method === 'cloud' ? settlement.cloudAccount : undefined;
  return term.method === settlement.method && term.cloudAccount === cloudAccount;
}

/**
 * At most one change of settlement method in a calendar month, by the days of the requests. One that was
 * withdrawn counts; a switch that nobody asked for does not.
 * @throws SettlementError `refused`
 */
export function checkOneChangeAMonth(terms: readonly WorkspaceTerm[], on: Day): void {
  const month = on.slice(0, 7);
  const before = terms.find(
    (term, index) => term.asked?.on.slice(0, 7) === month && isMethodChange(terms, index),
  );
  if (before)
    throw new SettlementError(
      'refused',
      `the settlement method was changed on ${before.asked?.on} already: it changes once in a calendar month`,
    );
}

/**
 * Whether the term at `index` changed the settlement method. To be unbound from an account and bound to
 * the same one again with another method is no way around the limit.
 */
export function isMethodChange(terms: readonly WorkspaceTerm[], index: number): boolean {
  const term = terms[index];
  if (term?.asked?.change === 'method') return true;
  if (term?.asked?.change !== 'bind') return false;
  return changesMethod(terms.slice(0, index), term);
}

/** Whether binding it so would change the method that the same account had it with last. */
export function changesMethod(
  before: readonly WorkspaceTerm[],
  { account, method, cloudAccount }: Pick<WorkspaceTerm, 'account' | 'method' | 'cloudAccount'>,
): boolean {
  const last = before.findLast((term) => term.account !== nobody);
  if (last?.account !== account) return false;
  return last.method !== method || last.cloudAccount !== cloudAccount;
}

/**
 * The terms that hold again where the pending change of method is withdrawn.
 * @throws SettlementError `refused` where none is pending
 */
export function formerTerm(terms: readonly WorkspaceTerm[], on: Day): WorkspaceTerm {
  const pending = terms.at(-1);
  const former = comingTerm(terms.slice(0, -1), on);
  if (!former || !pending || pending.asked?.change !== 'method' || pending.from <= on)
    throw new SettlementError('refused', 'no change of its settlement method is pending');
  return former;
}
