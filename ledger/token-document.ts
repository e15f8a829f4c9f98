import type { Instant } from '../domain/instant.js';
import type { Role } from './documents.js';

/** A bearer token of the expense center; of its secret only the hash is kept. */
export interface TokenDocument {
  _id: string;
  /** SHA-256 of the secret, hexadecimal. */
  hash: string;
  /** Absent for an operator's, which is good for every account. */
  account?: string;
  role: Role;
  name: string;
  createdAt: Instant;
  expiresAt: Instant;
  revokedAt?: Instant;
  /** To the minute: a token that asks all the time is not written all the time. */
  lastUsedAt?: Instant;
}
