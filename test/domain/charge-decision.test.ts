import { afterOutcome } from '../../domain/charge-decision.js';
import type { SendOutcome } from '../../domain/charge-outcome.js';
import { standingOf } from '../../domain/cloud-charge.js';
import { parseInstant } from '../../domain/instant.js';

const now = parseInstant('2026-11-22T08:20:00Z');
if (!now) throw new Error('no instant');

describe('a charge after a try', () => {
  it.each<[SendOutcome, object]>([
    [
      { kind: 'accepted', reference: 'r-1' },
      { state: 'accepted', attempts: 2, reference: 'r-1' },
    ],
    [
      { kind: 'accepted-provisionally', reference: 'r-1' },
      { state: 'provisional', attempts: 2, reference: 'r-1' },
    ],
    [
      { kind: 'refused', reason: 'no' },
      { state: 'refused', attempts: 1, reason: 'no' },
    ],
    [
      { kind: 'undecided', reason: 'silence' },
      { state: 'undecided', attempts: 2, reason: 'silence' },
    ],
    [
      { kind: 'undecided', reason: 'other units', conflict: true },
      { state: 'parked', attempts: 2, reason: 'other units' },
    ],
    [
      { kind: 'not-sent', reason: 'throttled', retryAfterSeconds: 60 },
      {
        state: 'stored',
        attempts: 1,
        reason: 'throttled',
        notBefore: '2026-11-22T08:21:00.000Z',
      },
    ],
  ])('%j', (outcome, expected) => {
    expect(afterOutcome(outcome, { attempts: 1, now })).toEqual(expected);
  });

  it.each([
    ['stored', 'charging'],
    ['sending', 'charging'],
    ['undecided', 'charging'],
    ['parked', 'charging'],
    ['accepted', 'accepted'],
    ['provisional', 'accepted'],
    ['written-off', 'accepted'],
    ['replaced', 'accepted'],
    ['refused', 'refused'],
  ] as const)('%s is %s to its settlement', (state, standing) => {
    expect(standingOf(state)).toBe(standing);
  });
});
