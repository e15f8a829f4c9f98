import { instantOf, type Instant } from '../domain/instant.js';
import { invariant } from '../domain/settlement-error.js';
import type { Ledger } from './ledger-context.js';

/** The time that all workers share: a clock that is wrong on one machine gives no hour away twice. */
export async function databaseNow(ledger: Ledger): Promise<Instant> {
  const hello = await ledger.client.db('admin').command({ hello: 1 });
  const localTime: unknown = hello['localTime'];
  const now = localTime instanceof Date ? instantOf(localTime.getTime()) : undefined;
  invariant(now !== undefined, 'MongoDB does not say what time it is');
  return now;
}
