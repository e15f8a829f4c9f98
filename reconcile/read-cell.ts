import { currencies, type Currency } from '../domain/billing-cycle.js';
import { instantOf, isDay, parseInstant, type Instant } from '../domain/instant.js';

// Each reads the text of a cell, or says `undefined`: what is not understood is never guessed.

/** '1234', '1234.00' → 1234n */
export function readUnits(text: string): bigint | undefined {
  const whole = /^(\d{1,34})(?:\.0*)?$/.exec(text)?.[1];
  return whole === undefined ? undefined : BigInt(whole);
}

/** Money as whole minor units: '12.34', '12.3400' → 1234n; a fraction of a cent is none. */
export function readMinorUnits(text: string): bigint | undefined {
  const [, whole, fraction = ''] = /^(\d{1,34})(?:\.(\d{0,34}))?$/.exec(text) ?? [];
  const cents = fraction.replace(/0+$/, '').padEnd(2, '0');
  return whole === undefined || cents.length > 2 ? undefined : BigInt(whole + cents);
}

export function readCurrency(text: string): Currency | undefined {
  return currencies.find((each) => each === text);
}

const dateAndTime =
  /^(\d{4})[-/](\d{1,2})[-/](\d{1,2})[ T](\d{2}):(\d{2})(?::(\d{2})(?:\.\d{1,9})?)? ?(Z|UTC|(?:GMT|UTC)?[+-]\d{2}:?\d{2})?$/;
const compact = /^(\d{4})(\d{2})(\d{2})T(\d{2})(\d{2})(\d{2})Z$/;

/**
 * '2026-11-22 08:00:00', with `GMT+08:00` or the like, or else at `offset`; '20261122T080000Z';
 * seconds or milliseconds of Unix time.
 */
export function readTime(text: string, offset: string): Instant | undefined {
  const name = `${text} ${offset}`;
  if (times.size > mostTimes) times.clear();
  if (!times.has(name)) times.set(name, newTime(text, offset));
  return times.get(name);
}

/** Whole columns say the same few hours, and to read one takes longer than all the rest of a line. */
const times = new Map<string, Instant | undefined>();
const mostTimes = 2000;

function newTime(text: string, offset: string): Instant | undefined {
  if (/^\d{10}$/.test(text)) return instantOf(Number(text) * 1000);
  if (/^\d{13}$/.test(text)) return instantOf(Number(text));
  const [, year, month, day, hour, minute, second = '00', zone = offset] =
    dateAndTime.exec(text) ?? compact.exec(text)?.concat('Z') ?? [];
  if (year === undefined) return undefined;
  const date = `${year}-${month?.padStart(2, '0')}-${day?.padStart(2, '0')}`;
  const at = zone.replace(/^(GMT|UTC)(?=.)/, '').replace(/^UTC$/, 'Z');
  return parseInstant(`${date}T${hour}:${minute}:${second}${at}`);
}

/** The last second of an hour, as some bills end one, is the hour's end. */
export function readEnd(text: string, offset: string): Instant | undefined {
  const at = readTime(text, offset);
  if (at === undefined || !at.endsWith(':59:59.000Z')) return at;
  return instantOf(Date.parse(at) + 1000);
}

/** '2026-11-22', or a time of it → the UTC day, from its first hour to that of the next. */
export function readUtcDay(text: string): { from: Instant; to: Instant } | undefined {
  const day = text.slice(0, 10);
  const rest = text.slice(10);
  if (!isDay(day) || !(rest === '' || /^[ T]\d{2}:\d{2}:\d{2}(\.\d+)?( ?Z| UTC)?$/.test(rest)))
    return undefined;
  const start = Date.parse(`${day}T00:00:00.000Z`);
  const [from, to] = [instantOf(start), instantOf(start + 24 * 3_600_000)];
  return from && to && { from, to };
}
