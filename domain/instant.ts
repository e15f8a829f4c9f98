/**
 * A point in time as canonical ISO 8601 in UTC with milliseconds ('2026-11-22T16:00:00.000Z').
 * The form has one width, so instants compare as strings, whatever offset they were written with.
 */
export type Instant = string & { readonly instant: unique symbol };

const form =
  /^(\d{4})-(\d{2})-(\d{2})T(\d{2}):(\d{2})(?::(\d{2})(?:[.,]\d{1,9})?)?(Z|[+-]\d{2}:?\d{2}|[+-]\d{2})$/;

/**
 * Reads ISO 8601 with an offset; digits below the millisecond are dropped, which no rule can see
 * because every limit of validity is a whole second.
 * @returns undefined where the text is not such a time, or names a day or hour that does not exist.
 */
export function parseInstant(text: string): Instant | undefined {
  const parts = form.exec(text);
  if (!parts) return undefined;
  const [, year = '', month = '', day = '', hour = '', minute = '', second = '00', offset = ''] =
    parts;
  if (!isDay(`${year}-${month}-${day}`) || hour > '23' || minute > '59' || second > '59')
    return undefined;
  const zone =
    offset === 'Z' ? 'Z' : `${offset.slice(0, 3)}:${offset.slice(3).replace(':', '') || '00'}`;
  if (zone !== 'Z' && (zone.slice(1, 3) > '23' || zone.slice(4) > '59')) return undefined;
  const fraction = /[.,](\d{1,3})/.exec(text)?.[1] ?? '0';
  const milliseconds = Date.parse(
    `${year}-${month}-${day}T${hour}:${minute}:${second}.${fraction.padEnd(3, '0')}${zone}`,
  );
  return milliseconds !== milliseconds ? undefined : instantOf(milliseconds);
}

export function instantOf(milliseconds: number): Instant | undefined {
  const text = new Date(milliseconds).toISOString();
  return text.length === 24 ? (text as Instant) : undefined;
}

/** Before anything was owed. */
export const epoch = '1970-01-01T00:00:00.000Z' as Instant;

export function later(now: Instant, seconds: number): Instant {
  return instantOf(Math.round(Date.parse(now) + seconds * 1000)) ?? now;
}

/** Whole seconds, and one at least: for a wait. */
export function secondsUntil(at: Instant, now: Instant): number {
  return Math.max(1, Math.ceil((Date.parse(at) - Date.parse(now)) / 1000));
}

/** Whether `YYYY-MM-DD` names a day that exists. */
export function isDay(text: string): boolean {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(text)) return false;
  // The 30th of February is read as a day of March.
  const day = new Date(`${text}T00:00:00.000Z`).getUTCDate();
  return `${day}`.padStart(2, '0') === text.slice(8);
}
