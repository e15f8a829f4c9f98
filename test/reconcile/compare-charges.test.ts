import type { ChargeState } from '../../domain/cloud-charge.js';
import { compareCharges, type ComparedCharge } from '../../reconcile/compare-charges.js';

function charge(state: ChargeState, units = '1234', attempts = 1): ComparedCharge {
  return { key: `${state}-${units}`, state, units, attempts };
}

function kinds(charges: ComparedCharge[], units: bigint, lines = 1): string[] {
  return compareCharges(charges, { units, lines }).map(({ kind }) => kind);
}

describe('a charge with an hour of its own', () => {
  it.each<[ChargeState, bigint, string]>([
    ['accepted', 1234n, 'agrees'],
    ['provisional', 1234n, 'agrees'],
    ['provisional', 0n, 'not-at-vendor'],
    ['accepted', 0n, 'not-at-vendor'],
    ['accepted', 1233n, 'units-differ'],
    ['accepted', 2468n, 'billed-twice'],
    ['provisional', 3702n, 'billed-twice'],
    ['undecided', 1234n, 'undecided-at-vendor'],
    ['undecided', 0n, 'undecided-not-at-vendor'],
    ['undecided', 1000n, 'units-differ'],
    ['parked', 1234n, 'undecided-at-vendor'],
    ['parked', 0n, 'undecided-not-at-vendor'],
    ['refused', 0n, 'agrees'],
    ['refused', 1234n, 'billed-though-given-up'],
    ['replaced', 1234n, 'billed-though-given-up'],
    ['written-off', 1000n, 'billed-though-given-up'],
    ['sending', 1234n, 'not-compared'],
    ['stored', 0n, 'not-compared'],
  ])('%s, with %s units at the vendor: %s', (state, units, kind) => {
    expect(kinds([charge(state)], units)).toEqual([kind]);
  });

  it('was never sent, and the vendor has it', () => {
    expect(kinds([charge('stored', '1234', 0)], 1234n)).toEqual(['billed-though-given-up']);
    expect(kinds([charge('parked', '1234', 0)], 0n)).toEqual(['agrees']);
  });

  it('is billed twice where two lines come to anything else', () => {
    expect(kinds([charge('accepted')], 1300n, 2)).toEqual(['billed-twice']);
    expect(kinds([charge('accepted')], 1234n, 2)).toEqual(['agrees']);
  });

  it('is compared exactly, beyond what a float can hold', () => {
    expect(kinds([charge('accepted', '90071992547409931')], 90071992547409930n)).toEqual([
      'units-differ',
    ]);
  });
});

describe('charges that share a day at their vendor', () => {
  const [a, b] = [charge('accepted', '100'), charge('provisional', '250')];

  it('agree with their sum', () => {
    expect(kinds([a, b], 350n)).toEqual(['agrees', 'agrees']);
  });

  it('have one that is missing found', () => {
    expect(kinds([a, b], 100n)).toEqual(['agrees', 'not-at-vendor']);
    expect(kinds([a, b], 0n)).toEqual(['not-at-vendor', 'not-at-vendor']);
  });

  it('have one found that nobody knew of, or that was given up', () => {
    expect(kinds([a, charge('undecided', '7'), charge('replaced', '9')], 107n)).toEqual([
      'agrees',
      'undecided-at-vendor',
      'agrees',
    ]);
    expect(kinds([a, charge('undecided', '7'), charge('replaced', '9')], 109n)).toEqual([
      'agrees',
      'undecided-not-at-vendor',
      'billed-though-given-up',
    ]);
  });

  it('are all billed twice, or differ together', () => {
    expect(kinds([a, b], 700n)).toEqual(['billed-twice', 'billed-twice']);
    expect(compareCharges([a, b], { units: 300n, lines: 1 })).toEqual([
      {
        kind: 'units-differ',
        reason: 'the vendor has 300 units of this time, 2 charges of ours stand with 350',
      },
      {
        kind: 'units-differ',
        reason: 'the vendor has 300 units of this time, 2 charges of ours stand with 350',
      },
    ]);
  });

  it('name what the vendor has of charges that were all given up', () => {
    expect(kinds([charge('refused', '5'), charge('replaced', '6')], 20n)).toEqual([
      'billed-though-given-up',
      'billed-though-given-up',
    ]);
  });
});
