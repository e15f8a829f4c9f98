import {
  addDays,
  centerZones,
  cycleEnd,
  cycleId,
  dayAt,
  isOver,
  nextDay,
  parseCycleId,
} from '../../domain/billing-cycle.js';
import { instantOf } from '../../domain/instant.js';
import { instant } from '../support/domain-arbitraries.js';

/** New York, Berlin: an hour in the night. Santiago, Havana, the Azores: midnight itself is skipped. */
const changingZones = [
  'America/New_York',
  'Europe/Berlin',
  'America/Santiago',
  'America/Havana',
  'Atlantic/Azores',
  'Africa/Cairo',
  'Australia/Lord_Howe',
  'Asia/Shanghai',
  'Asia/Kathmandu',
  'UTC',
];

/** Each change of the clocks in these zones in 2026, with the day before and the day after. */
const daysOfChange = [
  '2026-03-07',
  '2026-03-08',
  '2026-03-09',
  '2026-03-28',
  '2026-03-29',
  '2026-03-30',
  '2026-04-03',
  '2026-04-04',
  '2026-04-05',
  '2026-04-23',
  '2026-04-24',
  '2026-04-25',
  '2026-09-04',
  '2026-09-05',
  '2026-09-06',
  '2026-10-03',
  '2026-10-04',
  '2026-10-24',
  '2026-10-25',
  '2026-10-26',
  '2026-10-29',
  '2026-10-30',
  '2026-10-31',
  '2026-11-01',
];

describe('the billing cycle', () => {
  it('a day of the CNY center ends at 00:00 of the next day in Shanghai, of the USD center in UTC', () => {
    expect(cycleEnd('2026-11-22', centerZones.CNY)).toBe('2026-11-22T16:00:00.000Z');
    expect(cycleEnd('2026-11-22', centerZones.USD)).toBe('2026-11-23T00:00:00.000Z');
  });

  it.each([
    ['the last day of a year', '2026-12-31', 'Asia/Shanghai', '2026-12-31T16:00:00.000Z'],
    ['a leap day', '2028-02-29', 'Asia/Shanghai', '2028-02-29T16:00:00.000Z'],
    ['winter time', '2026-01-15', 'America/New_York', '2026-01-16T05:00:00.000Z'],
    ['summer time', '2026-07-15', 'America/New_York', '2026-07-16T04:00:00.000Z'],
    ['the day of 23 hours', '2026-03-08', 'America/New_York', '2026-03-09T04:00:00.000Z'],
    ['the day before it', '2026-03-07', 'America/New_York', '2026-03-08T05:00:00.000Z'],
    ['the day of 25 hours', '2026-11-01', 'America/New_York', '2026-11-02T05:00:00.000Z'],
    ['the day before that', '2026-10-31', 'America/New_York', '2026-11-01T04:00:00.000Z'],
    ['a midnight that is skipped', '2026-09-05', 'America/Santiago', '2026-09-06T04:00:00.000Z'],
    ['a midnight that is skipped', '2026-03-07', 'America/Havana', '2026-03-08T05:00:00.000Z'],
    ['a midnight that comes twice', '2026-10-31', 'America/Havana', '2026-11-01T04:00:00.000Z'],
    ['an hour before midnight again', '2026-04-04', 'America/Santiago', '2026-04-05T04:00:00.000Z'],
    ['half an hour', '2026-10-03', 'Australia/Lord_Howe', '2026-10-03T13:30:00.000Z'],
    ['a quarter of an hour', '2026-11-22', 'Asia/Kathmandu', '2026-11-22T18:15:00.000Z'],
  ])('the end of a day is right for %s (%s, %s)', (_, day, zone, expected) => {
    expect(cycleEnd(day, zone)).toBe(expected);
  });

  it.each(changingZones)(
    'the end of a day is the first millisecond of the next around every change of the clocks in %s',
    (zone) => {
      const wrong = daysOfChange.filter((day) => {
        const end = cycleEnd(day, zone);
        const before = instantOf(Date.parse(end) - 1) ?? end;
        return dayAt(end, zone) !== nextDay(day) || dayAt(before, zone) !== day;
      });
      expect(wrong).toEqual([]);
    },
  );

  it('the day at an instant is that of the zone', () => {
    expect(dayAt(instant('2026-11-22T15:59:59.999Z'), 'Asia/Shanghai')).toBe('2026-11-22');
    expect(dayAt(instant('2026-11-22T16:00:00Z'), 'Asia/Shanghai')).toBe('2026-11-23');
    expect(dayAt(instant('2026-11-22T16:00:00Z'), 'UTC')).toBe('2026-11-22');
    expect(dayAt(instant('2026-11-02T04:59:59.999Z'), 'America/New_York')).toBe('2026-11-01');
    expect(dayAt(instant('2026-11-02T05:00:00Z'), 'America/New_York')).toBe('2026-11-02');
  });

  it('a day is over at its end, not a millisecond before', () => {
    expect(isOver('2026-11-22', 'Asia/Shanghai', instant('2026-11-22T15:59:59.999Z'))).toBe(false);
    expect(isOver('2026-11-22', 'Asia/Shanghai', instant('2026-11-22T16:00:00Z'))).toBe(true);
    expect(isOver('2026-11-22', 'UTC', instant('2026-11-22T16:00:00Z'))).toBe(false);
    expect(isOver('2026-11-22', 'UTC', instant('2026-11-23T00:00:00Z'))).toBe(true);
  });

  it('the next day crosses months, years and leap days', () => {
    expect(nextDay('2026-11-30')).toBe('2026-12-01');
    expect(nextDay('2026-12-31')).toBe('2027-01-01');
    expect(nextDay('2028-02-28')).toBe('2028-02-29');
    expect(nextDay('2027-02-28')).toBe('2027-03-01');
    expect(addDays('2026-11-22', 14)).toBe('2026-12-06');
    expect(addDays('2026-03-01', -1)).toBe('2026-02-28');
  });

  it('a cycle has an id that can be read back', () => {
    expect(cycleId({ currency: 'CNY', day: '2026-11-22' })).toBe('CNY/2026-11-22');
    expect(parseCycleId('USD/2026-11-22')).toEqual({ currency: 'USD', day: '2026-11-22' });
  });

  it.each(['EUR/2026-11-22', 'CNY', 'CNY/2026-02-30', 'CNY/2026-1-2', '2026-11-22', ''])(
    'no cycle is read from "%s"',
    (id) => {
      expect(() => parseCycleId(id)).toThrow(RangeError);
    },
  );
});
