import type { FastifyInstance, FastifyRequest } from 'fastify';
import type { Actor, Role } from '../ledger/documents.js';
import type { Ledger } from '../ledger/ledger-context.js';
import { findToken } from '../ledger/tokens.js';
import { RequestError } from './problem.js';

/** Who asks. An operator has no account of his own and may ask about each. */
export interface Principal extends Actor {
  account?: string;
}

/** Each role may do all that those before it may. */
const ranks: Readonly<Record<Role, number>> = { viewer: 0, finance: 1, owner: 2, operator: 3 };

/**
 * Finds out first who asks, and refuses nobody yet: how much one may ask is counted for the token,
 * and for the address of whoever has none or a wrong one.
 */
export function identifyCallers(app: FastifyInstance, ledger: Ledger): void {
  app.decorateRequest('principal', undefined);
  app.addHook('onRequest', async (request) => {
    const secret = secretOf(request);
    if (secret !== undefined) request.principal = await principalOf(ledger, secret);
  });
}

/** @throws RequestError 401, without a hint of what is wrong with the token */
export function authenticated({ principal }: FastifyRequest): Principal {
  if (!principal) throw new RequestError(401, 'a valid bearer token is needed');
  return principal;
}

/** Whose token it is; undefined where it is good for nothing. */
export async function principalOf(ledger: Ledger, secret: string): Promise<Principal | undefined> {
  const token = await findToken(ledger, secret, ledger.now());
  if (!token) return undefined;
  const { _id: id, name, role, account } = token;
  return { id, name, role, ...(account === undefined ? {} : { account }) };
}

function secretOf({ headers }: FastifyRequest): string | undefined {
  return /^Bearer ([\w-]{1,200})$/i.exec(headers.authorization ?? '')?.[1];
}

/**
 * Whether a principal may do what needs `role`, on `account` where it is about one.
 * @throws RequestError 403; 404 for the account of somebody else, so that nobody learns of it
 */
export function authorize(
  principal: Principal,
  { role, account }: { role: Role; account?: string | undefined },
): void {
  const isForeign =
    account !== undefined && principal.role !== 'operator' && principal.account !== account;
  if (isForeign) throw new RequestError(404, `no account ${account}`);
  if (!mayAct(principal, role)) throw new RequestError(403, `this needs the role ${role}`);
}

/** Whether a principal is at least of that role. */
export function mayAct(principal: Principal, role: Role): boolean {
  return ranks[principal.role] >= ranks[role];
}

declare module 'fastify' {
  interface FastifyRequest {
    /** Whose token came with it, if that is good for anything. */
    principal: Principal | undefined;
  }
}
