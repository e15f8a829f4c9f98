import { randomBytes } from 'node:crypto';
import type { ClientSession } from 'mongodb';
import { instantOf, type Instant } from '../../domain/instant.js';
import { invariant, SettlementError } from '../../domain/settlement-error.js';
import { nameProblem } from '../../domain/text-forms.js';
import type { Role } from '../documents.js';
import type { Ledger } from '../ledger-context.js';
import { secretHash, tokenRow, type TokenRow } from '../tokens.js';
import { runCenterCommand } from './run-center-command.js';
import { runCommand, type Command } from './run-command.js';

export interface NewToken {
  /** Absent for an operator's, which is good for every account. */
  account?: string | undefined;
  role: Role;
  /** Who holds it. */
  name: string;
  days: number;
}

const mostDays = 730;
const secretPrefix = 'settle_';
/** 256 bits. */
const secretBytes = 32;

/**
 * Makes a token for the expense center. Its secret is answered this once: asked again with the same
 * key it is refused, for nobody has the secret any more.
 * @throws SettlementError `bad-input`, `not-found` where there is no such account, `other-content`, or
 * `refused` where the secret was answered before
 */
export async function createToken(
  ledger: Ledger,
  asked: Omit<Command, 'account'>,
  wanted: NewToken,
): Promise<{ secret: string; token: TokenRow }> {
  check(wanted);
  const { account, role, name, days } = wanted;
  const secret = `${secretPrefix}${randomBytes(secretBytes).toString('base64url')}`;
  const id = `token-${randomBytes(10).toString('hex')}`;
  const said = { name: 'createToken', content: { role, name, days } };
  const store = async ({ session, at }: Stored): Promise<TokenRow> => {
    const token = {
      _id: id,
      hash: secretHash(secret),
      ...(account === undefined ? {} : { account }),
      role,
      name,
      createdAt: at,
      expiresAt: daysAfter(at, days),
    };
    await ledger.collections.tokens.insertOne(token, { session });
    return tokenRow(token);
  };
  const token = await (account === undefined
    ? runCenterCommand(ledger, asked, said, store)
    : runCommand(ledger, { ...asked, account }, said, store));
  if (token.token !== id)
    throw new SettlementError(
      'refused',
      `the secret of ${token.token} was answered already: revoke it and make another`,
    );
  return { secret, token };
}

interface Stored {
  session: ClientSession;
  at: Instant;
}

/** @throws SettlementError `bad-input` */
function check({ account, role, name, days }: NewToken): void {
  if ((role === 'operator') !== (account === undefined))
    throw new SettlementError('bad-input', 'an operator has no account, everybody else has one');
  if (!Number.isInteger(days) || days < 1 || days > mostDays)
    throw new SettlementError('bad-input', `a token is good for 1 to ${mostDays} days`);
  const problem = nameProblem(name);
  if (problem !== undefined) throw new SettlementError('bad-input', `name ${problem}`);
}

function daysAfter(at: Instant, days: number): Instant {
  const until = instantOf(Date.parse(at) + days * 86_400_000);
  invariant(until !== undefined, 'the clock is out of range');
  return until;
}
