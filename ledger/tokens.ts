import { createHash } from 'node:crypto';
import type { Instant } from '../domain/instant.js';
import type { Ledger } from './ledger-context.js';
import type { TokenDocument } from './token-document.js';

/** A token as its owner sees it again: without the secret, of which only the hash is kept. */
export type TokenRow = Omit<TokenDocument, '_id' | 'hash'> & { token: string };

const usedEveryMs = 60_000;
const mostListed = 1_000;

/** Whose secret it is; undefined for one that nobody has, or that is over. Notes that it was used. */
export async function findToken(
  { collections: { tokens } }: Ledger,
  secret: string,
  now: Instant,
): Promise<TokenDocument | undefined> {
  // By its hash, so that no time that a comparison takes says anything of the secret.
  const found = await tokens.findOne({ hash: secretHash(secret) });
  if (!found || found.revokedAt !== undefined || found.expiresAt <= now) return undefined;
  const { lastUsedAt } = found;
  if (lastUsedAt === undefined || Date.parse(now) - Date.parse(lastUsedAt) >= usedEveryMs)
    await tokens.updateOne({ _id: found._id }, { $max: { lastUsedAt: now } });
  return found;
}

/** The tokens of an account, or of the operators; the newest first, 1,000 at most. */
export async function listTokens(
  { collections: { tokens } }: Ledger,
  { account }: { account?: string | undefined },
): Promise<TokenRow[]> {
  const filter = account === undefined ? { account: { $exists: false } } : { account };
  const found = await tokens.find(filter).sort({ createdAt: -1 }).limit(mostListed).toArray();
  return found.map(tokenRow);
}

export function tokenRow({ _id, hash: _hash, ...rest }: TokenDocument): TokenRow {
  return { token: _id, ...rest };
}

/** The secret has 256 random bits: to look for one that fits its hash is hopeless. */
export function secretHash(secret: string): string {
  return createHash('sha256').update(secret).digest('hex');
}
