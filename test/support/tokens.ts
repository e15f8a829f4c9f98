import { randomUUID } from 'node:crypto';
import { createToken, type NewToken } from '../../ledger/commands/create-token.js';
import type { Ledger } from '../../ledger/ledger-context.js';

/** The secret of a new token, good for a day. */
export async function newSecret(
  ledger: Ledger,
  of: Pick<NewToken, 'account' | 'role'>,
): Promise<string> {
  const actor = { id: 'test', name: 'the test', role: 'operator' } as const;
  const asked = { key: randomUUID(), actor };
  return (await createToken(ledger, asked, { name: `a ${of.role}`, days: 1, ...of })).secret;
}
