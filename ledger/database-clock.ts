import { instantOf, type Instant } from '../domain/instant.js';
import { invariant } from '../domain/settlement-error.js';
import type { Ledger } from './ledger-context.js';

/** What time it is for the database: one clock, whoever asks. */
export async function databaseNow({
  client,
  commandClock,
}: Pick<Ledger, 'client' | 'commandClock'>): Promise<Instant> {
  if (commandClock) return commandClock();
  const { localTime } = await client.db('admin').command({ hello: 1 });
  const now = localTime instanceof Date ? instantOf(localTime.getTime()) : undefined;
  invariant(now !== undefined, 'the database does not say what time it is');
  return now;
}
