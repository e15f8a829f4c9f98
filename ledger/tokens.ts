import { createHash, randomBytes } from 'node:crypto';
import { instantOf, type Instant } from '../domain/instant.js';
import { invariant, SettlementError } from '../domain/settlement-error.js';
import { databaseNow } from './database-clock.js';
import type { Role } from './documents.js';
import type { Ledger } from './ledger-context.js';
import { accountOf } from './reads/account-of.js';
import type { TokenDocument } from './token-document.js';

export interface NewToken {
  /** Absent for an operator's, which is good for every account. */
  account?: string | undefined;
  role: Role;
  name: string;
  days: number;
}

/** A token as its owner sees it again: without the secret, of which only the hash is kept. */
export type TokenRow = Omit<TokenDocument, '_id' | 'hash'> & { token: string };

const mostDays = 730;
const secretPrefix = 'settle_';
/** 256 bits. */
const secretBytes = 32;

/**
 * Makes a token for the expense center. Its secret is answered this once.
 * @throws SettlementError `bad-input`, or `not-found` where there is no such account
 */
export async function createToken(
  ledger: Ledger,
  { account, role, name, days }: NewToken,
): Promise<{ secret: string; token: TokenRow }> {
  if ((role === 'operator') !== (account === undefined))
    throw new SettlementError('bad-input', 'an operator has no account, everybody else has one');
  if (!Number.isInteger(days) || days < 1 || days > mostDays)
    throw new SettlementError('bad-input', `a token is good for 1 to ${mostDays} days`);
  if (account !== undefined) await accountOf(ledger, account);
  const createdAt = await databaseNow(ledger);
  const expiresAt = instantOf(Date.parse(createdAt) + days * 86_400_000);
  invariant(expiresAt !== undefined, 'the clock is out of range');
  const secret = `${secretPrefix}${randomBytes(secretBytes).toString('base64url')}`;
  const token: TokenDocument = {
    _id: `token-${randomBytes(10).toString('hex')}`,
    hash: secretHash(secret),
    ...(account === undefined ? {} : { account }),
    role,
    name,
    createdAt,
    expiresAt,
  };
  await ledger.collections.tokens.insertOne(token);
  return { secret, token: tokenRow(token) };
}

/** Whose secret it is; undefined for one that nobody has, or that is over. */
export async function findToken(
  ledger: Ledger,
  secret: string,
  now: Instant,
): Promise<TokenDocument | undefined> {
  // By its hash, so that no time that a comparison takes says anything of the secret.
  const found = await ledger.collections.tokens.findOne({ hash: secretHash(secret) });
  const isOver = found?.revokedAt !== undefined || (found !== null && found.expiresAt <= now);
  return found && !isOver ? found : undefined;
}

/** The tokens of an account, or of the operators. */
export async function listTokens(
  ledger: Ledger,
  { account }: { account?: string | undefined },
): Promise<TokenRow[]> {
  const filter = account === undefined ? { role: 'operator' as const } : { account };
  return (await ledger.collections.tokens.find(filter).sort({ createdAt: -1 }).toArray()).map(
    tokenRow,
  );
}

/** @throws SettlementError `not-found` */
export async function revokeToken(
  ledger: Ledger,
  { token, account }: { token: string; account?: string | undefined },
): Promise<TokenRow> {
  const revokedAt = await databaseNow(ledger);
  const revoked = await ledger.collections.tokens.findOneAndUpdate(
    { _id: token, ...(account === undefined ? {} : { account }) },
    [{ $set: { revokedAt: { $ifNull: ['$revokedAt', revokedAt] } } }],
    { returnDocument: 'after' },
  );
  if (!revoked) throw new SettlementError('not-found', `no token ${token}`);
  return tokenRow(revoked);
}

function tokenRow({ _id, hash: _hash, ...rest }: TokenDocument): TokenRow {
  return { token: _id, ...rest };
}

function secretHash(secret: string): string {
  return createHash('sha256').update(secret).digest('hex');
}
