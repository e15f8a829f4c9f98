import type { Currency } from '../domain/billing-cycle.js';
import type { ChargeState } from '../domain/cloud-charge.js';
import type { Instant } from '../domain/instant.js';
import type { Provider } from '../domain/records.js';
import { differenceKinds, type DifferenceKind } from './compare-charges.js';

export interface Difference {
  difference: DifferenceKind;
  provider: Provider;
  /** Absent of a line that belongs to none. */
  charge?: string;
  currency?: Currency;
  state?: ChargeState;
  hour?: Instant;
  /** Units of our charge. */
  ours?: string;
  vendors: string;
  reason: string;
  /** The vendor's line: `FILE:LINE`. */
  line?: string;
  /** What settles it. */
  command?: string;
}

export interface VendorSummary {
  provider: Provider;
  currency: Currency;
  compared: number;
  agree: number;
  differ: number;
  notCompared: number;
  confirmed: number;
}

/** Provisional charges that the vendor has not come first: nobody would be charged for them. */
export function byWeight(a: Difference, b: Difference): number {
  return (
    weightOf(a) - weightOf(b) ||
    (a.provider < b.provider ? -1 : a.provider > b.provider ? 1 : 0) ||
    ((a.charge ?? '') < (b.charge ?? '') ? -1 : 1)
  );
}

function weightOf({ difference, state }: Difference): number {
  return difference === 'not-at-vendor' && state === 'provisional'
    ? -1
    : differenceKinds.indexOf(difference);
}

/** The command that answers for the vendor, where an operator may. */
export function answerTo(kind: DifferenceKind, key: string): { command?: string } {
  const answer =
    kind === 'undecided-at-vendor'
      ? '--applied'
      : kind === 'undecided-not-at-vendor'
        ? '--not-applied'
        : undefined;
  if (answer === undefined) return {};
  return { command: `npx settle charge resolve ${key} ${answer} --by NAME --reason WHY` };
}
