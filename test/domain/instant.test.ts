import fc from 'fast-check';
import { instantOf, isDay, parseInstant } from '../../domain/instant.js';

function two(value: number): string {
  return value.toString().padStart(2, '0');
}

describe('instants', () => {
  it.each([
    ['2026-11-22T16:00:00Z', '2026-11-22T16:00:00.000Z'],
    ['2026-11-23T00:00:00+08:00', '2026-11-22T16:00:00.000Z'],
    ['2026-11-22T11:00:00-05:00', '2026-11-22T16:00:00.000Z'],
    ['2026-11-22T21:45:00+05:45', '2026-11-22T16:00:00.000Z'],
    ['2026-11-23T00:00:00+0800', '2026-11-22T16:00:00.000Z'],
    ['2026-11-23T00:00:00+08', '2026-11-22T16:00:00.000Z'],
    ['2026-11-23T00:00+08:00', '2026-11-22T16:00:00.000Z'],
    ['2026-11-22T16:00:00.5Z', '2026-11-22T16:00:00.500Z'],
    ['2026-11-22T16:00:00,25Z', '2026-11-22T16:00:00.250Z'],
    ['2026-11-22T15:59:59.999999999Z', '2026-11-22T15:59:59.999Z'],
    ['2026-01-01T00:00:00+14:00', '2025-12-31T10:00:00.000Z'],
  ])('reads %s', (text, expected) => {
    expect(parseInstant(text)).toBe(expected);
  });

  it.each([
    '2026-11-22',
    '2026-11-22T16:00:00',
    '2026-11-22 16:00:00Z',
    '2026-02-29T00:00:00Z',
    '2026-13-01T00:00:00Z',
    '2026-11-22T24:00:00Z',
    '2026-11-22T16:60:00Z',
    '2026-11-22T16:00:60Z',
    '2026-11-22T16:00:00+24:00',
    '2026-11-22T16:00:00+08:60',
    '2026-11-22T16:00:00z',
    '2026-11-22T16:00:00.Z',
    '0000-01-01T00:00:00+14:00',
    '9999-12-31T23:59:59-14:00',
    '',
  ])('reads nothing from "%s"', (text) => {
    expect(parseInstant(text)).toBeUndefined();
  });

  it('instants stand in order as text, whatever offset they were written with', () => {
    const written = fc
      .record({
        milliseconds: fc.integer({ min: Date.UTC(2026, 10, 22), max: Date.UTC(2026, 10, 24) }),
        offset: fc.integer({ min: -14 * 60, max: 14 * 60 }),
      })
      .map(({ milliseconds, offset }) => {
        const local = new Date(milliseconds + offset * 60_000).toISOString().slice(0, -1);
        const minutes = Math.abs(offset);
        const sign = offset < 0 ? '-' : '+';
        const zone = `${sign}${two(Math.floor(minutes / 60))}:${two(minutes % 60)}`;
        return { milliseconds, text: local + zone };
      });
    fc.assert(
      fc.property(written, written, (a, b) => {
        const [left = 'unread', right = 'unread'] = [parseInstant(a.text), parseInstant(b.text)];
        expect(Date.parse(left)).toBe(a.milliseconds);
        expect(left < right).toBe(a.milliseconds < b.milliseconds);
        expect(left === right).toBe(a.milliseconds === b.milliseconds);
      }),
    );
  });

  it('an instant of a year that needs more than four digits is none', () => {
    expect(instantOf(Date.UTC(10_000, 0, 1))).toBeUndefined();
    expect(instantOf(0)).toBe('1970-01-01T00:00:00.000Z');
  });

  it.each([
    ['2026-11-22', true],
    ['2028-02-29', true],
    ['2026-02-29', false],
    ['2026-11-31', false],
    ['2026-00-10', false],
    ['2026-1-1', false],
    ['2026-11-22T00:00:00Z', false],
    ['20261122', false],
  ])('%s names a day: %s', (text, is) => {
    expect(isDay(text)).toBe(is);
  });
});
