import type { ClientSession } from 'mongodb';
import type { Instant } from '../../domain/instant.js';
import { SettlementError } from '../../domain/settlement-error.js';
import type { Ledger } from '../ledger-context.js';
import { tokenRow, type TokenRow } from '../tokens.js';
import { runCenterCommand } from './run-center-command.js';
import { runCommand, type Command } from './run-command.js';

/**
 * A token opens nothing any more, at once and for good.
 * @param of.account whose it must be; without it an operator's
 * @throws SettlementError `not-found` or `other-content`
 */
export async function revokeToken(
  ledger: Ledger,
  asked: Omit<Command, 'account'>,
  { token, account }: { token: string; account?: string | undefined },
): Promise<TokenRow> {
  const said = { name: 'revokeToken', content: { token } };
  const revoke = async ({
    session,
    at,
  }: {
    session: ClientSession;
    at: Instant;
  }): Promise<TokenRow> => {
    const revoked = await ledger.collections.tokens.findOneAndUpdate(
      { _id: token, account: account ?? { $exists: false } },
      [{ $set: { revokedAt: { $ifNull: ['$revokedAt', at] } } }],
      { session, returnDocument: 'after' },
    );
    if (!revoked) throw new SettlementError('not-found', `no token ${token}`);
    return tokenRow(revoked);
  };
  return account === undefined
    ? runCenterCommand(ledger, asked, said, revoke)
    : runCommand(ledger, { ...asked, account }, said, revoke);
}
