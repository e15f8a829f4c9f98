import type { FastifyRequest } from 'fastify';
import { dayAt } from '../../domain/billing-cycle.js';
import type { Language } from '../../domain/explain-words.js';
import type { Role } from '../../ledger/documents.js';
import type { Ledger } from '../../ledger/ledger-context.js';
import { accountOf } from '../../ledger/reads/account-of.js';
import { authorize, type Principal } from '../authenticate.js';
import { languageOf, visitorOf } from './session.js';
import { sayIn } from './texts/say.js';
import type { PageContext, Visit, VisitedAccount } from './visit.js';

export type Opened = { visit: Visit } | { signedOut: true };

/**
 * Who asks for the page, and whether he may.
 * @throws RequestError 403, or 404 for an account of somebody else
 */
export async function openVisit(
  context: PageContext,
  request: FastifyRequest,
  { role, ofAccount }: { role: Role; ofAccount: boolean },
): Promise<Opened> {
  const principal = await visitorOf(context.ledger, request);
  if (!principal) return { signedOut: true };
  const id = ofAccount ? accountIn(request.params) : undefined;
  authorize(principal, { role, account: id });
  const found = await lookUp(context.ledger, id ?? principal.account);
  const visit = visitOf(context, request, { principal, language: found?.language });
  return { visit: { ...visit, ...(id !== undefined && found ? { account: found.account } : {}) } };
}

/** Without an account, for what is shown of none. */
export function visitOf(
  context: PageContext,
  request: FastifyRequest,
  { principal, language: ofAccount }: { principal: Principal; language?: Language | undefined },
): Visit {
  const language = languageOf(request, ofAccount);
  return {
    ...context,
    principal,
    language,
    say: sayIn(language),
    now: context.ledger.now(),
    path: request.url.split('?', 1)[0] ?? '/',
    query: textsIn(request.query),
  };
}

async function lookUp(
  ledger: Ledger,
  id: string | undefined,
): Promise<{ account: VisitedAccount; language?: Language } | undefined> {
  if (id === undefined) return undefined;
  const { name, currency, language } = await accountOf(ledger, id);
  const zone = ledger.zones[currency];
  return {
    account: { id, name, currency, zone, today: dayAt(ledger.now(), zone) },
    ...(language === undefined ? {} : { language }),
  };
}

function accountIn(params: unknown): string {
  return textsIn(params)['account'] ?? '';
}

/** What of the parameters or the query of an address is a text. */
export function textsIn(of: unknown): Record<string, string> {
  const entries: [string, unknown][] =
    typeof of === 'object' && of !== null ? Object.entries(of) : [];
  return Object.fromEntries(
    entries.filter((each): each is [string, string] => typeof each[1] === 'string'),
  );
}
