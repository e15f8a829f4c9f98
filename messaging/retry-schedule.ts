import { invariant } from '../domain/settlement-error.js';

const second = 1_000;
const minute = 60 * second;
const hour = 60 * minute;

/** Of Standard Webhooks; 75 hours 35 minutes and 5 seconds in all. */
const waits: readonly number[] = [
  5 * second,
  5 * minute,
  30 * minute,
  2 * hour,
  5 * hour,
  10 * hour,
  14 * hour,
  20 * hour,
  24 * hour,
];

/**
 * How long to wait before the next try.
 * @param failedAttempts from 1
 * @returns milliseconds, or undefined where it is given up
 */
export function retryDelayMs(failedAttempts: number): number | undefined {
  invariant(
    Number.isInteger(failedAttempts) && failedAttempts >= 1,
    'only a delivery that has failed is tried again',
  );
  return waits[failedAttempts - 1];
}
