/**
 * What is known after a try to charge; every caller decides all five. `accepted`,
 * `accepted-provisionally` and `refused` speak of the charge: after an earlier try that may have
 * arrived, a refusal comes back as `undecided` with `conflict`. `not-sent` speaks of this try alone.
 */
export type SendOutcome =
  /** The vendor has it and bills it. */
  | { kind: 'accepted'; reference: string }
  /** The vendor took it, and judges it later, out of sight. */
  | { kind: 'accepted-provisionally'; reference: string }
  /** Refused for good: it was not applied, and the same again would be refused again. */
  | { kind: 'refused'; reason: string }
  /** Nobody knows whether the vendor has it. `conflict`: no further try can tell, a person must. */
  | { kind: 'undecided'; reason: string; conflict?: true }
  /** It was certainly not applied; the same may be sent again, after so many seconds. */
  | { kind: 'not-sent'; reason: string; retryAfterSeconds: number };

export type LookUpOutcome =
  /** `billed`: false while the vendor has it but has not billed it yet. */
  | { kind: 'found'; reference: string; units: string; billed: boolean }
  | { kind: 'not-found' }
  /** `conflict`: the vendor has something else under this key; a person must look. */
  | { kind: 'unknown'; reason: string; conflict?: true };

/** How many tries ended in each way. */
export type OutcomeCounts = Record<SendOutcome['kind'], number>;

export function noOutcomes(): OutcomeCounts {
  return { accepted: 0, 'accepted-provisionally': 0, refused: 0, undecided: 0, 'not-sent': 0 };
}

export function addOutcomes(a: OutcomeCounts, b: OutcomeCounts): OutcomeCounts {
  return {
    accepted: a.accepted + b.accepted,
    'accepted-provisionally': a['accepted-provisionally'] + b['accepted-provisionally'],
    refused: a.refused + b.refused,
    undecided: a.undecided + b.undecided,
    'not-sent': a['not-sent'] + b['not-sent'],
  };
}

/** What an operator says in place of the vendor. */
export const chargeAnswers = ['applied', 'not-applied', 'write-off'] as const;
export type ChargeAnswer = (typeof chargeAnswers)[number];
