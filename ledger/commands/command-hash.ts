import { createHash } from 'node:crypto';
import type { Said } from './run-command.js';

/** Whatever order a caller's JSON has, the same content has one hash. */
export function commandHash({ name, content }: Said): string {
  const sorted = Object.fromEntries(
    Object.entries(withoutUndefined(content)).toSorted(([a], [b]) => (a < b ? -1 : 1)),
  );
  return createHash('sha256')
    .update(JSON.stringify([name, sorted]))
    .digest('base64');
}

/** As it is kept: a field that is not given is not there. */
export function withoutUndefined(content: Record<string, unknown>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(content).filter(([, value]) => value !== undefined));
}
