import { InvalidArgumentError } from 'commander';
import { isDay } from '../domain/instant.js';

// What is wrong with an argument is said before any server is looked for.

export function wholeNumber(text: string): number {
  if (!/^-?\d+$/.test(text)) throw new InvalidArgumentError('It must be a whole number.');
  return Number(text);
}

/** '2026-11-22', judged before any server is looked for. */
export function existingDay(text: string): string {
  if (!isDay(text)) throw new InvalidArgumentError('It is no day (YYYY-MM-DD).');
  return text;
}

/** '7101,7102,7103' */
export function threePorts(text: string): number[] {
  const ports = text.split(',').map(Number);
  if (!/^\d+,\d+,\d+$/.test(text) || ports.some((port) => port > 65_535))
    throw new InvalidArgumentError('It must be three ports, with commas.');
  return ports;
}
