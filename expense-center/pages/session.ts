import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Language } from '../../domain/explain-words.js';
import type { Ledger } from '../../ledger/ledger-context.js';
import { principalOf, type Principal } from '../authenticate.js';
import { RequestError } from '../problem.js';

const sessionCookie = 'settle-session';
const languageCookie = 'settle-language';
const languageSeconds = 365 * 86_400;

/** The token itself is the session: it ends with the token, which the owner may revoke at once. */
export async function visitorOf(
  ledger: Ledger,
  request: FastifyRequest,
): Promise<Principal | undefined> {
  const secret = request.cookies[sessionCookie];
  return secret === undefined || secret.length > 200 ? undefined : principalOf(ledger, secret);
}

/** No script reads it, and no other site's page has it sent along. */
export function beginSession(request: FastifyRequest, reply: FastifyReply, secret: string): void {
  reply.setCookie(sessionCookie, secret, { ...cookieFor(request), httpOnly: true });
}

export function endSession(request: FastifyRequest, reply: FastifyReply): void {
  reply.clearCookie(sessionCookie, cookieFor(request));
}

export function keepLanguage(
  request: FastifyRequest,
  reply: FastifyReply,
  language: Language,
): void {
  reply.setCookie(languageCookie, language, {
    ...cookieFor(request),
    httpOnly: true,
    maxAge: languageSeconds,
  });
}

/** The one chosen in the header, else the account's, else what the browser prefers. */
export function languageOf(request: FastifyRequest, ofAccount?: Language): Language {
  const chosen = request.cookies[languageCookie];
  if (chosen === 'en' || chosen === 'zh') return chosen;
  if (ofAccount !== undefined) return ofAccount;
  return /^\s*zh\b/i.test(request.headers['accept-language'] ?? '') ? 'zh' : 'en';
}

function cookieFor({ protocol }: FastifyRequest): {
  path: string;
  sameSite: 'strict';
  secure: boolean;
} {
  return { path: '/', sameSite: 'strict', secure: protocol === 'https' };
}

/**
 * Forms are taken from pages of ours alone: the browser says where one comes from.
 * @throws RequestError 403
 */
export function checkOrigin({ headers }: FastifyRequest): void {
  const { origin, host } = headers;
  const isOurs = origin !== undefined && URL.canParse(origin) && new URL(origin).host === host;
  if (!isOurs) throw new RequestError(403, 'this form does not come from a page of ours');
}
