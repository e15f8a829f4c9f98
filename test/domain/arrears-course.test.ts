import fc from 'fast-check';
import {
  courseSteps,
  lockAt,
  nextStep,
  standardCourse,
  standingSteps,
  type TakenStep,
} from '../../domain/arrears-course.js';
import { instantOf, parseInstant, type Instant } from '../../domain/instant.js';

function instant(text: string): Instant {
  const at = parseInstant(text);
  if (at === undefined) throw new Error(`no instant: ${text}`);
  return at;
}

const owedSince = instant('2026-11-01T08:00:00Z');
const steps = courseSteps(owedSince, standardCourse);

describe('the arrears course (rule 10)', () => {
  it('has notices on days 0, 11 and 13 and the lock on day 14, each n × 24 hours after the start', () => {
    expect(steps).toEqual([
      { kind: 'notice', day: 0, at: '2026-11-01T08:00:00.000Z' },
      { kind: 'notice', day: 11, at: '2026-11-12T08:00:00.000Z' },
      { kind: 'notice', day: 13, at: '2026-11-14T08:00:00.000Z' },
      { kind: 'lock', day: 14, at: '2026-11-15T08:00:00.000Z' },
    ]);
    expect(lockAt(owedSince, standardCourse)).toBe('2026-11-15T08:00:00.000Z');
  });

  it('goes by its configuration, and gives no notice on or after the day of the lock', () => {
    const course = courseSteps(owedSince, { noticeDays: [3, 1, 5, 9], lockDay: 5 });
    expect(course.map(({ kind, day }) => [kind, day])).toEqual([
      ['notice', 1],
      ['notice', 3],
      ['lock', 5],
    ]);
  });

  it('takes one step after another, each when it is due', () => {
    const taken: TakenStep[] = [];
    const atDay = (text: string): unknown => {
      const next = nextStep(steps, { taken, now: instant(text) });
      if (next && next.step.at <= instant(text))
        taken.push({ day: next.step.day, at: next.step.at });
      return next && [next.step.day, next.overtakes];
    };
    expect(atDay('2026-11-01T08:00:00Z')).toEqual([0, []]);
    expect(atDay('2026-11-12T07:59:59.999Z')).toEqual([11, []]);
    expect(taken).toHaveLength(1);
    expect(atDay('2026-11-12T08:00:00Z')).toEqual([11, []]);
    expect(atDay('2026-11-14T08:00:00Z')).toEqual([13, []]);
    expect(atDay('2026-11-15T08:00:00Z')).toEqual([14, []]);
    expect(atDay('2026-12-15T08:00:00Z')).toBeUndefined();
  });

  it('takes the last of several that are due, and says which ones it overtakes', () => {
    const now = instant('2026-11-14T09:00:00Z');
    const next = nextStep(steps, { taken: [{ day: 0, at: owedSince }], now });
    expect(next).toEqual({ step: steps[2], overtakes: [11] });
    expect(nextStep(steps, { taken: [], now: instant('2026-11-20T00:00:00Z') })).toEqual({
      step: steps[3],
      overtakes: [0, 11, 13],
    });
  });

  it('says what has become of each step', () => {
    const at = instant('2026-11-14T08:00:01Z');
    const taken: TakenStep[] = [
      { day: 0, at: owedSince },
      { day: 11, at, overtaken: true },
      { day: 13, at },
    ];
    expect(standingSteps(steps, taken)).toEqual([
      { ...steps[0], takenAt: '2026-11-01T08:00:00.000Z' },
      { ...steps[1], takenAt: '2026-11-14T08:00:01.000Z', overtaken: true },
      { ...steps[2], takenAt: '2026-11-14T08:00:01.000Z' },
      steps[3],
    ]);
  });

  it('takes or overtakes every step once, whenever somebody looks', () => {
    const days = fc.uniqueArray(fc.integer({ min: 0, max: 60 }), { minLength: 0, maxLength: 6 });
    const looks = fc.array(fc.integer({ min: 0, max: 90 * 24 }), { maxLength: 30 });
    fc.assert(
      fc.property(days, fc.integer({ min: 1, max: 60 }), looks, (noticeDays, lockDay, hours) => {
        const course = courseSteps(owedSince, { noticeDays, lockDay });
        const taken: TakenStep[] = [];
        for (const hour of [...hours, 91 * 24].toSorted((a, b) => a - b)) {
          const now = instantOf(Date.parse(owedSince) + hour * 3_600_000);
          if (now === undefined) throw new Error('out of range');
          const next = nextStep(course, { taken, now });
          if (!next || next.step.at > now) continue;
          for (const day of [...next.overtakes, next.step.day]) taken.push({ day, at: now });
        }
        expect(taken.map(({ day }) => day).toSorted((a, b) => a - b)).toEqual(
          course.map(({ day }) => day),
        );
        expect(taken.at(-1)?.day).toBe(lockDay);
      }),
    );
  });
});
