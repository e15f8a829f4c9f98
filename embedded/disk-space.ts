import { statfsSync } from 'node:fs';

const FULL_BELOW_MEGABYTES = 20;

/** What an ordinary user may still write on the disk of this folder. */
export function freeMegabytes(folder: string): number {
  const { bavail, bsize } = statfsSync(folder);
  return Math.floor((bavail * bsize) / 1_000_000);
}

/** A server on a full disk cannot even log that it is. */
export function isDiskFullOf(folder: string): boolean {
  return freeMegabytes(folder) < FULL_BELOW_MEGABYTES;
}
