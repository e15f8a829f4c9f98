import { freeHour, nextFullHour, type HourLimits } from '../../domain/charge-slot.js';
import { parseInstant, type Instant } from '../../domain/instant.js';

function at(text: string): Instant {
  const instant = parseInstant(text);
  if (!instant) throw new Error(text);
  return instant;
}

/** Takes the last three completed hours, each until 59 minutes into the hour after it. */
const limits: HourLimits = {
  oldestHour: () => at('2026-11-22T05:00:00Z'),
  deadline: (hour) => at(new Date(Date.parse(hour) + 119 * 60_000).toISOString()),
};
const generous: HourLimits = { ...limits, deadline: () => at('2026-11-23T00:00:00Z') };
const none: ReadonlySet<Instant> = new Set();

describe('the hour of a charge', () => {
  it('is the newest completed one', () => {
    const now = at('2026-11-22T08:20:00Z');
    expect(freeHour(generous, { now, taken: none })).toBe('2026-11-22T07:00:00.000Z');
  });

  it('is not complete before its last second is over', () => {
    const [before, after] = [at('2026-11-22T07:59:59.999Z'), at('2026-11-22T08:00:00Z')];
    expect(freeHour(generous, { now: before, taken: none })).toBe('2026-11-22T06:00:00.000Z');
    expect(freeHour(generous, { now: after, taken: none })).toBe('2026-11-22T07:00:00.000Z');
  });

  it('is never one that was given away, and goes back as far as the vendor takes it', () => {
    const now = at('2026-11-22T08:20:00Z');
    const seven = at('2026-11-22T07:00:00Z');
    const six = at('2026-11-22T06:00:00Z');
    const five = at('2026-11-22T05:00:00Z');
    expect(freeHour(generous, { now, taken: new Set([seven]) })).toBe(six);
    expect(freeHour(generous, { now, taken: new Set([seven, six]) })).toBe(five);
    expect(freeHour(generous, { now, taken: new Set([seven, six, five]) })).toBeUndefined();
  });

  it('leaves time for a try before the vendor bills it no more', () => {
    const now = at('2026-11-22T08:58:14Z');
    expect(freeHour(limits, { now, taken: none })).toBe('2026-11-22T07:00:00.000Z');
    expect(freeHour(limits, { now: at('2026-11-22T08:58:15Z'), taken: none })).toBeUndefined();
  });

  it('is waited for until the next full hour', () => {
    expect(nextFullHour(at('2026-11-22T08:20:00Z'))).toBe('2026-11-22T09:00:00.000Z');
    expect(nextFullHour(at('2026-11-22T23:00:00Z'))).toBe('2026-11-23T00:00:00.000Z');
  });
});
