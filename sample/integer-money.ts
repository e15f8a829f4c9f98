/**
 * Money as whole numbers: cents (hundredths) for balances, micros (millionths) for bill lines.
 * Safe integers throughout; only sums over a whole sample are bigints.
 */
export const microsPerCent = 10_000;

/** `amount × factor / divisor`, rounded down, exact also where the product is no safe integer. */
export function scale(amount: number, factor: number, divisor: number): number {
  const product = amount * factor;
  if (Number.isSafeInteger(product)) return Math.floor(product / divisor);
  return Number((BigInt(amount) * BigInt(factor)) / BigInt(divisor));
}

/** Half up, as the settlement rounds a bill line (domain rule 2). */
export function centsOf(micros: number): number {
  return Math.floor((micros + microsPerCent / 2) / microsPerCent);
}

/** The next amount that people would choose as a face value. */
export function roundFaceValue(cents: number): number {
  const step = cents < 10_000 ? 500 : cents < 100_000 ? 1_000 : 10_000;
  return Math.max(step, Math.ceil(cents / step) * step);
}

export function centsText(cents: number): string {
  return `${Math.floor(cents / 100)}.${String(cents % 100).padStart(2, '0')}`;
}

/** At least two decimals, and no more than it needs. */
export function microsText(micros: number | bigint): string {
  const text = String(micros).padStart(7, '0');
  const decimals = text.slice(-6).replace(/0{1,4}$/, '');
  return `${text.slice(0, -6)}.${decimals}`;
}

/** `quantity` counted in steps of 10^-places. */
export function quantityText(steps: number, places: number): string {
  if (places === 0) return String(steps);
  const text = String(steps).padStart(places + 1, '0');
  return `${text.slice(0, -places)}.${text.slice(-places)}`.replace(/\.?0+$/, '');
}
