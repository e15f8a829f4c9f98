import { createHash } from 'node:crypto';

const draws = 2 ** 32;

/**
 * Whether a fault strikes the n-th request about the same things. It hangs on nothing else: not on the
 * clock, nor on who came first when requests come side by side.
 */
export function strikes(
  probability: number,
  { seed, place, subject, n }: { seed: number; place: number; subject: string; n: number },
): boolean {
  if (probability >= 1) return true;
  const digest = createHash('sha256').update(`${seed}\n${place}\n${n}\n${subject}`).digest();
  return digest.readUInt32BE(0) / draws < probability;
}
