import type { Role } from '../../ledger/documents.js';
import { createToken } from '../../ledger/commands/create-token.js';
import { revokeToken } from '../../ledger/commands/revoke-token.js';
import { listTokens } from '../../ledger/tokens.js';
import { commandLine } from '../command-line.js';
import { exitStatus } from '../exit-status.js';
import { print, say } from '../say.js';
import { withLedger, type LocatedDatabase } from '../session.js';

export interface CreateTokenOptions {
  account?: string;
  role: Role;
  name: string;
  days: number;
}

/** Prints the secret, which nobody can read again. */
export async function createTokenCommand(
  located: LocatedDatabase,
  options: CreateTokenOptions,
): Promise<number> {
  const { secret, token } = await withLedger(located, (ledger) =>
    createToken(ledger, commandLine(), options),
  );
  await print(secret);
  say(`${token.token}, ${token.role}, good until ${token.expiresAt}`);
  return exitStatus.done;
}

export async function listTokensCommand(
  located: LocatedDatabase,
  { account }: { account?: string },
): Promise<number> {
  const rows = await withLedger(located, (ledger) => listTokens(ledger, { account }));
  for (const row of rows) await print(JSON.stringify(row));
  return exitStatus.done;
}

export async function revokeTokenCommand(located: LocatedDatabase, token: string): Promise<number> {
  const revoked = await withLedger(located, async (ledger) => {
    const found = await ledger.collections.tokens.findOne({ _id: token });
    return revokeToken(ledger, commandLine(), { token, account: found?.account });
  });
  say(`${revoked.token} opens nothing any more`);
  return exitStatus.done;
}
