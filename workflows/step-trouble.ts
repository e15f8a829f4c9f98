import { ActivityFailure, ApplicationFailure, TimeoutFailure } from '@temporalio/workflow';
import type { AccountTrouble } from '../domain/settlement-error.js';

/** What the failure of a step over a list means for the list. */
export type StepTrouble =
  /** These accounts cannot go along; the others can. */
  | { kind: 'accounts'; accounts: AccountTrouble[] }
  /** A server is down: nobody's fault, tried on. */
  | { kind: 'server'; reason: string }
  /** One of the accounts may be the cause, but it is not named. */
  | { kind: 'unnamed'; reason: string };

/** Undefined where the failure is not an activity's. */
export function stepTroubleOf(error: unknown): StepTrouble | undefined {
  if (!(error instanceof ActivityFailure)) return undefined;
  const { cause } = error;
  if (cause instanceof TimeoutFailure)
    return { kind: 'server', reason: 'no worker answered in time' };
  if (!(cause instanceof ApplicationFailure)) return undefined;
  const reason = cause.message;
  if (cause.type === 'server-away') return { kind: 'server', reason };
  if (cause.type === 'account-trouble') {
    const accounts = troublesIn(cause.details?.[0]);
    if (accounts.length > 0) return { kind: 'accounts', accounts };
  }
  return { kind: 'unnamed', reason };
}

/** What the activity named, as it comes over the wire. */
function troublesIn(detail: unknown): AccountTrouble[] {
  return Array.isArray(detail) ? detail.filter(isTrouble) : [];
}

function isTrouble(value: unknown): value is AccountTrouble {
  return typeof value === 'object' && value !== null && 'account' in value && 'reason' in value;
}
