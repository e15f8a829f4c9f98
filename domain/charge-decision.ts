import type { SendOutcome } from './charge-outcome.js';
import type { ChargeState } from './cloud-charge.js';
import { later, type Instant } from './instant.js';

/** What becomes of a charge after a try. */
export interface ChargeChange {
  state: ChargeState;
  /** Tries that may have reached the vendor. */
  attempts: number;
  /** A vendor's name of what it took. */
  reference?: string;
  reason?: string;
  /** Not tried again before. */
  notBefore?: Instant;
}

/** A refused charge is arrears; one whose fate is unknown is found out about, never guessed. */
export function afterOutcome(
  outcome: SendOutcome,
  { attempts, now }: { attempts: number; now: Instant },
): ChargeChange {
  switch (outcome.kind) {
    case 'accepted':
      return { state: 'accepted', attempts: attempts + 1, reference: outcome.reference };
    case 'accepted-provisionally':
      return { state: 'provisional', attempts: attempts + 1, reference: outcome.reference };
    case 'refused':
      return { state: 'refused', attempts, reason: outcome.reason };
    case 'undecided': {
      const state = outcome.conflict ? 'parked' : 'undecided';
      return { state, attempts: attempts + 1, reason: outcome.reason };
    }
    case 'not-sent':
      return {
        state: 'stored',
        attempts,
        reason: outcome.reason,
        notBefore: later(now, outcome.retryAfterSeconds),
      };
  }
}
