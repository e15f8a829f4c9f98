import { instantOf, isDay, type Instant } from './instant.js';

export type Currency = 'CNY' | 'USD';

export const currencies: readonly Currency[] = ['CNY', 'USD'];

/** A calendar day, `YYYY-MM-DD`; days compare as strings. */
export type Day = string;

/** One calendar day of consumption, in one currency (domain rule 1). */
export interface BillingCycle {
  currency: Currency;
  day: Day;
}

/** The zone of each currency's center, by IANA name. */
export const centerZones: Readonly<Record<Currency, string>> = { CNY: 'Asia/Shanghai', USD: 'UTC' };

export function cycleId({ currency, day }: BillingCycle): string {
  return `${currency}/${day}`;
}

export function nextDay(day: Day): Day {
  return addDays(day, 1);
}

export function addDays(day: Day, days: number): Day {
  const date = new Date(`${day}T00:00:00.000Z`);
  date.setUTCDate(date.getUTCDate() + days);
  return date.toISOString().slice(0, 10);
}

/** E of domain rule 1: 00:00 of the next day in the center's zone. */
export function cycleEnd(day: Day, zone: string): Instant {
  const next = nextDay(day);
  const midnight = Date.parse(`${next}T00:00:00.000Z`);
  const guess = midnight - offsetAt(midnight, zone);
  // Twice, because the offset may change between the first guess and the answer; where the change
  // skips midnight itself, only one of the two is in the next day.
  const end = [guess, midnight - offsetAt(guess, zone)]
    .map(instantOf)
    .filter((at) => at !== undefined)
    .toSorted()
    .find((at) => dayAt(at, zone) === next);
  if (!end) throw new RangeError(`the end of ${day} is out of range`);
  return end;
}

/** The calendar day that it is at `at` in `zone`. */
export function dayAt(at: Instant, zone: string): Day {
  const milliseconds = Date.parse(at);
  return new Date(milliseconds + offsetAt(milliseconds, zone)).toISOString().slice(0, 10);
}

export function isOver(day: Day, zone: string, now: Instant): boolean {
  return cycleEnd(day, zone) <= now;
}

/** @throws RangeError when it is not `CNY/2026-11-22`. */
export function parseCycleId(id: string): BillingCycle {
  const [currency, day = ''] = id.split('/');
  const known = currencies.find((each) => each === currency);
  if (!known || !isDay(day)) throw new RangeError(`not a billing cycle: ${id}`);
  return { currency: known, day };
}

const clocks = new Map<string, Intl.DateTimeFormat>();

/** A zone's clock is made once: that costs a hundred times as much as to read it. */
function clockOf(zone: string): Intl.DateTimeFormat {
  const known = clocks.get(zone);
  if (known) return known;
  const clock = new Intl.DateTimeFormat('en-US', {
    timeZone: zone,
    hourCycle: 'h23',
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
    hour: '2-digit',
    minute: '2-digit',
    second: '2-digit',
  });
  clocks.set(zone, clock);
  return clock;
}

function offsetAt(milliseconds: number, zone: string): number {
  const parts = clockOf(zone).formatToParts(milliseconds);
  const part = (type: string): string => parts.find((each) => each.type === type)?.value ?? '00';
  const local = Date.parse(
    `${part('year').padStart(4, '0')}-${part('month')}-${part('day')}T${part('hour')}:${part('minute')}:${part('second')}.000Z`,
  );
  return local - Math.floor(milliseconds / 1000) * 1000;
}
