import type { ChargeState } from '../domain/cloud-charge.js';

/** A charge as it is compared. */
export interface ComparedCharge {
  key: string;
  state: ChargeState;
  units: string;
  /** Tries that may have reached the vendor. */
  attempts: number;
}

/** What the vendor has for the hours of some charges: usually those of one. */
export interface VendorUsage {
  units: bigint;
  /** How many lines these units are the sum of. */
  lines: number;
  /** Where it stands: `FILE:LINE`. */
  at?: string | undefined;
  /** Why the vendor has it and does not bill it. */
  refusal?: string | undefined;
}

export const differenceKinds = [
  'not-at-vendor',
  'billed-twice',
  'units-differ',
  'billed-though-given-up',
  'undecided-at-vendor',
  'undecided-not-at-vendor',
  'something-else-at-vendor',
  'line-of-no-charge',
] as const;

export type DifferenceKind = (typeof differenceKinds)[number];

export type Verdict =
  { kind: 'agrees' } | { kind: 'not-compared' } | { kind: DifferenceKind; reason: string };

/**
 * What is to be said of each charge whose usage the vendor's covers. Some vendors report whole days:
 * then several charges share one sum, and one that alone explains what is too much or missing is found.
 * @returns a verdict a charge, in their order
 */
export function compareCharges(charges: readonly ComparedCharge[], vendor: VendorUsage): Verdict[] {
  const taken = charges.filter((charge) => standing(charge) === 'taken');
  const expected = sumOf(taken);
  const extra = explain(
    charges.filter((charge) => standing(charge) !== 'taken'),
    vendor.units - expected,
  );
  if (extra) return charges.map((charge) => explained(charge, vendor, extra.includes(charge)));
  const missing = explain(taken, expected - vendor.units);
  const twice = isTwice(charges, { expected, vendor });
  const onlyGivenUp = charges.every((charge) => standing(charge) === 'given-up');
  return charges.map((charge): Verdict => {
    switch (standing(charge)) {
      case 'taken':
        if (missing) return missing.includes(charge) ? notThere(vendor) : { kind: 'agrees' };
        return twice
          ? { kind: 'billed-twice', reason: `${vendor.units} units in ${countOf(vendor)}` }
          : { kind: 'units-differ', reason: inSum(charges, expected, vendor) };
      case 'open':
        if (missing) return explained(charge, vendor, false);
        return { kind: 'units-differ', reason: inSum(charges, expected, vendor) };
      case 'under-way':
        return { kind: 'not-compared' };
      case 'given-up':
        return onlyGivenUp ? billedThough(charge, vendor) : { kind: 'agrees' };
    }
  });
}

/** `open`: nobody knows whether the vendor has it. `under-way`: a workflow is about to find out. */
function standing({
  state,
  attempts,
}: ComparedCharge): 'taken' | 'open' | 'under-way' | 'given-up' {
  switch (state) {
    case 'accepted':
    case 'provisional':
      return 'taken';
    case 'undecided':
      return 'open';
    case 'parked':
      return attempts > 0 ? 'open' : 'given-up';
    case 'sending':
      return 'under-way';
    case 'stored':
      return attempts > 0 ? 'under-way' : 'given-up';
    case 'refused':
    case 'replaced':
    case 'written-off':
      return 'given-up';
  }
}

/** Which of the charges have these units: none, one that alone has them, or all together. */
function explain(
  charges: readonly ComparedCharge[],
  units: bigint,
): readonly ComparedCharge[] | undefined {
  if (units === 0n) return [];
  const alone = charges.filter((charge) => BigInt(charge.units) === units);
  if (alone.length === 1) return alone;
  return charges.length > 0 && sumOf(charges) === units ? charges : undefined;
}

function explained(charge: ComparedCharge, vendor: VendorUsage, isThere: boolean): Verdict {
  switch (standing(charge)) {
    case 'taken':
      return { kind: 'agrees' };
    case 'open':
      return isThere
        ? { kind: 'undecided-at-vendor', reason: 'the vendor has it' }
        : { kind: 'undecided-not-at-vendor', reason: whyNot(vendor) };
    case 'under-way':
      return { kind: 'not-compared' };
    case 'given-up':
      return isThere ? billedThough(charge, vendor) : { kind: 'agrees' };
  }
}

function notThere(vendor: VendorUsage): Verdict {
  return { kind: 'not-at-vendor', reason: whyNot(vendor) };
}

function whyNot({ refusal }: VendorUsage): string {
  return refusal === undefined ? 'the vendor has it not' : `the vendor bills it not: ${refusal}`;
}

function billedThough({ state }: ComparedCharge, { units }: VendorUsage): Verdict {
  const ours = state === 'stored' || state === 'parked' ? 'not sent' : state;
  return {
    kind: 'billed-though-given-up',
    reason: `ours is ${ours}, the vendor has ${units} units`,
  };
}

function isTwice(
  charges: readonly ComparedCharge[],
  { expected, vendor }: { expected: bigint; vendor: VendorUsage },
): boolean {
  if (expected === 0n || vendor.units <= expected) return false;
  return vendor.units % expected === 0n || (charges.length === 1 && vendor.lines > 1);
}

function inSum(charges: readonly ComparedCharge[], expected: bigint, vendor: VendorUsage): string {
  const has = `the vendor has ${vendor.units} units`;
  if (charges.length === 1) return `${has}, not ${charges[0]?.units}`;
  return `${has} of this time, ${charges.length} charges of ours stand with ${expected}`;
}

function countOf({ lines }: VendorUsage): string {
  return lines === 1 ? '1 line' : `${lines} lines`;
}

function sumOf(charges: readonly ComparedCharge[]): bigint {
  return charges.reduce((total, { units }) => total + BigInt(units), 0n);
}
