import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Language } from '../../domain/explain-words.js';
import type { Ledger } from '../../ledger/ledger-context.js';
import { principalOf, type Principal } from '../authenticate.js';
import { RequestError } from '../problem.js';
import { readCookie, setCookie } from './cookies.js';

const sessionCookie = 'settle-session';
const languageCookie = 'settle-language';
const languageSeconds = 365 * 86_400;

/** The token itself is the session: it ends with the token, which the owner may revoke at once. */
export async function visitorOf(
  ledger: Ledger,
  request: FastifyRequest,
): Promise<Principal | undefined> {
  const secret = readCookie(request, sessionCookie);
  return secret === undefined ? undefined : principalOf(ledger, secret);
}

export function beginSession(request: FastifyRequest, reply: FastifyReply, secret: string): void {
  setCookie(request, reply, { name: sessionCookie, value: secret });
}

export function endSession(request: FastifyRequest, reply: FastifyReply): void {
  setCookie(request, reply, { name: sessionCookie, value: '', seconds: 0 });
}

export function keepLanguage(
  request: FastifyRequest,
  reply: FastifyReply,
  language: Language,
): void {
  setCookie(request, reply, { name: languageCookie, value: language, seconds: languageSeconds });
}

/** The one chosen in the header, else the account's, else what the browser prefers. */
export function languageOf(request: FastifyRequest, ofAccount?: Language): Language {
  const chosen = readCookie(request, languageCookie);
  if (chosen === 'en' || chosen === 'zh') return chosen;
  if (ofAccount !== undefined) return ofAccount;
  return /^\s*zh\b/i.test(request.headers['accept-language'] ?? '') ? 'zh' : 'en';
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
